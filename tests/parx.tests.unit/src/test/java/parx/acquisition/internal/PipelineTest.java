package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parx.acquisition.bench.PipelineThroughput;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.SampleBatch;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.StorageRule.Mode;
import parx.model.TextSample;
import parx.service.DropCause;
import parx.service.Health;
import parx.service.HistorySink;

/** What becomes of a sample between its connection and the history. */
class PipelineTest {
    private static final long SECOND = 1_000_000;
    private final PipelineHarness given = new PipelineHarness();

    @AfterEach
    void stop() throws InterruptedException {
        given.close();
    }

    @Test
    void aRawValueIsScaledBeforeAnybodySeesIt() throws InterruptedException {
        given.adopt(0, new Scaling(0.5, 10, -1e9, 1e9), 1000, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 0))
                .good(0, 0, 8).drained();
        assertEquals(14, given.slot(0).value);
        assertEquals(List.of(14.0), given.sink.good(0));
    }

    @Test
    void aValueBeyondTheClampIsLimitedAndUncertain() throws InterruptedException {
        given.adopt(0, new Scaling(1, 0, 0, 100), 1000).good(0, 0, 150).drained();
        assertEquals(100, given.slot(0).value);
        assertEquals(Reason.CLAMPED, QualityCode.reason(given.slot(0).quality));
    }

    @Test
    void aValueThatIsNoNumberIsBad() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000).good(0, 0, Double.POSITIVE_INFINITY).drained();
        assertEquals(Reason.NOT_A_NUMBER, QualityCode.reason(given.slot(0).quality));
        assertTrue(Double.isNaN(given.slot(0).value));
    }

    @Test
    void anImpossibleTimeIsCountedAndNotStored() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 0))
                .good(0, -ManualClock.START, 1).good(0, 61 * SECOND, 2).good(0, 59 * SECOND, 3).drained();
        assertEquals(List.of(3.0), given.sink.good(0));
        assertEquals(2, given.pipeline.counts().impossibleTimes());
        assertEquals(Map.of(DropCause.IMPOSSIBLE_TIME, 2L), given.sink.drops());
    }

    @Test
    void noSampleIsLostWhenADevicesClockGoesBackAndTimesStillAscend() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 0))
                .good(0, 0, 1).good(0, -3600 * SECOND, 2).good(0, 0, 3).good(0, SECOND, 4).drained();
        assertEquals(List.of(1.0, 2.0, 3.0, 4.0), given.sink.good(0));
        assertEquals(List.of(0L, 1L, 2L, SECOND),
                given.sink.of(0).stream().map(s -> s.timeMicros() - ManualClock.START).toList());
    }

    @Test
    void theSameTimeTwiceInOnePollIsADuplicate() throws InterruptedException {
        SampleBatch batch = new SampleBatch(2);
        batch.sample(0, ManualClock.START, 1, QualityCode.GOOD);
        batch.sample(0, ManualClock.START, 1, QualityCode.GOOD);
        given.adopt(0, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 0)).poll(batch).drained();
        assertEquals(1, given.sink.of(0).size());
        assertEquals(1, given.pipeline.counts().duplicates());
        assertEquals(Map.of(DropCause.REPEATED_TIME, 1L), given.sink.drops());
    }

    @Test
    void aSampleOfAConnectionThatDoesNotAcquireTheChannelIsNotShown() throws InterruptedException {
        SampleBatch batch = new SampleBatch(1);
        batch.sample(0, ManualClock.START + 5, 99, QualityCode.GOOD);
        given.adopt(0, Scaling.NONE, 1000).good(0, 0, 1);
        given.pipeline.put(Message.Parcel.once(new Object(), batch));
        given.drained();
        assertEquals(1, given.slot(0).value);
        assertEquals(1, given.pipeline.counts().strays());
    }

    @Test
    void aSlowConnectionCannotTakeBackAChannelThatANewerConfigurationGaveAway() throws InterruptedException {
        Object slow = new Object();
        List<AcquiredChannel> channel = List.of(
                new AcquiredChannel(0, PipelineHarness.channel(0), Scaling.NONE, 1000));
        given.pipeline.put(new Message.Task(() -> {
            given.pipeline.adopt(slow, channel, 1);
            given.pipeline.release(List.of(0), Reason.DISABLED, 3);
            given.pipeline.adopt(slow, channel, 2);
        }));
        given.drained();
        assertTrue(given.live.inForce(0).isEmpty());
        assertEquals(Reason.DISABLED, QualityCode.reason(given.slot(0).quality));
    }

    @Test
    void aBadValueLeavesTheLastGoodOneForShowing() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000).good(0, 0, 7)
                .sample(0, SECOND, Double.NaN, QualityCode.of(Reason.TIMEOUT)).drained();
        assertEquals(7, given.slot(0).lastGoodValue);
        assertEquals(ManualClock.START, given.slot(0).lastGoodTimeMicros);
        assertTrue(QualityCode.isBad(given.slot(0).quality));
    }

    @Test
    void textIsShownAndItsLastValueStaysWhenTheChannelGoesBad() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000);
        given.pipeline.put(new Message.Text(given.origin,
                new TextSample(0, ManualClock.START, "COIL-17", QualityCode.GOOD)));
        given.sample(0, SECOND, Double.NaN, QualityCode.of(Reason.TIMEOUT)).drained();
        assertEquals("COIL-17", given.slot(0).text);
        assertTrue(QualityCode.isBad(given.slot(0).quality));
    }

    @Test
    void theRecentHistoryHoldsExactlyWhatWasHandedToTheSink() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 1000));
        for (int i = 0; i < 200; i++) {
            given.good(0, i * 100_000L, i);
        }
        given.sample(0, 20 * SECOND, Double.NaN, QualityCode.of(Reason.COMM_FAILURE)).drained();
        List<Sample> remembered = new ArrayList<>();
        given.recent.read(0, Long.MIN_VALUE, Long.MAX_VALUE, (c, t, v, q) -> remembered.add(new Sample(c, t, v, q)));
        assertEquals(given.sink.of(0), remembered);
        assertTrue(remembered.size() > 20 && remembered.size() < 24, remembered.toString());
    }

    @Test
    void aSinkThatFailsEndsNothing() throws InterruptedException {
        PipelineHarness harness = new PipelineHarness();
        Pipeline pipeline = new Pipeline(new SteadyClock(harness.clock), Duration.ofMinutes(1), harness.live, harness.recent, new BrokenSink());
        pipeline.start();
        pipeline.put(new Message.Task(() -> {
            pipeline.store(PipelineHarness.storeEvery(0));
            pipeline.adopt(harness.origin, List.of(new AcquiredChannel(0, PipelineHarness.channel(0), Scaling.NONE, 1000)), 1);
        }));
        for (int i = 0; i < 3; i++) {
            SampleBatch batch = new SampleBatch(1);
            batch.sample(0, ManualClock.START + i, i, QualityCode.GOOD);
            pipeline.put(Message.Parcel.once(harness.origin, batch));
            assertTrue(pipeline.drain(PipelineHarness.LIMIT));
        }
        assertEquals(2, harness.slot(0).value);
        assertEquals(3, pipeline.counts().lost());
        pipeline.stop(PipelineHarness.LIMIT);
        harness.close();
    }

    @Test
    void anErrorInOneMessageCostsThatMessageOnly() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CHANGE, "deadband", 1)).good(0, 0, 1);
        for (int i = 0; i < 2; i++) {
            given.pipeline.put(new Message.Task(() -> {
                throw new NoClassDefFoundError("on purpose");
            }));
        }
        given.good(0, SECOND, 1).drained();
        assertEquals(2, given.pipeline.counts().failures());
        assertFalse(given.pipeline.isDead());
        assertEquals(List.of(Reason.OVERRUN), given.sink.bad(0).stream().map(Sample::reason).toList(), "something may be lost");
        assertEquals(List.of(1.0, 1.0), given.sink.good(0));
    }

    @Test
    void aPipelineWhoseThreadHasDiedSaysSoAndKeepsNobodyWaiting() throws InterruptedException {
        given.pipeline.put(new Message.Task(PipelineTest.this::die));
        Eventually.until("dead", given.pipeline::isDead);
        assertFalse(given.pipeline.put(new Message.Task(() -> { })));
        SteadyClock clock = new SteadyClock(given.clock);
        AcquisitionStatus status = new AcquisitionStatus(given.pipeline, clock);
        assertEquals(Health.State.FAILED, status.state());
        assertTrue(status.detail().contains("start it again"), status.detail());
    }

    @Test
    void afterALargeStepBackOfTheClockEveryLineEndsAndTimesFollowTheClock() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CHANGE, "deadband", 1)).good(0, 0, 1).drained();
        given.clock.set(ManualClock.START - 3_600 * SECOND);
        given.good(0, -3_600 * SECOND, 2).good(0, -3_599 * SECOND, 9).drained();
        assertEquals(List.of(0L, 1L, -3_600 * SECOND, -3_599 * SECOND),
                given.sink.of(0).stream().map(s -> s.timeMicros() - ManualClock.START).toList());
        assertTrue(QualityCode.isBad(given.sink.of(0).get(1).qualityCode()));
        List<Double> remembered = new ArrayList<>();
        given.recent.read(0, Long.MIN_VALUE, Long.MAX_VALUE, (c, t, v, q) -> remembered.add(v));
        assertEquals(List.of(2.0, 9.0), remembered);
        assertEquals(ManualClock.START - 3_599 * SECOND, given.slot(0).timeMicros);
    }

    @Test
    void nothingNumericIsStoredOfAChannelWhoseValueIsText() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 0));
        given.pipeline.put(new Message.Text(given.origin, new TextSample(0, ManualClock.START, "COIL-17", QualityCode.GOOD)));
        given.sample(0, SECOND, Double.NaN, QualityCode.of(Reason.TIMEOUT)).drained();
        assertTrue(QualityCode.isBad(given.slot(0).quality));
        assertEquals(List.of(), given.sink.of(0));
    }

    @Test
    void aMarkThatComesLateIsStoredAtItsTrueTime() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 0)).good(0, 0, 1).drained();
        given.pipeline.put(new Message.Task(() -> given.pipeline.markStopped(
                java.util.Map.of(0, ManualClock.START - 60 * SECOND))));
        given.drained();
        assertEquals(List.of(ManualClock.START - 60 * SECOND), given.sink.bad(0).stream().map(Sample::timeMicros).toList());
        assertEquals(1, given.slot(0).value);
    }

    @Test
    void aSampleCostsNoMemoryInSteadyState() throws InterruptedException {
        HistorySink counting = new CountingSink();
        RecentSamples shortMemory = new RecentSamples(SECOND, 10_000);
        LiveTable live = new LiveTable();
        Pipeline pipeline = new Pipeline(new SteadyClock(given.clock), Duration.ofMinutes(1), live, shortMemory, counting);
        pipeline.start();
        StorageInForce rules = PipelineHarness.store(List.of(PipelineHarness.rule(Mode.CONTINUOUS, "interval", 100),
                PipelineHarness.rule(Mode.CONTINUOUS, "interval", 100, "value", "average"),
                PipelineHarness.rule(Mode.CONTINUOUS, "interval", 1_000, "value", "minmax"),
                PipelineHarness.rule(Mode.CHANGE, "deadband", 1, "heartbeat", 1_000),
                PipelineHarness.rule(Mode.CHANGE, "compression", "swingingDoor", "deviation", 1),
                PipelineHarness.rule(Mode.EVENT, "trigger", Settings.with("type", "external"), "preTrigger", 100)), 0);
        pipeline.put(new Message.Task(() -> {
            pipeline.store(rules);
            pipeline.adopt(given.origin, List.of(new AcquiredChannel(0, PipelineHarness.channel(0), Scaling.NONE, 1000)), 1);
        }));
        var home = Message.Parcel.pool(given.origin, 4, 1_000);
        long[] allocated = new long[2];
        var memory = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        for (int parcels = 0; parcels < 3_000; parcels++) {
            Message.Parcel parcel = home.take();
            for (int row = 0; row < 1_000; row++) {
                long i = parcels * 1_000L + row;
                parcel.batch.sample(0, ManualClock.START - 4_000 * SECOND + i * 1_000, i % 7, QualityCode.GOOD);
            }
            pipeline.put(parcel);
            if (parcels == 1_000 || parcels == 2_999) {
                int which = parcels == 1_000 ? 0 : 1;
                pipeline.put(new Message.Task(() -> allocated[which] = memory.getCurrentThreadAllocatedBytes()));
                assertTrue(pipeline.drain(PipelineHarness.LIMIT));
            }
        }
        pipeline.stop(PipelineHarness.LIMIT);
        double bytesPerSample = (allocated[1] - allocated[0]) / 2_000_000.0;
        assertTrue(bytesPerSample < 0.5, "bytes per sample: " + bytesPerSample);
    }

    @Test
    void afterItsEndThePipelineTakesNothing() throws InterruptedException {
        given.pipeline.stop(PipelineHarness.LIMIT);
        assertFalse(given.pipeline.put(new Message.Task(() -> { })));
        assertEquals(1, given.pipeline.refused());
    }

    @Test
    void theThroughputRunStoresEachOfItsSamplesOnce() throws InterruptedException {
        RecordingSink sink = new RecordingSink();
        parx.model.ChannelIndex index = new parx.model.ChannelIndex();
        assertEquals(10_000, PipelineThroughput.feed(sink, index, "x", 10, 10_000));
        for (int i = 0; i < 10; i++) {
            assertEquals(1_000, sink.of(index.handle("x" + i)).stream().mapToLong(Sample::timeMicros).distinct().count());
        }
    }

    /** What no fault can do any more: ends the pipeline's loop from inside. */
    private void die() {
        try {
            java.lang.reflect.Field running = Pipeline.class.getDeclaredField("running");
            running.setAccessible(true);
            running.setBoolean(given.pipeline, false);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes everything and keeps nothing. */
    private static final class CountingSink implements HistorySink {
        @Override
        public void store(SampleBatch batch) {
            // Nothing is kept: this test measures the pipeline.
        }

        @Override
        public boolean flush(Duration limit) {
            return true;
        }

        @Override
        public HistoryStatus status() {
            return new HistoryStatus(0, 0, 0, 0, 0, "");
        }
    }

    private static final class BrokenSink implements HistorySink {
        @Override
        public void store(SampleBatch batch) {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public boolean flush(Duration limit) {
            return false;
        }

        @Override
        public HistoryStatus status() {
            return new HistoryStatus(0, 0, 0, 0, 0, "broken");
        }
    }
}
