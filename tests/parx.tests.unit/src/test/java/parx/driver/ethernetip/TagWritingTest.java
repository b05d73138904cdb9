package parx.driver.ethernetip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.Reading;
import parx.model.Reason;
import parx.persistence.ServerPort;
import parx.model.Settings;
import parx.simulator.CipDevice;
import parx.simulator.CipMemory;
import parx.simulator.CipServer;
import parx.simulator.CipTag;
import parx.simulator.CipType;
import parx.simulator.CipType.Elementary;

/** Values that are written, and single readings by hand. */
@Timeout(120)
class TagWritingTest {
    private final EthernetIpDriver driver = new EthernetIpDriver();
    private CipServer controller;
    private PollingConnection connection;

    @BeforeEach
    void start() throws Exception {
        List<CipTag> tags = new ArrayList<>(Controller.tags());
        tags.add(new FixedTag("fixed", false));
        tags.add(new FixedTag("stubborn", true));
        controller = new CipServer(0, tags, CipDevice.STANDARD);
        connection = Controller.connect(Controller.at(controller.port()));
        connection.open();
    }

    @AfterEach
    void stop() {
        connection.close();
        controller.close();
    }

    /** A number that nobody can change; it says so, or does not. */
    private record FixedTag(String name, boolean silently) implements CipTag {
        @Override
        public String program() {
            return "";
        }

        @Override
        public CipType type() {
            return Elementary.DINT;
        }

        @Override
        public int[] dimensions() {
            return new int[0];
        }

        @Override
        public void read(int offset, byte[] into) {
            into[0] = 42;
        }

        @Override
        public boolean write(int offset, byte[] bytes) {
            return silently;
        }
    }

    private double written(String tag, Object value) throws Exception {
        connection.write(Controller.item(0, tag), value);
        return Controller.poll(connection, connection.plan(Controller.items(tag))).values.get(0);
    }

    private String refused(String tag, Object value, Object... more) {
        return assertThrows(DriverException.class, () -> connection.write(Controller.item(0, tag, more), value)).getMessage();
    }

    @Test
    void everyTypeIsWrittenAndReadBack() throws Exception {
        assertEquals(0, written("aBool", 0.0));
        assertEquals(1, written("aBool", true));
        assertEquals(-128, written("aSint", -128.0));
        assertEquals(32_767, written("anInt", "32767"));
        assertEquals(-5, written("aDint", -5));
        assertEquals(4_294_967_295.0, written("aUdint", 4_294_967_295.0));
        assertEquals(-4e15, written("aLint", -4e15));
        assertEquals(1e19, written("aUlint", 1e19));
        assertEquals(0.5, written("aReal", 0.5));
        assertEquals(-1e300, written("anLreal", -1e300));
        assertEquals(77, written("Words[500]", 77));
        assertEquals(5_000 + 10, Controller.poll(connection, connection.plan(Controller.items("Words[501]"))).values.get(0));
        assertEquals(12.5, written("Drives[1].Current", 12.5));
        assertEquals(0, written("Drives[1].Running", 0));
        assertEquals(1, written("Program:Main.Bits[34]", 1));
        assertEquals(1, Controller.poll(connection, connection.plan(Controller.items("Program:Main.Bits[33]"))).values.get(0));
    }

    @Test
    void aBitOfAnIntegerIsWrittenWithoutItsNeighbours() throws Exception {
        assertEquals(1, written("Program:Main.Word.0", 1));
        assertEquals(0, written("Program:Main.Word.7", 0));
        assertEquals(0b10_0001, Controller.poll(connection, connection.plan(Controller.items("Program:Main.Word"))).values.get(0));
        assertEquals(1, written("Program:Main.Word.31", 1));
    }

    @Test
    void aTextIsWrittenAndKeepsItsBounds() throws Exception {
        connection.write(Controller.item(0, "aText"), "coil ü");
        assertEquals("coil ü", Controller.poll(connection, connection.plan(Controller.items("aText"))).texts.get(0));
        assertTrue(refused("aText", "x".repeat(83)).contains("82 are allowed"));
    }

    @Test
    void whatATagCannotHoldIsNotWritten() {
        assertTrue(refused("aSint", 128).contains("-128 to 127"));
        assertTrue(refused("aUsint", -1).contains("0 to 255"));
        assertTrue(refused("aReal", 1e39).contains("too large"));
        assertTrue(refused("aBool", 2).contains("0 or 1"));
        assertTrue(refused("aDint", "abc").contains("no number"));
        assertTrue(refused("aReal", 1, "dataType", "DINT").contains("REAL"));
        assertTrue(refused("missing", 1).contains("no such tag"));
    }

    @Test
    void aValueThatIsNotTakenIsSaid() {
        assertTrue(refused("fixed", 1).contains("external access"));
        assertTrue(refused("stubborn", 1).contains("reads back 42"));
    }

    @Test
    void aReadingByHandShowsBytesTypeAndValue() throws Exception {
        for (Settings where : List.of(Controller.at(controller.port()), Controller.at(controller.port(), "messaging", "unconnected"))) {
            Reading reading = driver.test(where.overlay(Settings.with("tagName", "Program:Main.LineSpeed")), Duration.ofSeconds(60));
            assertTrue(reading.ok(), reading.sentence());
            assertEquals(87.25, reading.value());
            assertEquals(List.of("REAL: 87.25"), reading.alternatives());
            assertEquals(4, reading.rawBytes().length);
        }
        assertEquals(List.of("BOOL: 1"), connection.test(Settings.with("tagName", "Program:Main.Bits[33]")).alternatives());
        assertEquals(List.of("STRING: ‘coil 4711’"), connection.test(Settings.with("tagName", "aText")).alternatives());
        Reading missing = connection.test(Settings.with("tagName", "missing"));
        assertEquals(Reason.NO_SUCH_ADDRESS, missing.reason());
        assertTrue(missing.sentence().contains("missing"), missing.sentence());
        Reading other = connection.test(Settings.with("tagName", "aReal", "dataType", "DINT"));
        assertEquals(Reason.CONFIG_ERROR, other.reason());
        assertEquals(4, other.rawBytes().length);
    }

    @Test
    void aReadingByHandSaysWhyThereIsNone() {
        Reading nobody = driver.test(Controller.at(ServerPort.free(), "tagName", "a"), Duration.ofSeconds(10));
        assertEquals(Reason.COMM_FAILURE, nobody.reason());
        assertTrue(nobody.sentence().contains("EtherNet/IP"), nobody.sentence());
    }
}
