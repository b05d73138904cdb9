package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.SampleBatch;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;
import parx.model.TextSample;

/**
 * What event and trigger rules record. Channel 0 is recorded, channel 1 fires and is not stored. One tick is 100 ms;
 * channel 0 has the tick's number as its value.
 */
class EventRecordingTest {
    private static final long TICK = 100_000;
    private final PipelineHarness given = new PipelineHarness();

    @AfterEach
    void stop() throws InterruptedException {
        given.close();
    }

    @Test
    void aPulseIsRecordedWithExactlyItsPreAndPostSamples() throws InterruptedException {
        record(event("preTriggerSamples", 3, "postTriggerSamples", 4));
        run(40, 10, 11);
        assertEquals(ticks(7, 13), recorded());
        assertEquals(List.of(), given.sink.of(1), "the trigger's channel is not stored");
    }

    @Test
    void aWindowInTimeIsExactOnBothSidesWhicheverChannelComesFirst() throws InterruptedException {
        record(event("preTrigger", 300, "postTrigger", 500));
        run(40, 10, 11);
        assertEquals(ticks(7, 15), recorded());
    }

    @Test
    void theWholeBlockOfAFastDeviceIsSortedByTimeAndNotByArrival() throws InterruptedException {
        record(event("preTrigger", 300, "postTrigger", 500));
        SampleBatch block = new SampleBatch(100);
        for (int tick = 0; tick < 40; tick++) {
            block.sample(0, ManualClock.START - 4_000_000 + tick * TICK, tick, QualityCode.GOOD);
        }
        for (int tick = 0; tick < 40; tick++) {
            block.sample(1, ManualClock.START - 4_000_000 + tick * TICK, tick == 10 ? 1 : 0, QualityCode.GOOD);
        }
        given.poll(block).drained();
        assertEquals(ticks(7, 15), given.sink.good(0).stream().map(Double::longValue).toList());
    }

    @Test
    void aSecondPulseDuringARecordingIsIgnoredOrExtendsIt() throws InterruptedException {
        record(event("postTrigger", 500));
        run(40, 10, 11, 13, 14);
        assertEquals(ticks(10, 15), recorded(), "ignored");
        PipelineHarness other = new PipelineHarness();
        record(other, event("postTrigger", 500, "retrigger", "extend"));
        run(other, 40, 10, 11, 13, 14);
        assertEquals(ticks(10, 18), recorded(other), "extended");
        other.close();
    }

    @Test
    void twoPulsesMakeTwoRecordingsWithAGapBetweenThem() throws InterruptedException {
        record(event("preTrigger", 100, "postTrigger", 200));
        run(60, 10, 11, 30, 31);
        List<Long> both = new java.util.ArrayList<>(ticks(9, 12));
        both.addAll(ticks(29, 32));
        assertEquals(both, recorded());
        List<Sample> bad = given.sink.bad(0);
        assertEquals(List.of(at(12) + 1, at(32) + 1), bad.stream().map(Sample::timeMicros).toList());
        assertEquals(Reason.NOT_RECORDED, bad.get(0).reason());
    }

    @Test
    void afterARecordingNothingFiresDuringTheDeadTime() throws InterruptedException {
        record(event("postTrigger", 100, "deadTime", 1_000));
        run(60, 10, 12, 20, 21, 24, 25);
        List<Long> both = new java.util.ArrayList<>(ticks(10, 11));
        both.addAll(ticks(24, 25));
        assertEquals(both, recorded());
    }

    @Test
    void thePastOfASecondRecordingDoesNotRepeatTheFirst() throws InterruptedException {
        record(event("preTrigger", 1_000, "postTrigger", 300));
        run(60, 10, 11, 16, 17);
        assertEquals(ticks(0, 19), recorded());
    }

    @Test
    void whatFiresAndWhatEndsByCondition() throws InterruptedException {
        Map<String, List<Long>> expected = new LinkedHashMap<>();
        expected.put("rising_edge", List.of(10L, 30L));
        expected.put("falling_edge", List.of(20L, 40L));
        expected.put("both_edges", List.of(10L, 20L, 30L, 40L));
        expected.put("on_change", List.of(10L, 20L, 30L, 40L));
        for (Map.Entry<String, List<Long>> one : expected.entrySet()) {
            PipelineHarness harness = new PipelineHarness();
            record(harness, rule(Mode.EVENT, Backend.TIMESCALEDB, "trigger", signal("condition", one.getKey())));
            run(harness, 50, LongStream.concat(LongStream.range(10, 20), LongStream.range(30, 40)).toArray());
            assertEquals(one.getValue(), recorded(harness), one.getKey());
            harness.close();
        }
    }

