package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.SampleBatch;
import parx.model.Scaling;
import parx.model.StorageRule.Mode;

/** What swinging door and the summaries of intervals keep of signals of every kind. */
class CompressionTest {
    private static final long SECOND = 1_000_000;
    private static final int CASES = 60;
    private final PipelineHarness given = new PipelineHarness();

    @AfterEach
    void stop() throws InterruptedException {
        given.close();
    }

    @Test
    void theLineBetweenKeptSamplesIsNeverFurtherThanTheDeviationFromAnySample() throws InterruptedException {
        for (int handle = 0; handle < CASES; handle++) {
            double deviation = handle % 5 == 0 ? 0 : 0.2 * (handle % 7 + 1);
            given.adopt(handle, Scaling.NONE, 100,
                    PipelineHarness.rule(Mode.CHANGE, "compression", "swingingDoor", "deviation", deviation, "heartbeat", 20_000));
            List<Sample> all = signal(handle, new Random(handle));
            TreeMap<Long, Sample> kept = kept(handle);
            for (Sample sample : all) {
                Map.Entry<Long, Sample> before = kept.floorEntry(sample.timeMicros());
                if (QualityCode.isBad(sample.qualityCode())) {
                    assertTrue(QualityCode.isBad(before.getValue().qualityCode()), "a BAD sample lies on no line");
                    continue;
                }
                Map.Entry<Long, Sample> after = kept.ceilingEntry(sample.timeMicros());
                if (after == null) {
                    continue; // The door is still open.
                }
                String where = "case " + handle + " at " + sample.timeMicros();
                double line = interpolated(before.getValue(), after.getValue(), sample.timeMicros());
                assertEquals(sample.value(), line, deviation + 1e-9, where);
                assertEquals(before.getValue().quality(), sample.quality(), where);
            }
        }
    }

