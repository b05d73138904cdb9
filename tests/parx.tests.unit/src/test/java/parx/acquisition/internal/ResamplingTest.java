package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import parx.model.ChannelIndex;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.SampleSink;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;
import parx.service.History.Method;
import parx.service.History.Resampling;
import parx.service.StoredHistory;
import parx.service.Trace;

/** Values on a grid, against results computed by hand. Times in minutes of a day in UTC. */
class ResamplingTest {
    private static final long MINUTE = 60_000_000L;
    private static final long HOUR = 60 * MINUTE;
    /** 2023-11-14T00:00:00Z, before the clock's time */
    private static final long DAY = 1_699_920_000_000_000L;
    private static final byte BAD = QualityCode.of(Reason.COMM_FAILURE);
    private static final byte UNCERTAIN = QualityCode.of(Quality.UNCERTAIN, Reason.NONE);

    private final ChannelIndex index = new ChannelIndex();
    private final RecentSamples recent = new RecentSamples(24 * HOUR, 1_000_000);
    private final Stored stored = new Stored();
    private final Set<String> stepped = new HashSet<>();
    private final ManualClock clock = new ManualClock();
    private final SeamlessHistory history = new SeamlessHistory(index, recent, stored, stepped::contains, clock);

    @Test
    void theSampleInForceIsHeldUntilTheNextOne() throws HistoryException {
        stored.good("a", -30, 7);
        stored.good("a", 10, 1);
        stored.bad("a", 25);
        stored.good("a", 40, 3);
        assertEquals("0=7 10=1 20=1 30=? 40=3 50=3 60=3", rows(Method.LAST, 0, 60, 10, "a"));
    }

    @Test
    void beforeTheFirstSampleNothingIsKnown() throws HistoryException {
        stored.good("a", 15, 4);
        assertEquals("0=? 10=? 20=4 30=4", rows(Method.LAST, 0, 30, 10, "a"));
        assertEquals("0=? 10=? 20=4~ 30=4~", rows(Method.INTERPOLATED, 0, 30, 10, "a"));
        assertEquals("0=? 10=4~ 20=4~", rows(Method.TIME_WEIGHTED_AVERAGE, 0, 30, 10, "a"));
        assertEquals("0=? 10=4 20=?", rows(Method.AVERAGE, 0, 30, 10, "a"));
    }

    @Test
    void aRangeWithoutSamplesAndAChannelThatNobodyKnowsHaveRowsWithoutValues() throws HistoryException {
        for (Method method : Method.values()) {
            String expected = method.ofStep() ? "0=? 10=?" : "0=? 10=? 20=?";
            assertEquals(expected, rows(method, 0, 20, 10, "never"), method.name());
            assertEquals(method.ofStep() ? "" : "5=?", rows(method, 5, 5, 10, "never"), method.name());
        }
    }

    @Test
    void aLineLeadsFromSampleToSampleButNotOverABadOne() throws HistoryException {
        stored.good("a", 0, 0);
        stored.good("a", 20, 10);
        stored.bad("a", 35);
        stored.good("a", 50, 100);
        stored.good("a", 70, 200);
        assertEquals("0=0 5=2.5 10=5 15=7.5 20=10 25=10~ 30=10~ 35=? 40=? 45=? 50=100 55=125 60=150",
                rows(Method.INTERPOLATED, 0, 60, 5, "a"));
    }

    @Test
    void aLineIsAsGoodAsItsWorseEnd() throws HistoryException {
        stored.good("a", 0, 0);
        stored.put("a", 20, 10, UNCERTAIN);
        stored.good("a", 40, 30);
        assertEquals("0=0 10=5~ 20=10~ 30=20~ 40=30", rows(Method.INTERPOLATED, 0, 40, 10, "a"));
    }

    @Test
    void aSteppedChannelIsNeverBetweenItsValues() throws HistoryException {
        stepped.add("valve");
        stored.good("valve", 0, 0);
        stored.good("valve", 20, 1);
        assertEquals("0=0 10=0 20=1 30=1", rows(Method.INTERPOLATED, 0, 30, 10, "valve"));
    }

