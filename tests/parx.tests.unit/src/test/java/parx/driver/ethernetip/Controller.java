package parx.driver.ethernetip;

import java.util.ArrayList;
import java.util.List;
import parx.driver.Collected;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollItem;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.simulator.CipMemory;
import parx.simulator.CipTag;
import parx.simulator.CipType;
import parx.simulator.CipType.Elementary;
import parx.simulator.CipType.Member;

/** Tags of a simulated controller for tests, and what is needed to read them. */
final class Controller {
    static final CipType.Structure DRIVE = CipType.Structure.of("Drive", List.of(Member.of("Running", Elementary.BOOL),
            Member.of("Current", Elementary.REAL), Member.of("Name", CipType.Structure.STRING),
            new Member("Limits", Elementary.INT, 4, 0, -1)));
    static final int WORDS = 1_000;

    private Controller() {
    }

    /** One of every kind. */
    static List<CipTag> tags() {
        List<CipTag> tags = new ArrayList<>(List.of(
                new CipMemory("", "aBool", Elementary.BOOL).with(1),
                new CipMemory("", "aSint", Elementary.SINT).with(-100),
                new CipMemory("", "anInt", Elementary.INT).with(-30_000),
                new CipMemory("", "aDint", Elementary.DINT).with(-2_000_000_000),
                new CipMemory("", "aLint", Elementary.LINT).with(-9_007_199_254_740_991.0),
                new CipMemory("", "aUsint", Elementary.USINT).with(200),
                new CipMemory("", "aUint", Elementary.UINT).with(60_000),
                new CipMemory("", "aUdint", Elementary.UDINT).with(4_000_000_000.0),
                new CipMemory("", "aUlint", Elementary.ULINT).with(9_007_199_254_740_991.0),
                new CipMemory("", "aReal", Elementary.REAL).with(1.5),
                new CipMemory("", "anLreal", Elementary.LREAL).with(-0.1),
                new CipMemory("", "aText", CipType.Structure.STRING).with("coil 4711"),
                new CipMemory("", "Local:1:I", Elementary.DINT).with(31),
                new CipMemory("", "Routine:Main", Elementary.DINT),
                new CipMemory("Main", "LineSpeed", Elementary.REAL).with(87.25),
                new CipMemory("Main", "Word", Elementary.DINT).with(0b1010_0000)));
        tags.add(words());
        tags.add(bits());
        tags.add(matrix());
        tags.add(drives());
        return tags;
    }

    /** Each element is ten times its index. */
    private static CipMemory words() {
        CipMemory words = new CipMemory("", "Words", Elementary.DINT, WORDS);
        for (int i = 0; i < WORDS; i++) {
            words.content().putInt(4 * i, 10 * i);
        }
        return words;
    }

    /** 96 of them; those are set whose number can be divided by three. */
    private static CipMemory bits() {
        CipMemory bits = new CipMemory("Main", "Bits", Elementary.DWORD, 3);
        for (int i = 0; i < 96; i += 3) {
            int at = i / 32 * 4;
            bits.content().putInt(at, bits.content().getInt(at) | 1 << i % 32);
        }
        return bits;
    }

    /** Each element says its three indexes: 1,2,3 holds 123. */
    private static CipMemory matrix() {
        CipMemory matrix = new CipMemory("", "Matrix", Elementary.INT, 3, 4, 5);
        for (int i = 0; i < 60; i++) {
            matrix.content().putShort(2 * i, (short) (i / 20 * 100 + i / 5 % 4 * 10 + i % 5));
        }
        return matrix;
    }

    private static CipMemory drives() {
        CipMemory drives = new CipMemory("", "Drives", DRIVE, 3);
        for (int i = 0; i < 3; i++) {
            int at = i * DRIVE.size();
            drives.content().put(at, (byte) (i % 2)).putFloat(at + 4, i + 0.5f).putInt(at + 8, 2).put(at + 12, (byte) 'D')
                    .put(at + 13, (byte) ('0' + i)).putShort(at + 8 + 88 + 2 * 3, (short) (i * 1_000));
        }
        return drives;
    }

    static Settings at(int port, Object... more) {
        return Settings.with("host", "127.0.0.1", "port", port, "timeout", 5_000).overlay(Settings.with(more));
    }

    static PollingConnection connect(Settings settings) {
        return (PollingConnection) new EthernetIpDriver().connect(settings, new DriverContext(TimeSource.system()));
    }

    /** One channel for each tag, numbered in their order. */
    static List<PollItem> items(String... tags) {
        List<PollItem> items = new ArrayList<>();
        for (String tag : tags) {
            items.add(item(items.size(), tag));
        }
        return items;
    }

    static PollItem item(int channel, String tag, Object... more) {
        return new PollItem(channel, Settings.with("tagName", tag).overlay(Settings.with(more)));
    }

    static Collected poll(PollingConnection connection, PollingConnection.PollPlan plan) throws DriverException {
        Collected taken = new Collected();
        connection.poll(plan, taken);
        return taken;
    }

    /** Waits for it as long as the test may take. */
    static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }
}
