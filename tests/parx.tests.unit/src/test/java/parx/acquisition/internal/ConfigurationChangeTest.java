package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parx.acquisition.internal.SlowDevice.register;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.modbus.ModbusDriver;
import parx.model.Channel;
import parx.model.Reason;
import parx.model.Settings;

/** A change takes effect within a second whatever the connection waits for, and disturbs nothing that it does not concern. */
@Timeout(240)
class ConfigurationChangeTest {
    private static final Duration SOON = Site.soon();
    private final InstalledDrivers drivers = new InstalledDrivers();
    private Site site = new Site();

    @AfterEach
    void stop() throws InterruptedException {
        site.close();
    }

    private FakeDriver.Device device(String host) {
        return site.driver.device(host);
    }

    private static boolean runs(String connection) {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("io-" + connection));
    }

    // --- with a device in memory ---------------------------------------------------------------------------------

    @Test
    void aConnectUnderWayIsBrokenWhereTheSettingsChange() {
        CountDownLatch hang = new CountDownLatch(1);
        device("a").hanging = hang;
        site.with(Site.channel("a1", "a"), Site.channel("b1", "b")).start().untilGood("b1");
        Eventually.until("connecting", () -> device("a").waiting.get() == 1);
        for (int i = 1; i <= 5; i++) {
            int times = i;
            site.configured.connectionSettings.put(null, "fake a", Settings.EMPTY, Settings.with("retryMin", 5 + i, "retryMax", 20));
            Eventually.within(SOON, "connecting anew", () -> device("a").made.get() == 1 + times && device("a").waiting.get() == 1);
        }
        assertEquals("", site.connection("fake a").problem(), "its own doing is no fault of the device");
        hang.countDown();
        site.untilGood("a1");
        assertEquals(1, device("a").opened.get());
        assertEquals(1, device("b").opened.get(), "the other connection is left alone");
    }

    @Test
    void aConnectUnderWayIsBrokenWhereTheConnectionIsRemoved() {
        device("a").hanging = new CountDownLatch(1);
        site.with(Site.channel("a1", "a")).start();
        Eventually.until("connecting", () -> device("a").waiting.get() == 1);
        site.configured.remove("a1");
        Eventually.within(SOON, "given up", () -> !runs("fake a"));
    }

    @Test
    void aScanUnderWayEndsWhereChannelsChangeAndNothingTurnsBad() {
        site.with(Site.channel("a1", "a"), Site.channel("a2", "a")).start().untilGood("a1", "a2");
        CountDownLatch hang = new CountDownLatch(1);
        device("a").hanging = hang;
        Eventually.until("a scan is under way", () -> device("a").waiting.get() == 1);
        int plans = device("a").plans.get();
        site.with(Site.channel("a3", "a"));
        Eventually.within(SOON, "planned anew", () -> device("a").plans.get() > plans);
        hang.countDown();
        site.untilGood("a3");
        assertEquals(1, device("a").opened.get(), "the link stays");
        assertEquals(List.of(), site.sink.bad(site.handle("a1")));
        assertEquals(List.of(), site.sink.bad(site.handle("a2")));
    }

    @Test
    void aScanThatIsCutShortAgainAndAgainStillTurnsItsChannelsStale() {
        site.with(Site.channel("a1", "a")).start().untilGood("a1");
        device("a").hanging = new CountDownLatch(1);
        long began = System.nanoTime();
        AtomicInteger changes = new AtomicInteger();
        Eventually.within(Duration.ofSeconds(60), "stale", () -> {
            if ((System.nanoTime() - began) / 500_000_000L > changes.get()) {
                site.with(Site.channel("other" + changes.incrementAndGet(), "a"));
            }
            return site.reason("a1") == Reason.STALE;
        });
        assertTrue(changes.get() > 5, changes + " changes");
    }

    // --- with the Modbus driver and devices on loopback ----------------------------------------------------------

    private void useModbus() {
        drivers.add(new ModbusDriver());
        site = new Site(drivers);
    }

    private static Channel[] registers(SlowDevice device, int count) {
        List<Channel> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(register("r" + i, device.port(), 100 * i));
        }
        return all.toArray(Channel[]::new);
    }

    @Test
    void aChannelOfASlowDeviceIsReadAsSoonAsTheDeviceIsFree() throws Exception {
        useModbus();
        try (SlowDevice device = new SlowDevice()) {
            site.with(registers(device, 20)).start().untilGood("r1", "r20");
            device.latencyMillis = 800;
            device.askedAt.clear();
            Eventually.until("in the middle of a scan that takes 16 s", () -> device.askedAt.size() == 2);
            site.with(register("new", device.port(), 7), register("r1", device.port(), 100, "scaling",
                    Map.of("factor", 2.0, "offset", 0.0)));
            Eventually.within(SOON, "the device is asked for it", () -> device.askedAt.containsKey(7));
            Eventually.until("read", () -> site.isGood("new") && site.live("new").value == 7);
            // The one that was out; on a busy machine a few more before anybody hears of the change.
            long before = device.askedAt.values().stream().filter(at -> at < device.askedAt.get(7)).count();
            assertTrue(before < 15, before + " of 20 were read before it");
            Eventually.until("the new scaling", () -> site.live("r1").value == 200);
            assertEquals(1, device.connections.get(), "the link stays");
            for (int i = 1; i <= 20; i++) {
                assertTrue(site.isGood("r" + i), "r" + i);
            }
        }
    }

    @Test
    void aDeviceThatAcceptsAndSaysNothingDelaysNoChange() throws Exception {
        useModbus();
        try (SlowDevice silent = new SlowDevice(); SlowDevice good = new SlowDevice()) {
            silent.silent = true;
            site.configured.connectionSettings.all.put(silent.name(), Settings.with("timeout", 60_000, "retries", 5));
            site.with(registers(silent, 3)).start();
            Eventually.until("asked", () -> !silent.askedAt.isEmpty());
            site.configured.connectionSettings.put(null, silent.name(), Settings.EMPTY, Settings.with("timeout", 50_000));
            Eventually.within(SOON, "connected anew", () -> silent.connections.get() == 2 && silent.askedAt.size() == 1);
            site.with(registers(good, 3));
            Eventually.within(SOON, "read from the other device", () -> site.isGood("r1") && site.isGood("r3"));
            Eventually.within(SOON, "the old one is left", () -> !runs(silent.name()));
        }
    }

    @Test
    void aConnectToAnAddressThatDoesNotAnswerIsBroken() throws Exception {
        useModbus();
        List<Socket> fillers = new ArrayList<>();
        try (ServerSocket blackHole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); SlowDevice good = new SlowDevice()) {
            int port = blackHole.getLocalPort();
            String name = "Modbus TCP 127.0.0.1:" + port;
            // Nobody accepts, so that once the queue is full the operating system drops what knocks.
            for (int i = 0; i < 2; i++) {
                Socket filler = new Socket();
                fillers.add(filler);
                filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
            }
            site.configured.connectionSettings.all.put(name, Settings.with("connectTimeout", 60_000));
            site.with(register("r1", port, 1)).start();
            Eventually.until("connecting", () -> connecting(name));
            site.with(register("r1", good.port(), 1));
            Eventually.within(SOON, "read from the good address", () -> site.isGood("r1"));
            Eventually.within(SOON, "the old connect is broken", () -> !runs(name));
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    private static boolean connecting(String connection) {
        return Thread.getAllStackTraces().entrySet().stream().anyMatch(thread -> thread.getKey().getName().equals("io-" + connection)
                && List.of(thread.getValue()).stream().anyMatch(frame -> frame.getMethodName().equals("connect")
                && frame.getClassName().startsWith("java.net.")));
    }
}