    @Test
    void theSampleAfterTheRangeGivesTheLineItsEnd() throws HistoryException {
        stored.good("a", -10, 0);
        stored.good("a", 110, 120);
        assertEquals("0=10 50=60 100=110", rows(Method.INTERPOLATED, 0, 100, 50, "a"));
        assertEquals("0=35 50=85", rows(Method.TIME_WEIGHTED_AVERAGE, 0, 100, 50, "a"));
    }

    @Test
    void timeWeighsWhereSamplesAreUneven() throws HistoryException {
        stepped.add("held");
        for (String id : List.of("held", "line")) {
            stored.good(id, 0, 0);
            stored.good(id, 6, 10);
            stored.good(id, 60, 100);
            stored.good(id, 70, 100);
        }
        // Held: (6 · 0 + 54 · 10) / 60. In lines: (6 · 5 + 54 · 55) / 60. Of the samples alone: (0 + 10) / 2.
        assertEquals("0=9", rows(Method.TIME_WEIGHTED_AVERAGE, 0, 60, 60, "held"));
        assertEquals("0=50", rows(Method.TIME_WEIGHTED_AVERAGE, 0, 60, 60, "line"));
        assertEquals("0=5", rows(Method.AVERAGE, 0, 60, 60, "line"));
    }

    @Test
    void anHourThatIsHalfBadIsTheMeanOfItsGoodHalf() throws HistoryException {
        stepped.add("a");
        stored.good("a", 0, 4);
        stored.good("a", 15, 8);
        stored.bad("a", 30);
        stored.good("a", 60, 1000);
        assertEquals("0=6~ 60=1000", rows(Method.TIME_WEIGHTED_AVERAGE, 0, 120, 60, "a"));
        assertEquals("0=6~ 60=1000", rows(Method.AVERAGE, 0, 120, 60, "a"));
        assertEquals("0=4~ 60=1000", rows(Method.MIN, 0, 120, 60, "a"));
        assertEquals("0=8~ 60=1000", rows(Method.MAX, 0, 120, 60, "a"));
        assertEquals("0=4 15=8 30=? 45=?", rows(Method.TIME_WEIGHTED_AVERAGE, 0, 60, 15, "a"));
        assertEquals("0=4 15=8 30=? 45=?", rows(Method.MIN, 0, 60, 15, "a"));
    }

    @Test
    void aLineThatEndsAtABadSampleCountsAsHeldAndUncertain() throws HistoryException {
        stored.good("a", 0, 4);
        stored.good("a", 10, 8);
        stored.bad("a", 20);
        // (10 · 6 + 10 · 8) / 20
        assertEquals("0=7~", rows(Method.TIME_WEIGHTED_AVERAGE, 0, 30, 30, "a"));
    }

    @Test
    void oneSampleInAStepIsItsLeastGreatestAndMean() throws HistoryException {
        stored.good("a", 9, -3);
        stored.good("a", 10, 5);
        for (Method method : List.of(Method.AVERAGE, Method.MIN, Method.MAX)) {
            assertEquals("0=-3 10=5", rows(method, 0, 20, 10, "a"), "a step begins with its grid time and ends before the next");
        }
    }

    @Test
    void anUncertainSampleCountsAndSaysSo() throws HistoryException {
        stepped.add("a");
        stored.good("a", 0, 1);
        stored.put("a", 5, 3, UNCERTAIN);
        stored.good("a", 10, 9);
        assertEquals("0=2~ 10=9", rows(Method.AVERAGE, 0, 20, 10, "a"));
        assertEquals("0=2~ 10=9", rows(Method.TIME_WEIGHTED_AVERAGE, 0, 20, 10, "a"));
        assertEquals("5=3~", rows(Method.LAST, 5, 5, 10, "a"));
    }