    @Test
    void aThresholdFiresOnceUntilTheValueHasGoneBackByTheHysteresis() throws InterruptedException {
        record(rule(Mode.EVENT, Backend.TIMESCALEDB, "trigger", signal("condition", "threshold", "threshold", 50,
                "direction", "above", "hysteresis", 10)));
        double[] values = { 0, 49, 51, 49, 52, 41, 51, 39, 50, 50.1, 0 };
        for (int tick = 0; tick < values.length; tick++) {
            poll(given, tick, values[tick]);
        }
        given.drained();
        assertEquals(List.of(2L, 9L), recorded());
    }

    @Test
    void aTriggerRuleRecordsWhileItsConditionHolds() throws InterruptedException {
        Map<String, List<Long>> expected = new LinkedHashMap<>();
        expected.put("rising_edge", ticks(8, 22));
        expected.put("falling_edge", ticks(18, 32));
        expected.put("level", ticks(8, 22));
        for (Map.Entry<String, List<Long>> one : expected.entrySet()) {
            PipelineHarness harness = new PipelineHarness();
            record(harness, rule(Mode.TRIGGER, Backend.TIMESCALEDB, "trigger", signal("condition", one.getKey()),
                    "preTrigger", 200, "postTrigger", 200));
            run(harness, 34, LongStream.concat(LongStream.range(10, 20), LongStream.range(30, 34)).toArray());
            assertEquals(one.getValue(), recorded(harness).stream().filter(t -> t <= one.getValue().get(14)).toList(),
                    one.getKey());
            harness.close();
        }
    }

