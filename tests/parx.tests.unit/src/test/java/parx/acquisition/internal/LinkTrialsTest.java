package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parx.acquisition.internal.SlowDevice.register;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.Reading;
import parx.driver.modbus.ModbusDriver;
import parx.model.Channel;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.service.Acquisition.ConnectionState;

/** What a person gets who presses Test while the device is being acquired. */
@Timeout(240)
class LinkTrialsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private final ModbusDriver driver = new ModbusDriver();
    private final Site site = new Site(drivers());
    private final LinkTrials trials = new LinkTrials(name -> site.engine.status().running(name), TimeSource.system());

    private InstalledDrivers drivers() {
        InstalledDrivers installed = new InstalledDrivers();
        installed.add(driver);
        return installed;
    }

    @AfterEach
    void stop() throws InterruptedException {
        site.close();
    }

    private Reading test(SlowDevice device, int address, Object... more) {
        return trials.test(driver, register("tried", device.port(), address, more).config(), LIMIT);
    }

    @Test
    void aDeviceThatAllowsOneConnectionIsReadOverTheOneThatIsThere() throws Exception {
        try (SlowDevice device = new SlowDevice()) {
            device.single = true;
            site.with(register("r1", device.port(), 1)).start().untilGood("r1");
            Reading reading = test(device, 4711);
            assertTrue(reading.ok(), reading.sentence());
            assertEquals(4711, reading.value());
            assertEquals(1, device.connections.get());
            assertTrue(site.isGood("r1"), "acquisition goes on");
            assertEquals(List.of(), site.sink.bad(site.handle("r1")));
        }
    }

    @Test
    void aScanThatTakesLongMakesRoomAndNothingTurnsBad() throws Exception {
        try (SlowDevice device = new SlowDevice()) {
            for (int i = 1; i <= 20; i++) {
                site.with(register("r" + i, device.port(), 200 * i));
            }
            site.start().untilGood("r1", "r20");
            device.latencyMillis = 500;
            device.askedAt.clear();
            Eventually.until("in the middle of a scan that takes 10 s", () -> device.askedAt.size() == 2);
            Reading reading = test(device, 7);
            assertEquals(7, reading.value(), reading.sentence());
            assertTrue(device.askedAt.size() < 15, device.askedAt.size() + " of 20 were read before it");
            for (int i = 1; i <= 20; i++) {
                assertTrue(site.isGood("r" + i), "r" + i);
            }
        }
    }

    @Test
    void whatIsNotAcquiredIsReadOverALinkOfItsOwn() throws Exception {
        try (SlowDevice device = new SlowDevice()) {
            site.start();
            assertEquals(12, test(device, 12).value());
            assertEquals(1, device.connections.get());
        }
    }

    @Test
    void aSilentDeviceIsNamedAsSuchOverTheLinkThatIsThere() throws Exception {
        try (SlowDevice device = new SlowDevice()) {
            site.configured.connectionSettings.all.put(device.name(), Settings.with("timeout", 1_500, "retries", 0));
            Channel acquired = register("r1", device.port(), 1, "scanRate", 60_000);
            site.with(acquired).start().untilGood("r1");
            device.silent = true;
            Reading reading = test(device, 3, "timeout", 1_500);
            assertEquals(Reason.TIMEOUT, reading.reason());
            assertTrue(reading.sentence().contains("does not answer"), reading.sentence());
        }
    }

    /** Retries of which none comes while a test runs. */
    private void lose(SlowDevice device) throws Exception {
        site.configured.connectionSettings.all.put(device.name(), Settings.with("retryMin", 600_000, "retryMax", 600_000));
        site.with(register("r1", device.port(), 1)).start().untilGood("r1");
        device.refusing = true;
        device.drop();
        Eventually.until("the loss of the link", () -> site.engine.status().connections().get(0).state() == ConnectionState.FAILED);
    }

    @Test
    void whereTheLinkIsLostAcquisitionConnectsForTheReadingAndNobodyBesideIt() throws Exception {
        try (SlowDevice device = new SlowDevice()) {
            lose(device);
            device.refusing = false;
            int before = device.connections.get();
            Reading reading = test(device, 4711);
            assertEquals(4711, reading.value(), reading.sentence());
            assertEquals(before + 1, device.connections.get());
            site.untilGood("r1");
        }
    }

    @Test
    void whereNoLinkCanBeMadeTheReadingSaysWhyAtOnce() throws Exception {
        try (SlowDevice device = new SlowDevice()) {
            lose(device);
            Reading reading = test(device, 4711);
            assertEquals(Reason.COMM_FAILURE, reading.reason());
            assertTrue(reading.sentence().contains("closes it without an answer"), reading.sentence());
            device.close();
            reading = test(device, 4711);
            assertTrue(reading.sentence().contains("refuses port"), reading.sentence());
        }
    }

    @Test
    void aReadingThatWasWaitedForInVainHasNoMoreTimeThanTheRest() throws Exception {
        FakeDriver fake = new FakeDriver();
        try (Site other = new Site(fake)) {
            fake.device("a").hanging = new CountDownLatch(1);
            other.with(Site.channel("c1", "a")).start();
            Eventually.until("connecting", () -> fake.device("a").waiting.get() == 1);
            LinkTrials readings = new LinkTrials(name -> other.engine.status().running(name), TimeSource.system());
            CompletableFuture<Reading> outcome = new CompletableFuture<>();
            Thread person = Thread.ofPlatform().daemon().start(() ->
                    outcome.complete(readings.test(fake, Site.channel("c2", "a").config(), LIMIT)));
            Eventually.until("somebody waits", () -> person.getState() == Thread.State.TIMED_WAITING);
            other.configured.remove("c1");
            outcome.get();
            assertTrue(fake.testedWithin.compareTo(LIMIT) < 0, fake.testedWithin.toString());
        }
    }

    @Test
    void aConfigThatIsNotValidIsSaidAsSuch() throws Exception {
        try (SlowDevice device = new SlowDevice()) {
            site.with(register("r1", device.port(), 1)).start().untilGood("r1");
            assertEquals(Reason.CONFIG_ERROR, test(device, 1, "dataType", "quaternion").reason());
        }
    }
}