    @Test
    void aNumberThatIsNoneCountsAsBadWhateverItsQuality() throws HistoryException {
        stored.good("a", 0, 1);
        stored.put("a", 5, Double.NaN, QualityCode.GOOD);
        assertEquals("0=1~", rows(Method.AVERAGE, 0, 10, 10, "a"));
        assertEquals("0=1 5=?", rows(Method.LAST, 0, 5, 5, "a"));
    }

    @Test
    void theLastStepEndsWithTheRange() throws HistoryException {
        stepped.add("a");
        stored.good("a", 0, 1);
        stored.good("a", 30, 2);
        stored.good("a", 45, 3);
        assertEquals("0=1.25 40=2", rows(Method.TIME_WEIGHTED_AVERAGE, 0, 45, 40, "a"));
        assertEquals("0=1.5 40=?", rows(Method.AVERAGE, 0, 45, 40, "a"), "what lies at the end belongs to the next step");
    }

    @Test
    void afterNowNothingIsKnown() throws HistoryException {
        long now = 1_000;
        clock.set(DAY + now * MINUTE);
        stored.good("a", now - 10, 5);
        assertEquals(now - 1 + "=5 " + (now + 9) + "=?", rows(Method.LAST, now - 1, now + 9, 10, "a"));
        assertEquals(now - 20 + "=5~ " + now + "=?", rows(Method.TIME_WEIGHTED_AVERAGE, now - 20, now + 20, 20, "a"));
    }