    @Test
    void aTriggerRuleRecordsFromItsStartToItsStop() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100);
        record(rule(Mode.TRIGGER, Backend.TIMESCALEDB, "trigger", signal(), "stop", Settings.with("type", "signal",
                "channel", "ch-0", "condition", "threshold", "threshold", 24.5)));
        run(60, 10, 11, 40, 41);
        List<Long> both = new java.util.ArrayList<>(ticks(10, 25));
        both.add(40L);
        assertEquals(both.subList(0, 16), recorded().subList(0, 16));
    }

    @Test
    void aBadTriggerNeitherFiresNorEndsAndTheNextValueIsComparedWithTheLastGoodOne() throws InterruptedException {
        record(rule(Mode.TRIGGER, Backend.TIMESCALEDB, "trigger", signal("condition", "level")));
        for (int tick = 0; tick < 30; tick++) {
            boolean bad = tick >= 12 && tick < 20;
            poll(given, tick, bad ? Double.NaN : tick >= 10 && tick < 22 ? 1 : 0,
                    bad ? QualityCode.of(Reason.TIMEOUT) : QualityCode.GOOD);
        }
        given.drained();
        assertEquals(ticks(10, 22), recorded());
    }

    @Test
    void anEdgeThatHappenedWhileTheTriggerWasBadFiresAtItsFirstGoodSample() throws InterruptedException {
        record(event("postTrigger", 100));
        for (int tick = 0; tick < 30; tick++) {
            boolean bad = tick >= 5 && tick < 10;
            poll(given, tick, bad ? Double.NaN : tick < 8 ? 0 : 1, bad ? QualityCode.of(Reason.TIMEOUT) : QualityCode.GOOD);
        }
        given.drained();
        assertEquals(ticks(10, 11), recorded());
    }

    @Test
    void aPersonBeginsAndEndsARecording() throws InterruptedException {
        StorageRule rule = rule(Mode.TRIGGER, Backend.TIMESCALEDB, "trigger", Settings.with("type", "external"),
                "preTrigger", 200, "postTrigger", 100);
        record(rule);
        for (int tick = 0; tick < 40; tick++) {
            poll(given, tick, 0);
            given.drained();
            given.clock.pass(TICK);
            if (tick == 10 || tick == 20) {
                boolean begins = tick == 10;
                given.drained();
                given.pipeline.put(new Message.Task(() -> given.pipeline.command(rule.id(), begins)));
                given.drained();
            }
        }
        given.drained();
        assertEquals(ticks(9, 22), recorded());
    }

    @Test
    void aRecordingThatNothingEndsIsEndedAfterItsLongestTime() throws InterruptedException {
        record(rule(Mode.TRIGGER, Backend.TIMESCALEDB, "trigger", signal(), "longest", 1_000));
        run(60, LongStream.range(10, 60).toArray());
        assertEquals(ticks(10, 20), recorded());
    }

    @Test
    void aRecordingEndsByTimeThoughNoSampleComes() throws InterruptedException {
        record(event("postTrigger", 500));
        run(12, 10, 11);
        for (int second = 0; second < 20; second++) {
            given.clock.pass(1_000_000);
            given.drained();
        }
        given.drained();
        assertEquals(Reason.NOT_RECORDED, given.sink.bad(0).get(0).reason());
    }

    @Test
    void aDeviceWhoseClockIsAMinuteBehindIsRecordedAllTheSame() throws InterruptedException {
        given.clock.pass(60_000_000);
        record(event("preTrigger", 500, "postTrigger", 20_000));
        for (int tick = 0; tick < 300; tick++) {
            poll(given, tick, tick == 10 ? 1 : 0);
            given.drained();
            given.clock.pass(TICK);
        }
        given.drained();
        assertEquals(ticks(5, 210), recorded());
    }

    @Test
    void aRecordingOfAChannelThatIsStoredAllTheTimeLeavesNoMarkAndNoRowTwice() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100);
        given.adopt(1, Scaling.NONE, 100);
        given.store(0, PipelineHarness.rule(Mode.CHANGE, "deadband", 7, "heartbeat", 0), event("preTrigger", 500, "postTrigger", 500));
        run(60, 20, 21, 40, 41);
        assertEquals(List.of(), given.sink.bad(0));
        List<Long> times = given.sink.of(0).stream().map(Sample::timeMicros).toList();
        assertEquals(times.size(), times.stream().distinct().count(), "no row twice");
        List<Long> stored = given.sink.good(0).stream().map(Double::longValue).sorted().toList();
        assertTrue(stored.containsAll(ticks(15, 25)) && stored.containsAll(ticks(35, 45)), stored.toString());
        assertEquals(stored, recent(), "the recent history holds what was stored, in order");
    }

    @Test
    void theRecentHistoryOfAChannelThatIsOnlyRecordedHoldsEverySample() throws InterruptedException {
        record(event("postTrigger", 100));
        run(30, 10);
        assertEquals(ticks(0, 29), recent());
    }

    @Test
    void eachRecordingIsARecordingOfItsOwnForTheRulesStore() throws InterruptedException {
        StorageRule rule = rule(Mode.EVENT, Backend.FILE, "trigger", signal(), "preTrigger", 100, "postTrigger", 100,
                "info", Settings.with("coilId", "ch-2"));
        given.adopt(2, Scaling.NONE, 1_000);
        record(rule);
        given.pipeline.put(new Message.Text(given.origin, new TextSample(2, at(0), "C-17", QualityCode.GOOD)));
        run(30, 10, 11);
        given.pipeline.put(new Message.Text(given.origin, new TextSample(2, at(0), "C-18", QualityCode.GOOD)));
        for (int tick = 30; tick < 60; tick++) {
            poll(given, tick, tick == 40 ? 1 : 0);
        }
        given.drained();
        RecordingStores.Store store = given.stores.of(rule.id());
        assertEquals(List.of("C-17", "C-18"), store.recordings.stream().map(r -> r.metadata().get("coilId")).toList());
        assertEquals(List.of(at(10), at(40)), store.recordings.stream().map(r -> r.beginMicros()).toList());
        assertEquals(List.of(9.0, 10.0, 11.0, 39.0, 40.0, 41.0), store.good(0));
        store.rows.forEach(row -> assertEquals(row.sample().timeMicros() < at(20) ? store.recordings.get(0).id()
                : store.recordings.get(1).id(), row.recording()));
        assertEquals(2, store.of(0).stream().filter(s -> s.reason() == Reason.NOT_RECORDED).count());
        assertEquals(List.of(), given.sink.of(0), "nothing goes to the database");
    }

    @Test
    void aRecordingUnderWayEndsVisiblyWhenItsRuleDoes() throws InterruptedException {
        StorageRule rule = rule(Mode.TRIGGER, Backend.FILE, "trigger", signal());
        record(rule);
        run(15, LongStream.range(10, 60).toArray());
        given.store(0).drained();
        RecordingStores.Store store = given.stores.of(rule.id());
        assertEquals(List.of(10.0, 11.0, 12.0, 13.0, 14.0), store.good(0));
        assertEquals(Reason.NOT_RECORDED, store.of(0).get(5).reason());
        assertTrue(store.closed);
        assertNull(given.stores.of("other"));
    }

    @Test
    void aSampleThatComesLateFromASlowerConnectionStillBelongsToItsRecording() throws InterruptedException {
        record(event("preTrigger", 300, "postTrigger", 300));
        for (int tick = 0; tick < 30; tick++) {
            sample(1, tick, tick == 10 ? 1 : 0);
            if (tick >= 5) {
                sample(0, tick - 5, tick - 5);
            }
        }
        given.drained();
        assertEquals(ticks(7, 13), recorded());
    }

    // --- given -----------------------------------------------------------------------------------------------------

    private static StorageRule event(Object... config) {
        Object[] all = java.util.Arrays.copyOf(new Object[] { "trigger", signal() }, config.length + 2);
        System.arraycopy(config, 0, all, 2, config.length);
        return rule(Mode.EVENT, Backend.TIMESCALEDB, all);
    }

    private static StorageRule rule(Mode mode, Backend backend, Object... config) {
        return new StorageRule("rule", "Rule", true, backend, mode, List.of("ch-0"), Settings.with(config));
    }

    private static Settings signal(Object... more) {
        return Settings.with("type", "signal", "channel", "ch-1", "condition", "rising_edge").overlay(Settings.with(more));
    }

    private void record(StorageRule rule) {
        record(given, rule);
    }

    private static void record(PipelineHarness harness, StorageRule rule) {
        harness.index.handle("ch-0");
        harness.index.handle("ch-1");
        harness.adopt(0, Scaling.NONE, 100, rule);
        harness.adopt(1, Scaling.NONE, 100);
    }

    /** Ticks from 0; the trigger is high at these. */
    private void run(int ticks, long... high) throws InterruptedException {
        run(given, ticks, high);
    }

    private static void run(PipelineHarness harness, int ticks, long... high) throws InterruptedException {
        for (int tick = 0; tick < ticks; tick++) {
            long now = tick;
            poll(harness, tick, LongStream.of(high).anyMatch(t -> t == now) ? 1 : 0);
        }
        harness.drained();
    }

    private static void poll(PipelineHarness harness, int tick, double trigger) {
        poll(harness, tick, trigger, QualityCode.GOOD);
    }

    /** One scan with both channels. */
    private static void poll(PipelineHarness harness, int tick, double trigger, byte quality) {
        SampleBatch batch = new SampleBatch(2);
        boolean first = tick % 2 == 0;
        if (first) {
            batch.sample(0, at(tick), tick, QualityCode.GOOD);
        }
        batch.sample(1, at(tick), trigger, quality);
        if (!first) {
            batch.sample(0, at(tick), tick, QualityCode.GOOD);
        }
        harness.poll(batch);
    }

    private void sample(int handle, int tick, double value) {
        given.good(handle, tick * TICK, value);
    }

    private static long at(long tick) {
        return ManualClock.START + tick * TICK;
    }

    private List<Long> recorded() {
        return recorded(given);
    }

    private static List<Long> recorded(PipelineHarness harness) {
        return harness.sink.good(0).stream().map(Double::longValue).toList();
    }

    private List<Long> recent() {
        List<Long> remembered = new java.util.ArrayList<>();
        given.recent.read(0, Long.MIN_VALUE, Long.MAX_VALUE, (c, t, v, q) -> {
            if (!QualityCode.isBad(q)) {
                remembered.add((long) v);
            }
        });
        return remembered;
    }

    private static List<Long> ticks(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