    @Test
    void aRampIsTwoSamplesAndAConstantNotMoreThanItsHeartbeats() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 1_000,
                PipelineHarness.rule(Mode.CHANGE, "compression", "swingingDoor", "deviation", 0.01, "heartbeat", 0));
        for (int i = 0; i < 500; i++) {
            given.good(0, (i - 500) * SECOND, i * 0.25);
        }
        given.good(0, 0, 0).drained();
        assertEquals(List.of(0.0, 499 * 0.25), given.sink.good(0));
        given.adopt(1, Scaling.NONE, 1_000,
                PipelineHarness.rule(Mode.CHANGE, "compression", "swingingDoor", "deviation", 0.5, "heartbeat", 60_000));
        for (int i = 0; i < 200; i++) {
            given.good(1, (i - 500) * SECOND, 7);
        }
        given.drained();
        assertEquals(4, given.sink.of(1).size());
    }

    @Test
    void aDeviationInPercentIsOneOfTheChannelsRange() {
        StoragePlan plan = StoragePlan.of(List.of(PipelineHarness.rule(Mode.CHANGE, "compression", "swingingDoor",
                "deviationPercent", 2)), id -> java.util.Optional.empty());
        assertEquals(new RuleSpec.Door(4, 600 * SECOND), plan.of(PipelineHarness.channel(0)).get(0).spec());
    }

    @Test
    void theExtremesOfEveryIntervalAreKeptAtTheirOwnTimesInOrderAndNothingElse() throws InterruptedException {
        for (int handle = 0; handle < CASES; handle++) {
            long interval = (handle % 9 + 1) * 400_000L;
            given.adopt(handle, Scaling.NONE, 100,
                    PipelineHarness.rule(Mode.CONTINUOUS, "interval", interval / 1_000, "value", "minmax"));
            List<Sample> all = signal(handle, new Random(handle));
            given.pipeline.put(new Message.Task(() -> { }));
            List<Sample> stored = stored(handle);
            for (int i = 1; i < stored.size(); i++) {
                assertTrue(stored.get(i).timeMicros() > stored.get(i - 1).timeMicros(), "in order");
            }
            Map<Long, List<Sample>> kept = good(stored).stream().collect(Collectors.groupingBy(s -> s.timeMicros() / interval));
            Map<Long, List<Sample>> there = good(all).stream().collect(Collectors.groupingBy(s -> s.timeMicros() / interval));
            there.remove(all.get(all.size() - 1).timeMicros() / interval); // Not yet over.
            for (Map.Entry<Long, List<Sample>> one : there.entrySet()) {
                List<Sample> of = kept.getOrDefault(one.getKey(), List.of());
                assertEquals(one.getValue().stream().mapToDouble(Sample::value).min(), of.stream().mapToDouble(Sample::value).min());
                assertEquals(one.getValue().stream().mapToDouble(Sample::value).max(), of.stream().mapToDouble(Sample::value).max());
                assertTrue(one.getValue().containsAll(of), "they are samples that there were");
            }
        }
    }

    @Test
    void anIntervalHasTwoRowsAtMostAndOneWhereItsValueIsConstant() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 1_000, "value", "minmax"));
        double[] values = { 5, 9, 1, 5, 5, 5, 5, 5, 5, 5, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0 };
        for (int i = 0; i < values.length; i++) {
            given.good(0, -10 * SECOND + i * 100_000L, values[i]);
        }
        given.drained();
        assertEquals(List.of(9.0, 1.0, 3.0), given.sink.good(0));
    }

    @Test
    void theAverageIsOfTheGoodSamplesAloneWithTheWorstOfTheirQualities() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 1_000, "value", "average"));
        byte uncertain = QualityCode.of(Reason.OUT_OF_RANGE);
        given.good(0, -10 * SECOND, 1).good(0, -9_800_000, 3)
                .sample(0, -9_600_000, Double.NaN, QualityCode.of(Reason.TIMEOUT))
                .sample(0, -9_500_000, Double.NaN, QualityCode.of(Reason.TIMEOUT))
                .good(0, -9_400_000, 10).sample(0, -9_300_000, 20, uncertain)
                .good(0, -8_900_000, 6).good(0, -8_800_000, 8).good(0, -7_900_000, 0).drained();
        List<Sample> stored = given.sink.of(0);
        assertEquals(List.of(2.0, Double.NaN, 15.0, 7.0), stored.stream().map(Sample::value).toList());
        assertEquals(List.of(-9_800_001L, -9_600_000L, -9_000_001L, -8_000_001L),
                stored.stream().map(s -> s.timeMicros() - ManualClock.START).toList());
        assertEquals(Reason.OUT_OF_RANGE, stored.get(2).reason());
        assertEquals(Reason.NONE, stored.get(3).reason());
    }

    @Test
    void aRuleThatEndsSaysWhatItStillHas() throws InterruptedException {
        given.adopt(0, Scaling.NONE, 100, PipelineHarness.rule(Mode.CONTINUOUS, "interval", 60_000, "value", "minmax"))
                .good(0, -10 * SECOND, 1).good(0, -9_900_000, 9).good(0, -9_800_000, 5).drained();
        assertEquals(List.of(), given.sink.of(0));
        given.store(0).drained();
        assertEquals(List.of(1.0, 9.0), given.sink.good(0));
        assertEquals(Reason.NOT_RECORDED, given.sink.bad(0).get(0).reason(), "and the line ends there");
    }

    // --- given -----------------------------------------------------------------------------------------------------

    /** Sines with noise, ramps, steps and standstills in turn, with changes of quality, outages and gaps. */
    private List<Sample> signal(int handle, Random random) throws InterruptedException {
        List<Sample> all = new ArrayList<>();
        SampleBatch batch = new SampleBatch(600);
        long time = ManualClock.START - 300 * SECOND;
        double level = 0;
        for (int i = 0; i < 600; i++) {
            int kind = i / 75 % 4;
            level = switch (kind) {
                case 0 -> 20 * Math.sin(i / 9.0) + random.nextGaussian() * (handle % 3);
                case 1 -> level + 0.5;
                case 2 -> random.nextInt(12) == 0 ? random.nextInt(100) : level;
                default -> level;
            };
            byte quality = QualityCode.of(i % 97 == 0 ? Reason.TIMEOUT : i % 41 < 4 ? Reason.OUT_OF_RANGE : Reason.NONE);
            double value = QualityCode.isBad(quality) ? Double.NaN : level;
            time += i % 140 == 139 ? 9 * SECOND : 100_000 + random.nextInt(60_000) - 30_000;
            batch.sample(handle, time, value, quality);
            all.add(new Sample(handle, time, value, quality));
        }
        given.poll(batch).drained();
        return all;
    }

    private List<Sample> stored(int handle) {
        return given.sink.of(handle);
    }

    private TreeMap<Long, Sample> kept(int handle) {
        TreeMap<Long, Sample> kept = new TreeMap<>();
        stored(handle).forEach(sample -> kept.put(sample.timeMicros(), sample));
        assertTrue(kept.size() < 590, "something is compressed");
        return kept;
    }

    private static List<Sample> good(List<Sample> of) {
        return of.stream().filter(sample -> !QualityCode.isBad(sample.qualityCode())).toList();
    }

    private static double interpolated(Sample before, Sample after, long time) {
        if (before.timeMicros() == time) {
            return before.value();
        }
        assertTrue(!QualityCode.isBad(before.qualityCode()) && !QualityCode.isBad(after.qualityCode()),
                "a good sample that was dropped lies between good ones");
        double share = (double) (time - before.timeMicros()) / (after.timeMicros() - before.timeMicros());
        return before.value() + share * (after.value() - before.value());
    }
}
