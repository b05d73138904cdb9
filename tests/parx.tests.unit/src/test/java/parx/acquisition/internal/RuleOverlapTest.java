package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.Scaling;
import parx.model.Sentence;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;

/** A channel in several rules, each with its own state, retention and back end. */
class RuleOverlapTest {
    private static final long SECOND = 1_000_000;
    private final PipelineHarness given = new PipelineHarness();

    @AfterEach
    void stop() throws InterruptedException {
        given.close();
    }

    @Test
    void aRowStaysAsLongAsTheLongestRuleThatKeepsItAndTheValueBeforeAJumpIsRaised() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1_000, database("every", Mode.CONTINUOUS, "interval", 0, "retention", "7d"),
                database("jumps", Mode.CHANGE, "deadband", 10, "heartbeat", 0, "retention", "1y"));
        given.good(0, 0, 1).good(0, SECOND, 2).good(0, 2 * SECOND, 3).good(0, 3 * SECOND, 50).good(0, 4 * SECOND, 51).drained();
        assertEquals(List.of(1.0, 2.0, 3.0, 50.0, 51.0), given.sink.good(0));
        assertEquals(List.of(365, 7, 7, 365, 7), days());
        assertEquals(Map.of(ManualClock.START + 2 * SECOND, 365), given.sink.raised(0));
        assertEquals(5, given.pipeline.counts().stored(), "a wish for longer is no row");
    }

    @Test
    void aRuleWithoutARetentionKeepsForTheStandardTime() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1_000, database("every", Mode.CONTINUOUS, "interval", 0, "retention", "7d"),
                database("jumps", Mode.CHANGE, "deadband", 10, "heartbeat", 0));
        given.good(0, 0, 1).good(0, SECOND, 2).good(0, 2 * SECOND, 50).drained();
        assertEquals(List.of(0, 7, 0), days());
        assertEquals(Map.of(ManualClock.START + SECOND, 90), given.sink.raised(0));
    }

    @Test
    void eachRuleKeepsWhatItWouldKeepAloneAndNoRowGoesTwice() throws InterruptedException {
        StorageRule[] rules = {
            database("last", Mode.CONTINUOUS, "interval", 1_000, "retention", "7d"),
            database("minmax", Mode.CONTINUOUS, "interval", 5_000, "value", "minmax", "retention", "30d"),
            database("change", Mode.CHANGE, "deadband", 4, "heartbeat", 3_000, "retention", "1y"),
            database("door", Mode.CHANGE, "compression", "swingingDoor", "deviation", 1, "retention", "2y") };
        for (int handle = 0; handle < rules.length; handle++) {
            given.adopt(handle, Scaling.NONE, 100, rules[handle]);
        }
        given.adopt(rules.length, Scaling.NONE, 100, rules);
        Random random = new Random(5);
        double value = 50;
        long time = -200 * SECOND;
        for (int i = 0; i < 1_500; i++) {
            value += random.nextGaussian();
            byte quality = QualityCode.of(i % 211 < 3 ? Reason.TIMEOUT : i % 53 == 0 ? Reason.OUT_OF_RANGE : Reason.NONE);
            time += i % 400 == 399 ? 10 * SECOND : 100_000;
            for (int handle = 0; handle <= rules.length; handle++) {
                given.sample(handle, time, QualityCode.isBad(quality) ? Double.NaN : value, quality);
            }
        }
        given.drained();
        TreeMap<Long, Integer> longest = new TreeMap<>();
        Map<Long, Double> values = new HashMap<>();
        for (int handle = 0; handle < rules.length; handle++) {
            for (RecordingSink.Kept row : given.sink.kept(handle)) {
                longest.merge(row.sample().timeMicros(), row.days(), Math::max);
                values.put(row.sample().timeMicros(), row.sample().value());
            }
        }
        TreeMap<Long, Integer> together = new TreeMap<>();
        for (RecordingSink.Kept row : given.sink.kept(rules.length)) {
            assertTrue(together.put(row.sample().timeMicros(), row.days()) == null, "a row twice");
            assertEquals(values.get(row.sample().timeMicros()), row.sample().value());
        }
        given.sink.raised(rules.length).forEach((at, days) -> together.merge(at, days, Math::max));
        Map<Long, String> wrong = new TreeMap<>();
        longest.forEach((at, days) -> {
            if (!days.equals(together.get(at))) {
                wrong.put(at, days + " wanted, but " + together.get(at));
            }
        });
        assertEquals(Map.of(), wrong);
        assertEquals(longest.size(), together.size());
        List<Sample> recent = new ArrayList<>();
        given.recent.read(rules.length, Long.MIN_VALUE, Long.MAX_VALUE, (c, t, v, q) -> recent.add(new Sample(c, t, v, q)));
        assertEquals(new ArrayList<>(together.keySet()), recent.stream().map(Sample::timeMicros).toList(),
                "the recent history is what was stored, in order");
    }

    @Test
    void anAverageIsNeverStoredAmongTheSamplesThatAnotherRuleKeeps() throws InterruptedException {
        StorageRule average = database("average", Mode.CONTINUOUS, "interval", 2_000, "value", "average");
        StorageRule shorter = database("shorter", Mode.CONTINUOUS, "interval", 1_000, "value", "average");
        given.adopt(0, Scaling.NONE, 1_000, average, database("every", Mode.CONTINUOUS, "interval", 0));
        given.adopt(1, Scaling.NONE, 1_000, average, database("rest", Mode.CHANGE, "deadband", 0, "unlessOther", true));
        given.adopt(2, Scaling.NONE, 1_000, average, shorter);
        given.adopt(3, Scaling.NONE, 1_000, average, own("files", Backend.FILE, Mode.CONTINUOUS, "interval", 0));
        for (int i = 0; i < 9; i++) {
            for (int handle = 0; handle < 4; handle++) {
                given.good(handle, i * SECOND + 100_000, i % 2 * 10);
            }
        }
        given.drained();
        assertEquals(List.of(0., 10., 0., 10., 0., 10., 0., 10., 0.), given.sink.good(0), "samples alone");
        assertEquals(List.of(5., 5., 5., 5.), given.sink.good(1), "averages alone");
        assertEquals(List.of(0., 10., 0., 10., 0., 10., 0., 10.), given.sink.good(2), "the finer averages alone");
        assertEquals(List.of(5., 5., 5., 5.), given.sink.good(3), "another back end has rows of its own");
    }

    @Test
    void eachBackEndGetsWhatItsOwnRuleKeepsAndTheDatabaseNoneOfIt() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1_000, database("jumps", Mode.CHANGE, "deadband", 10, "heartbeat", 0),
                own("files", Backend.FILE, Mode.CONTINUOUS, "interval", 0),
                own("influx", Backend.INFLUXDB, Mode.CHANGE, "deadband", 40, "heartbeat", 0));
        given.good(0, 0, 1).good(0, SECOND, 2).good(0, 2 * SECOND, 20).good(0, 3 * SECOND, 70)
                .sample(0, 4 * SECOND, Double.NaN, QualityCode.of(Reason.TIMEOUT))
                .sample(0, 5 * SECOND, Double.NaN, QualityCode.of(Reason.TIMEOUT)).good(0, 6 * SECOND, 70).drained();
        assertEquals(List.of(1.0, 2.0, 20.0, 70.0, 70.0), given.sink.good(0));
        assertEquals(List.of(1.0, 2.0, 20.0, 70.0, 70.0), given.stores.of("files").good(0));
        assertEquals(List.of(1.0, 20.0, 70.0, 70.0), given.stores.of("influx").good(0));
        assertEquals(1, given.stores.of("files").of(0).stream().filter(s -> s.reason() == Reason.TIMEOUT).count());
    }

    @Test
    void aLossInOneBackEndBreaksTheLinesThereAndNowhereElse() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1_000, database("db", Mode.CONTINUOUS, "interval", 0),
                own("files", Backend.FILE, Mode.CONTINUOUS, "interval", 0));
        given.good(0, 0, 1).drained();
        given.stores.of("files").dropNext();
        given.good(0, SECOND, 2).drained();
        given.good(0, 2 * SECOND, 3).drained();
        assertEquals(List.of(1.0, 2.0, 3.0), given.sink.good(0));
        assertEquals(List.of(), given.sink.bad(0));
        List<Sample> file = given.stores.of("files").of(0);
        assertEquals(List.of(0L, SECOND + 1, 2 * SECOND),
                file.stream().map(s -> s.timeMicros() - ManualClock.START).toList());
        assertEquals(Reason.OVERRUN, file.get(1).reason());
    }

    @Test
    void aSilenceBreaksTheLineInEveryBackEnd() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1_000, database("db", Mode.CHANGE, "deadband", 1),
                own("files", Backend.FILE, Mode.CHANGE, "deadband", 1));
        given.good(0, 0, 5).good(0, SECOND, 5.1).good(0, 30 * SECOND, 5.2).drained();
        assertEquals(given.sink.of(0), given.stores.of("files").of(0));
        assertEquals(Reason.STALE, given.sink.bad(0).get(0).reason());
    }

    @Test
    void aRuleThatStaysTheSameKeepsItsStateWhenOthersComeAndGo() throws InterruptedException {
        StorageRule change = database("change", Mode.CHANGE, "deadband", 5, "heartbeat", 0);
        given.adopt(0, Scaling.NONE, 1_000, change).good(0, 0, 10).good(0, SECOND, 12).drained();
        given.store(0, change, own("files", Backend.FILE, Mode.CONTINUOUS, "interval", 0));
        given.good(0, 2 * SECOND, 13).drained();
        given.store(0, change);
        given.good(0, 3 * SECOND, 14).drained();
        assertEquals(List.of(10.0), given.sink.good(0));
        assertEquals(List.of(13.0), given.stores.of("files").good(0));
        assertTrue(given.stores.of("files").closed);
    }

    @Test
    void aChangedRuleClosesItsStoreBeforeTheNewOneOpensAndNothingIsLostBetween() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1_000, own("files", Backend.FILE, Mode.CONTINUOUS, "interval", 0)).good(0, 0, 1);
        given.store(0, own("files", Backend.FILE, Mode.CHANGE, "deadband", 0)).good(0, SECOND, 2).drained();
        assertEquals(List.of(1.0, 2.0), given.stores.of("files").good(0));
        assertEquals(1, given.stores.of("files").reopened);
    }

    @Test
    void aBackEndThatRefusesARuleSaysSoAndTheOtherRulesGoOn() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1_000, database("db", Mode.CONTINUOUS, "interval", 0),
                own("files", Backend.FILE, Mode.CONTINUOUS, "interval", 0, "refuse", "the folder is not there"))
                .good(0, 0, 1).drained();
        assertEquals(Map.of("files", Sentence.of("The storage rule ‘files’ stores nothing: the folder is not there")),
                given.pipeline.storage().problems());
        assertEquals(List.of(1.0), given.sink.good(0));
    }

    @Test
    void afterAStepBackOfTheClockAnIntervalRuleGoesOnAtOnce() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, database("last", Mode.CONTINUOUS, "interval", 1_000));
        given.good(0, 0, 1).drained();
        given.clock.set(ManualClock.START - 3_600 * SECOND);
        for (int i = 0; i < 50; i++) {
            given.good(0, -3_600 * SECOND + i * 100_000L, i);
        }
        given.drained();
        assertTrue(given.sink.good(0).size() >= 5, given.sink.good(0).toString());
    }

    private List<Integer> days() {
        return given.sink.kept(0).stream().map(RecordingSink.Kept::days).toList();
    }

    private static StorageRule database(String id, Mode mode, Object... config) {
        return own(id, Backend.TIMESCALEDB, mode, config);
    }

    private static StorageRule own(String id, Backend backend, Mode mode, Object... config) {
        return new StorageRule(id, id, true, backend, mode, List.of("*"), Settings.with(config));
    }
}
