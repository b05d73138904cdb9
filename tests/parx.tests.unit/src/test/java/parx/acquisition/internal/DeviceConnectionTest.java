package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parx.model.Micros;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.service.LiveValues.Slot;

/** One connection by itself, on the system's clock. */
class DeviceConnectionTest {
    private final FakeDriver driver = new FakeDriver();
    private final SteadyClock clock = new SteadyClock(TimeSource.system());
    private final LiveTable live = new LiveTable();
    private final RecordingSink sink = new RecordingSink();
    private final Pipeline pipeline = new Pipeline(clock, Duration.ofMinutes(1), live,
            new RecentSamples(60_000_000L, 100_000), sink);
    private DeviceConnection connection;

    @AfterEach
    void stop() throws InterruptedException {
        connection.stop();
        assertTrue(connection.join(PipelineHarness.LIMIT));
        pipeline.stop(PipelineHarness.LIMIT);
    }

    private void begin(AcquiredChannel... channels) {
        connection = new DeviceConnection(new ConnectionPlan("fake a", driver, Settings.with("host", "a"),
                List.of(channels), ""), 1, pipeline, clock);
        pipeline.start();
        int[] handles = java.util.Arrays.stream(channels).mapToInt(AcquiredChannel::handle).toArray();
        pipeline.put(new Message.Task(() -> pipeline.store(PipelineHarness.storeEvery(handles))));
        connection.start();
    }

    private static AcquiredChannel channel(int handle, long scanMillis) {
        return new AcquiredChannel(handle, PipelineHarness.channel(handle), Scaling.NONE, scanMillis);
    }

    private Reason reason(int handle) {
        Slot slot = new Slot();
        return live.read(handle, slot) ? QualityCode.reason(slot.quality) : null;
    }

    @Test
    void aScanThatDoesNotReturnTurnsItsChannelsBadUntilItDoes() {
        begin(channel(0, 10));
        Eventually.until("good", () -> reason(0) == Reason.NONE);
        CountDownLatch hang = new CountDownLatch(1);
        driver.device("a").hanging = hang;
        Eventually.until("a scan hangs", () -> driver.device("a").waiting.get() == 1);
        Eventually.until("stale", () -> {
            connection.tick(clock.monotonicNanos() + Duration.ofSeconds(20).toNanos());
            return reason(0) == Reason.STALE;
        });
        hang.countDown();
        Eventually.until("good again", () -> reason(0) == Reason.NONE);
        assertEquals(1, sink.bad(0).size());
    }

    @Test
    void aSlowChannelDoesNotKeepItsFastNeighboursFromTurningStale() {
        begin(channel(0, 10), channel(1, 3_600_000));
        Eventually.until("good", () -> reason(0) == Reason.NONE && reason(1) == Reason.NONE);
        CountDownLatch hang = new CountDownLatch(1);
        driver.device("a").hanging = hang;
        Eventually.until("a scan hangs", () -> driver.device("a").waiting.get() == 1);
        Eventually.until("stale", () -> {
            connection.tick(clock.monotonicNanos() + Duration.ofSeconds(20).toNanos());
            return reason(0) == Reason.STALE;
        });
        assertEquals(Reason.NONE, reason(1));
        connection.tick(clock.monotonicNanos() + Duration.ofHours(4).toNanos());
        Eventually.until("the slow one in its own time", () -> reason(1) == Reason.STALE);
        hang.countDown();
    }

    @Test
    void aChangedScalingTakesEffectAtOnceHoweverSlowTheScan() {
        begin(channel(0, 3_600_000));
        Eventually.until("read once", () -> value(0) == 1);
        AcquiredChannel scaled = new AcquiredChannel(0, PipelineHarness.channel(0), new Scaling(10, 0, -1e9, 1e9),
                3_600_000);
        connection.update(new ConnectionPlan("fake a", driver, Settings.with("host", "a"), List.of(scaled), ""), 2);
        Eventually.until("the second poll, scaled", () -> value(0) == 20);
    }

    private double value(int handle) {
        Slot slot = new Slot();
        return live.read(handle, slot) ? slot.value : Double.NaN;
    }

    @Test
    void eachChannelIsScannedAtItsOwnRate() {
        begin(channel(0, 20), channel(1, 100));
        Eventually.until("a second of scans", () -> sink.good(0).size() >= 51 && sink.good(1).size() >= 6);
        // A busy machine delays and skips scans; that none shifts those after it is for ScanSchedule to prove.
        assertNoMoreOftenThan(20, sink.of(0));
        assertNoMoreOftenThan(100, sink.of(1));
        List<Sample> fast = sink.of(0);
        long shortest = IntStream.range(1, fast.size())
                .mapToLong(i -> fast.get(i).timeMicros() - fast.get(i - 1).timeMicros()).min().orElseThrow();
        assertTrue(shortest < 60 * Micros.PER_MILLI, "the fast one is never read before " + shortest + " µs");
    }

    private static void assertNoMoreOftenThan(long millis, List<Sample> scans) {
        long took = scans.getLast().timeMicros() - scans.getFirst().timeMicros();
        // The first may have been late by nearly a period, and the last on time.
        assertTrue(took > (scans.size() - 2) * millis * Micros.PER_MILLI, scans.size() + " scans in " + took + " µs");
    }

    @Test
    void aPollerWaitsForASlowPipelineAndCountsAnOverrunButLosesNothing() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        begin(channel(0, 10));
        Eventually.until("good", () -> reason(0) == Reason.NONE);
        pipeline.put(new Message.Task(() -> {
            while (busy.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }));
        Eventually.until("the poller has to wait", () -> connection.status().overruns() > 0);
        busy.countDown();
        Eventually.until("it goes on", () -> driver.device("a").polls.get() > 20);
        connection.stop();
        assertTrue(connection.join(PipelineHarness.LIMIT));
        Eventually.until("all polls arrived", () -> sink.good(0).size() == driver.device("a").polls.get());
        List<Double> expected = new ArrayList<>();
        for (int i = 1; i <= driver.device("a").polls.get(); i++) {
            expected.add((double) i);
        }
        assertEquals(expected, sink.good(0));
    }
}
