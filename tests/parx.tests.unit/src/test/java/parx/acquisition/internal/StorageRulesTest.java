package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;

/** Which samples the rules keep. */
class StorageRulesTest {
    private static final long SECOND = 1_000_000;
    private final PipelineHarness given = new PipelineHarness();

    @AfterEach
    void stop() throws InterruptedException {
        given.close();
    }

    @Test
    void aScanAtTheRuleIntervalStoresEverySampleWhateverItsJitterAndPhase() throws InterruptedException {
        for (int phase = 0; phase < 20; phase++) {
            Random random = new Random(phase);
            given.adopt(phase, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 1000));
            List<Double> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                long jitter = random.nextInt(200_000) - 100_000L;
                given.good(phase, (i - 300) * SECOND + phase * 50_000L + jitter, i);
                all.add((double) i);
            }
            given.drained();
            assertEquals(all, given.sink.good(phase), "phase " + phase);
        }
    }

    @Test
    void afterEachIntervalItsLastSampleIsStoredAndNoOther() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 1000));
        for (int i = 0; i < 50; i++) {
            given.good(0, i * 100_000L, i);
        }
        given.drained();
        // The very first sample, then the last of each second.
        assertEquals(List.of(0.0, 9.0, 19.0, 29.0, 39.0, 49.0), given.sink.good(0));
    }

    @Test
    void theLastSampleOfAnIntervalIsKeptEvenIfTheNextComesUnexpectedlyLate() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 1000))
                .good(0, 0, 0).good(0, 100_000, 1).good(0, 200_000, 2).good(0, 1_200_000, 3).drained();
        assertTrue(given.sink.good(0).contains(2.0), given.sink.good(0).toString());
    }

    @Test
    void everyChangeOfQualityIsStoredAtOnceWithTheValueBeforeIt() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 60_000))
                .good(0, 0, 1).good(0, 100_000, 2)
                .sample(0, 200_000, Double.NaN, QualityCode.of(Reason.TIMEOUT))
                .sample(0, 300_000, Double.NaN, QualityCode.of(Reason.TIMEOUT)).good(0, 400_000, 3).drained();
        assertEquals(List.of(0L, 100_000L, 200_000L, 400_000L),
                given.sink.of(0).stream().map(s -> s.timeMicros() - ManualClock.START).toList());
    }

    @Test
    void theValueBeforeAJumpIsKept() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CHANGE, "deadband", 5))
                .good(0, 0, 10).good(0, 100_000, 11).good(0, 200_000, 12).good(0, 300_000, 50).good(0, 400_000, 51).drained();
        assertEquals(List.of(10.0, 12.0, 50.0), given.sink.good(0));
    }

    @Test
    void aValueWithinTheDeadbandIsNotStoredButASlowDriftIs() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CHANGE, "deadband", 1));
        for (int i = 0; i < 100; i++) {
            given.good(0, i * 100_000L, 20 + i * 0.1);
        }
        given.drained();
        List<Sample> stored = given.sink.of(0);
        assertTrue(stored.size() < 25, "stored " + stored.size());
        for (int i = 0; i < 100; i++) {
            double value = 20 + i * 0.1;
            long time = ManualClock.START + i * 100_000L;
            double held = stored.stream().filter(s -> s.timeMicros() <= time).reduce((a, b) -> b).orElseThrow().value();
            assertTrue(Math.abs(held - value) <= 1 + 1e-9, "at " + i + " the stored value was " + held);
        }
    }

    @Test
    void aDeadbandInPercentIsOneOfTheChannelsRange() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CHANGE, "deadbandPercent", 10))
                .good(0, 0, 100).good(0, 100_000, 119).good(0, 200_000, 121).drained();
        assertEquals(List.of(100.0, 119.0, 121.0), given.sink.good(0));
        given.adopt(1, Scaling.NONE, 100, PipelineHarness.rule(Mode.CHANGE, "deadbandPercent", 10))
                .good(1, 0, 100).good(1, 100_000, 119).good(1, 200_000, 81).drained();
        assertEquals(List.of(100.0), given.sink.good(1));
    }

    @Test
    void aConstantValueGivesASignOfLifeAtEachHeartbeat() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CHANGE, "deadband", 1, "heartbeat", 10_000));
        for (int i = 0; i < 35; i++) {
            given.good(0, i * SECOND, 5);
        }
        given.drained();
        assertEquals(List.of(0L, 10L, 20L, 30L),
                given.sink.of(0).stream().map(s -> (s.timeMicros() - ManualClock.START) / SECOND).toList());
    }

    @Test
    void theFirstSampleAfterAGapIsStoredWithTheLastBeforeIt() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CHANGE, "deadband", 1))
                .good(0, 0, 5).good(0, SECOND, 5.1).good(0, 30 * SECOND, 5.2).drained();
        assertEquals(List.of(5.0, 5.1, 5.2), given.sink.good(0));
    }

    @Test
    void aSilenceWithoutALostConnectionBreaksTheLineWhereItBegan() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CHANGE, "deadband", 1))
                .good(0, 0, 5).good(0, SECOND, 5.1).good(0, 30 * SECOND, 5.2).good(0, 31 * SECOND, 5.2).drained();
        List<Sample> stored = given.sink.of(0);
        assertEquals(List.of(0L, SECOND, SECOND + 1, 30 * SECOND),
                stored.stream().map(s -> s.timeMicros() - ManualClock.START).toList());
        assertEquals(Reason.STALE, stored.get(2).reason());
    }

    @Test
    void aFasterScanRateIsNoSilence() throws InterruptedException {
        StorageRule all = PipelineHarness.rule(Mode.CONTINUOUS, "interval", 0);
        given.adopt(0, Scaling.NONE, 60_000, all).good(0, -90 * SECOND, 1).good(0, -60 * SECOND, 2).drained();
        given.adopt(0, Scaling.NONE, 100, all).good(0, 0, 3).good(0, 10 * SECOND, 4).drained();
        assertEquals(List.of(1L), given.sink.bad(0).stream().map(Sample::timeMicros).map(t -> t - ManualClock.START).toList());
    }

    @Test
    void aLossInTheHistoryBreaksEachLineOnce() throws InterruptedException {
        for (int handle = 0; handle < 2; handle++) {
            given.adopt(handle, Scaling.NONE, 1000, PipelineHarness.rule(Mode.CHANGE, "deadband", 1)).good(handle, 0, 5);
        }
        given.drained();
        given.sink.dropNext();
        given.good(0, SECOND, 50).drained();
        given.good(0, 2 * SECOND, 80).good(1, 2 * SECOND, 5).good(0, 3 * SECOND, 80).good(1, 3 * SECOND, 5).drained();
        assertEquals(List.of(0L, SECOND + 1, 2 * SECOND),
                given.sink.of(0).stream().map(s -> s.timeMicros() - ManualClock.START).toList());
        for (int handle = 0; handle < 2; handle++) {
            assertEquals(List.of(Reason.OVERRUN), given.sink.bad(handle).stream().map(Sample::reason).toList());
        }
    }

    @Test
    void overlappingRulesStoreEachSampleOnce() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 0),
                PipelineHarness.rule(Mode.CHANGE, "deadband", 1), PipelineHarness.rule(Mode.CONTINUOUS, "interval", 1000));
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            given.good(0, i * 100_000L, i * 3);
            all.add(i * 3.0);
        }
        given.drained();
        assertEquals(all, given.sink.good(0));
    }

    @Test
    void overlappingRulesStoreWhatEitherAsksFor() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CHANGE, "deadband", 50),
                PipelineHarness.rule(Mode.CONTINUOUS, "interval", 1000));
        for (int i = 0; i < 30; i++) {
            given.good(0, i * 100_000L, i == 4 ? 100 : i * 0.01);
        }
        given.drained();
        assertEquals(List.of(0.0, 0.03, 100.0, 0.05, 0.09, 0.19, 0.29), given.sink.good(0));
    }

    @Test
    void aChannelWithoutARuleIsLiveAndRecentButNotStored() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100).good(0, 0, 1).good(0, 100_000, 2).drained();
        List<Double> remembered = new ArrayList<>();
        given.recent.read(0, Long.MIN_VALUE, Long.MAX_VALUE, (c, t, v, q) -> remembered.add(v));
        assertEquals(List.of(1.0, 2.0), remembered);
        assertEquals(List.of(), given.sink.of(0));
    }

    @Test
    void aRuleUnlessOtherCoversOnlyChannelsThatNoOtherSteadyRuleOfItsBackEndCovers() {
        StorageRule rest = new StorageRule("rest", "Every other", true, Backend.TIMESCALEDB, Mode.CHANGE,
                List.of(StorageRule.EVERY_CHANNEL), Settings.with("deadband", 0, "heartbeat", 0, "unlessOther", true));
        StoragePlan plan = plan(rest,
                rule("own", true, Backend.TIMESCALEDB, Mode.CONTINUOUS, Settings.with("interval", 500)),
                new StorageRule("broken", "Broken", true, Backend.TIMESCALEDB, Mode.CHANGE, List.of("ch-1"),
                        Settings.with("deadband", "little")),
                new StorageRule("file", "Files", true, Backend.FILE, Mode.CHANGE, List.of("ch-2"), Settings.EMPTY),
                new StorageRule("event", "Event", true, Backend.TIMESCALEDB, Mode.EVENT, List.of("ch-3"),
                        Settings.with("trigger", Settings.with("type", "external"))));
        assertEquals(List.of(new RuleSpec.Last(500_000)), specs(plan, 0));
        RuleSpec everyChange = new RuleSpec.Change(0, Long.MAX_VALUE);
        assertEquals(List.of(everyChange), specs(plan, 1), "its other rule stores nothing");
        assertTrue(specs(plan, 2).contains(everyChange), "a file is no database");
        assertTrue(specs(plan, 3).contains(everyChange), "an event is not always recorded");
        assertEquals(List.of(everyChange), specs(plan, 4));
        assertTrue(plan.stores(PipelineHarness.channel(4)));
    }

    @Test
    void aRuleThatCannotBeFollowedSaysWhyAndADisabledOneIsSilent() {
        Settings unknown = Settings.with("trigger", Settings.with("channel", "nowhere"));
        Settings endless = Settings.with("trigger", Settings.with("channel", "ch-0", "condition", "on_change"));
        StoragePlan plan = plan(
                rule("nobody", true, Backend.TIMESCALEDB, Mode.EVENT, unknown),
                rule("endless", true, Backend.TIMESCALEDB, Mode.TRIGGER, endless),
                rule("wrong", true, Backend.TIMESCALEDB, Mode.CONTINUOUS, Settings.with("interval", "often")),
                rule("negative", true, Backend.TIMESCALEDB, Mode.CHANGE, Settings.with("deadband", -1)),
                rule("both", true, Backend.TIMESCALEDB, Mode.CHANGE, Settings.with("deadband", 1, "deadbandPercent", 1)),
                rule("for ever", true, Backend.TIMESCALEDB, Mode.CHANGE, Settings.with("retention", "for ever")),
                rule("off", false, Backend.FILE, Mode.TRIGGER, Settings.EMPTY));
        assertEquals(List.of("nobody", "endless", "wrong", "negative", "both", "for ever"), List.copyOf(plan.problems().keySet()));
        assertEquals("The storage rule ‘nobody’ stores nothing: there is no channel ‘nowhere’ for its trigger",
                plan.problems().get("nobody").english());
        assertEquals(List.of(), plan.of(PipelineHarness.channel(0)));
    }

    @Test
    void aRuleMayBeWrittenInTheSpecificationsKeyedForm() {
        StoragePlan plan = plan(rule("keyed", true, Backend.TIMESCALEDB, Mode.CONTINUOUS,
                Settings.with("continuous", Settings.with("interval", 250))));
        assertEquals(List.of(new RuleSpec.Last(250_000)), specs(plan, 0));
    }

    private static StoragePlan plan(StorageRule... rules) {
        return StoragePlan.of(List.of(rules), id -> id.startsWith("ch-")
                ? Optional.of(PipelineHarness.channel(Integer.parseInt(id.substring(3)))) : Optional.empty());
    }

    private static List<RuleSpec> specs(StoragePlan plan, int handle) {
        return plan.of(PipelineHarness.channel(handle)).stream().map(StoragePlan.Ask::spec).toList();
    }

    private static StorageRule rule(String id, boolean enabled, Backend backend, Mode mode, Settings config) {
        return new StorageRule(id, id, enabled, backend, mode, List.of("no-such-channel", "ch-0"), config);
    }
}