    @Test
    void memoryAndDatabaseAreOneForEveryMethod() throws HistoryException {
        StringBuilder apart = new StringBuilder();
        StringBuilder together = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            stored.put("a", i, i % 7, i % 31 == 3 ? BAD : QualityCode.GOOD);
            stored.put("b", i, i, QualityCode.GOOD);
        }
        for (Method method : Method.values()) {
            apart.append(rows(method, 0, 119, 9, "a", "b")).append('\n');
        }
        for (int i = 50; i < 120; i++) {
            recent.ring(index.handle("a")).append(DAY + i * MINUTE, i % 7, i % 31 == 3 ? BAD : QualityCode.GOOD);
            stored.put("a", i, 1e6, QualityCode.GOOD);
        }
        for (Method method : Method.values()) {
            together.append(rows(method, 0, 119, 9, "a", "b")).append('\n');
        }
        assertEquals(apart.toString(), together.toString());
    }

    @Test
    void whatIsRolledUpGivesTheSameAsItsSamples() throws HistoryException {
        for (int i = 0; i < 600; i++) {
            stored.put("a", i, i % 13, i % 97 == 5 ? BAD : i % 89 == 8 ? UNCERTAIN : QualityCode.GOOD);
            stored.put("b", i, i, i >= 60 && i < 180 ? BAD : QualityCode.GOOD);
            if (i >= 430) {
                recent.ring(index.handle("b")).append(DAY + i * MINUTE, i, QualityCode.GOOD);
            }
        }
        for (Method method : List.of(Method.AVERAGE, Method.MIN, Method.MAX)) {
            stored.rolledUpUntil = Long.MIN_VALUE;
            String fromSamples = rows(method, 0, 599, 120, "a", "b");
            for (int until : new int[] {60, 420, 600}) {
                stored.rolledUpUntil = DAY + until * MINUTE;
                assertEquals(fromSamples, rows(method, 0, 599, 120, "a", "b"), method + ", rolled up until " + until);
            }
        }
    }

    @Test
    void samplesComeInTheOrderOfTimeFromBoth() throws HistoryException {
        for (int i = 0; i < 10; i++) {
            stored.good("a", i * 10, i);
            stored.good("b", i * 10 + 5, i);
        }
        for (int i = 4; i < 10; i++) {
            recent.ring(index.handle("b")).append(DAY + (i * 10 + 5) * MINUTE, 100 + i, QualityCode.GOOD);
        }
        List<String> got = new ArrayList<>();
        history.samples(List.of("b", "a"), DAY + 10 * MINUTE, DAY + 65 * MINUTE, (channel, time, value, quality) ->
                got.add(index.id(channel) + (time - DAY) / MINUTE + "=" + (int) value));
        assertEquals(List.of("a10=1", "b15=1", "a20=2", "b25=2", "a30=3", "b35=3", "a40=4", "b45=104", "a50=5", "b55=105",
                "a60=6", "b65=106"), got);
    }

    @Test
    void theValueAtATimeIsTheNewestSampleThatIsNotAfterIt() throws HistoryException {
        stored.good("a", 10, 1);
        stored.good("a", 20, 2);
        recent.ring(index.handle("a")).append(DAY + 30 * MINUTE, 3, QualityCode.GOOD);
        recent.ring(index.handle("a")).append(DAY + 40 * MINUTE, 4, BAD);
        Map<Integer, Double> expected = new TreeMap<>(Map.of(10, 1.0, 19, 1.0, 20, 2.0, 29, 2.0, 30, 3.0, 39, 3.0, 40, 4.0, 99, 4.0));
        for (Map.Entry<Integer, Double> at : expected.entrySet()) {
            List<Optional<Sample>> values = history.valueAt(List.of("none", "a"), DAY + at.getKey() * MINUTE);
            assertEquals(Optional.empty(), values.get(0));
            assertEquals(at.getValue(), values.get(1).orElseThrow().value(), "at " + at.getKey());
            assertEquals(index.handle("a"), values.get(1).orElseThrow().channel());
        }
        assertEquals(Optional.empty(), history.valueAt(List.of("a"), DAY + 9 * MINUTE).get(0));
    }

    @Test
    void aLongGridOfChannelsThatHardlyChangeNeedsNoMemoryForItsRows() throws HistoryException {
        stored.good("a", 0, 0);
        stored.good("a", 1_000_000, 1_000_000);
        stored.good("b", 3, 5);
        clock.set(DAY + 2_000_000 * MINUTE);
        AtomicInteger rows = new AtomicInteger();
        history.resample(new Resampling(List.of("a", "b"), DAY, DAY + 1_000_000 * MINUTE, MINUTE, Method.INTERPOLATED),
                (time, values, qualities) -> {
                    long minute = (time - DAY) / MINUTE;
                    assertEquals(rows.getAndIncrement(), minute);
                    assertEquals(minute, values[0], 1e-6);
                    assertEquals(minute < 3 ? Double.NaN : 5, values[1]);
                });
        assertEquals(1_000_001, rows.get());
    }

    @Test
    void anInterruptEndsALongGrid() {
        stored.good("a", 0, 1);
        clock.set(Long.MAX_VALUE / 2);
        for (Method method : Method.values()) {
            AtomicInteger rows = new AtomicInteger();
            HistoryException e = assertThrows(HistoryException.class, () -> history.resample(new Resampling(List.of("a"), DAY,
                    DAY + 1_000_000_000L * MINUTE, MINUTE, method), (time, values, qualities) -> {
                        if (rows.incrementAndGet() == 10_000) {
                            Thread.currentThread().interrupt();
                        }
                    }));
            assertTrue(Thread.interrupted());
            assertTrue(e.getMessage().contains("cancelled"), e.getMessage());
            assertTrue(rows.get() < 20_000, method + " went on for " + rows);
        }
    }

    @Test
    void theDatabasesSentenceReachesWhoeverAsks() {
        stored.good("a", 0, 1);
        stored.down = true;
        for (Method method : Method.values()) {
            assertThrows(HistoryException.class, () -> rows(method, 0, 10, 10, "a"), method.name());
        }
    }

    /** {@code minute=value} per row, ~ behind what is UNCERTAIN, ? where nothing is known; channels joined by {@code /}. */
    private String rows(Method method, long from, long to, long step, String... ids) throws HistoryException {
        List<String> rows = new ArrayList<>();
        history.resample(new Resampling(List.of(ids), DAY + from * MINUTE, DAY + to * MINUTE, step * MINUTE, method),
                (time, values, qualities) -> {
                    StringBuilder row = new StringBuilder().append((time - DAY) / MINUTE).append('=');
                    for (int i = 0; i < values.length; i++) {
                        row.append(i == 0 ? "" : "/").append(word(values[i], QualityCode.quality(qualities[i])));
                    }
                    rows.add(row.toString());
                });
        return String.join(" ", rows);
    }

    private static String word(double value, Quality quality) {
        if (Double.isNaN(value)) {
            assertEquals(Quality.BAD, quality);
            return "?";
        }
        assertTrue(quality != Quality.BAD);
        String number = String.format(Locale.ROOT, "%.6f", value).replaceAll("\\.?0+$", "");
        return quality == Quality.UNCERTAIN ? number + "~" : number;
    }

    /** What is stored, by channel and time. */
    private final class Stored implements StoredHistory {
        private final Map<String, TreeMap<Long, Sample>> rows = new TreeMap<>();
        private boolean down;
        private long rolledUpUntil = Long.MIN_VALUE;

        void good(String id, long minute, double value) {
            put(id, minute, value, QualityCode.GOOD);
        }

        void bad(String id, long minute) {
            put(id, minute, 999, BAD);
        }

        void put(String id, long minute, double value, byte quality) {
            of(id).put(DAY + minute * MINUTE, new Sample(index.handle(id), DAY + minute * MINUTE, value, quality));
        }

        private TreeMap<Long, Sample> of(String id) {
            return rows.computeIfAbsent(id, key -> new TreeMap<>());
        }

        private void ask() throws HistoryException {
            if (down) {
                throw new HistoryException("The database is away", null);
            }
        }

        @Override
        public List<Trace> read(HistoryQuery query) {
            throw new AssertionError("nobody asks in pixels here");
        }

        @Override
        public void samples(List<String> ids, long from, long to, SampleSink into) throws HistoryException {
            ask();
            ids.stream().flatMap(id -> of(id).subMap(from, true, to, true).values().stream())
                    .sorted(java.util.Comparator.comparingLong(Sample::timeMicros))
                    .forEach(s -> into.sample(s.channel(), s.timeMicros(), s.value(), s.qualityCode()));
        }

        /** Steps of an hour from the hour on, before the time that is rolled up. */
        @Override
        public long aggregates(List<String> ids, long from, long to, long step, AggregateSink into) throws HistoryException {
            ask();
            long end = Math.min(to, rolledUpUntil) / HOUR * HOUR;
            if (step % HOUR != 0 || from % HOUR != 0 || end <= from) {
                return from;
            }
            for (long hour = from; hour < end; hour += HOUR) {
                for (int place = 0; place < ids.size(); place++) {
                    List<Sample> all = List.copyOf(of(ids.get(place)).subMap(hour, true, hour + HOUR, false).values());
                    double[] counted = all.stream().filter(s -> s.quality() != Quality.BAD).mapToDouble(Sample::value).toArray();
                    into.aggregate(place, hour, counted.length, java.util.Arrays.stream(counted).average().orElse(Double.NaN),
                            java.util.Arrays.stream(counted).min().orElse(Double.NaN),
                            java.util.Arrays.stream(counted).max().orElse(Double.NaN),
                            all.stream().anyMatch(s -> s.quality() != Quality.GOOD));
                }
            }
            return end;
        }

        @Override
        public List<Optional<Sample>> valueAt(List<String> ids, long time) throws HistoryException {
            ask();
            return ids.stream().map(id -> Optional.ofNullable(of(id).floorEntry(time)).map(Map.Entry::getValue)).toList();
        }

        @Override
        public List<Optional<Sample>> firstFrom(List<String> ids, long time) throws HistoryException {
            ask();
            return ids.stream().map(id -> Optional.ofNullable(of(id).ceilingEntry(time)).map(Map.Entry::getValue)).toList();
        }

        @Override
        public Map<String, Long> newestNotBad(java.util.Collection<String> ids) {
            return Map.of();
        }
    }
}
