package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.SampleSink;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;
import parx.service.StoredHistory;
import parx.service.Trace;

/** One history out of what is stored and what is still in memory. */
class SeamlessHistoryTest {
    private static final long SECOND = 1_000_000;
    private final ChannelIndex index = new ChannelIndex();
    private final RecentSamples recent = new RecentSamples(100 * SECOND, 1_000_000);
    private final Database database = new Database();
    private final Set<String> stepped = new HashSet<>();
    private final ManualClock clock = new ManualClock();
    private final SeamlessHistory history = seamless(recent);

    @Test
    void recentAndStoredJoinWithoutSeam() throws HistoryException {
        for (int committed : new int[] { 420, 450, 499 }) {
            database.rows.clear();
            RecentSamples memory = new RecentSamples(100 * SECOND, 1_000_000);
            for (int i = 0; i < 500; i++) {
                memory.ring(index.handle("a")).append(i * SECOND, i, QualityCode.GOOD);
                if (i <= committed) {
                    database.put("a", i * SECOND, i);
                }
            }
            Trace trace = seamless(memory).read(query(300, 499, 1000, "a")).get(0);
            assertTrue(trace.raw());
            assertEquals(201, trace.length(), "with a lead, committed until " + committed);
            for (int i = 0; i < trace.length(); i++) {
                assertEquals((299 + i) * SECOND, trace.timeMicros()[i]);
                assertEquals(299 + i, trace.last()[i]);
            }
        }
    }

    @Test
    void channelsWhoseMemoryBeginsAtDifferentTimesEachJoinWithoutSeam() throws HistoryException {
        fill("early", 40, 100);
        fill("late", 70, 100);
        for (int i = 0; i <= 100; i++) {
            // What is stored differs from memory, so that it shows which of the two a row came from.
            database.put("early", i * SECOND, 1_000 + i);
            database.put("late", i * SECOND, 1_000 + i);
        }
        for (int columns : new int[] { 1_000, 20 }) {
            for (Trace trace : history.read(query(10, 100, columns, "early", "late"))) {
                long begin = (trace.channelId().equals("early") ? 40 : 70) * SECOND;
                for (int i = 0; i < trace.length(); i++) {
                    assertTrue(i == 0 || trace.timeMicros()[i] > trace.timeMicros()[i - 1]);
                    boolean fromMemory = trace.last()[i] < 1_000;
                    assertTrue(fromMemory || trace.timeMicros()[i] < begin, trace.channelId() + " row " + i);
                    assertTrue(!fromMemory || trace.timeMicros()[i] >= begin - 5 * SECOND, trace.channelId() + " row " + i);
                }
            }
        }
    }

    @Test
    void aRangeThatMemoryCoversAsksNoDatabase() throws HistoryException {
        fill("a", 0, 50);
        database.down = true;
        Trace trace = history.read(query(10, 40, 1000, "a")).get(0);
        assertEquals(9 * SECOND, trace.timeMicros()[0], "the lead");
        assertEquals(32, trace.length());
    }

    @Test
    void aRangeThatNeedsTheDatabaseFailsWithItsSentenceWhileItIsAway() {
        fill("a", 20, 50);
        database.down = true;
        HistoryException e = assertThrows(HistoryException.class, () -> history.read(query(10, 40, 1000, "a")));
        assertEquals("The database is away", e.getMessage());
    }

    @Test
    void theDatabaseIsAskedOnlyForWhatMemoryDoesNotHaveAndForTheColumnsThatTakes() throws HistoryException {
        fill("a", 50, 150);
        database.put("a", 10 * SECOND, 10);
        history.read(query(0, 100, 1000, "a"));
        assertEquals(1, database.asked.size());
        assertEquals(50 * SECOND - 1, database.asked.get(0).toMicros());
        assertEquals(500, database.asked.get(0).columns());
    }

    @Test
    void aChannelThatMemoryDoesNotKnowComesFromTheDatabaseAlone() throws HistoryException {
        fill("a", 0, 50);
        database.put("old", 20 * SECOND, 7);
        List<Trace> traces = history.read(query(10, 40, 1000, "old", "a", "never"));
        assertEquals(List.of("old", "a", "never"), traces.stream().map(Trace::channelId).toList());
        assertEquals(7, traces.get(0).last()[0]);
        assertEquals(32, traces.get(1).length());
        assertEquals(0, traces.get(2).length());
    }

    @Test
    void noSpikeIsLostInBucketsAndTimesAscendStrictly() throws HistoryException {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            int spike = 1_000 + random.nextInt(8_999);
            RecentSamples memory = new RecentSamples(100 * SECOND, 1_000_000);
            database.rows.clear();
            for (int i = 0; i < 10_000; i++) {
                double value = i == spike ? 1_000 : i % 10;
                memory.ring(index.handle("a")).append(i * SECOND / 10, value, QualityCode.GOOD);
                if (i < 9_900) {
                    database.put("a", i * SECOND / 10, value);
                }
            }
            Trace trace = seamless(memory).read(query(100, 1_000, 150, "a")).get(0);
            assertFalse(trace.raw());
            assertTrue(trace.length() <= 310, "rows " + trace.length());
            double highest = 0;
            for (int i = 0; i < trace.length(); i++) {
                highest = Math.max(highest, trace.max()[i]);
                assertTrue(i == 0 || trace.timeMicros()[i] > trace.timeMicros()[i - 1], "round " + round + " row " + i);
            }
            assertEquals(1_000, highest, "spike at " + spike);
        }
    }

    @Test
    void aBadSampleIsAGapInItsBucket() throws HistoryException {
        for (int i = 0; i < 1_000; i++) {
            boolean bad = i == 500;
            recent.ring(index.handle("a")).append(i * SECOND / 20, bad ? Double.NaN : i,
                    bad ? QualityCode.of(Reason.COMM_FAILURE) : QualityCode.GOOD);
        }
        Trace trace = history.read(query(0, 50, 100, "a")).get(0);
        int gaps = 0;
        for (int i = 0; i < trace.length(); i++) {
            gaps += trace.gap()[i] ? 1 : 0;
            assertFalse(Double.isNaN(trace.min()[i]));
        }
        assertEquals(1, gaps);
    }

    private SeamlessHistory seamless(RecentSamples memory) {
        return new SeamlessHistory(index, memory, database, stepped::contains, clock);
    }

    private void fill(String id, int first, int last) {
        for (int i = first; i <= last; i++) {
            recent.ring(index.handle(id)).append(i * SECOND, i, QualityCode.GOOD);
        }
    }

    private static HistoryQuery query(long from, long to, int columns, String... ids) {
        return new HistoryQuery(List.of(ids), from * SECOND, to * SECOND, columns);
    }

    /** Stored rows in memory: raw while they fit, else buckets, as the contract says. */
    private final class Database implements StoredHistory {
        final Map<String, TreeMap<Long, Double>> rows = new HashMap<>();
        final List<HistoryQuery> asked = new ArrayList<>();
        boolean down;

        void put(String id, long time, double value) {
            rows.computeIfAbsent(id, key -> new TreeMap<>()).put(time, value);
        }

        @Override
        public List<Trace> read(HistoryQuery query) throws HistoryException {
            asked.add(query);
            fail();
            return query.channelIds().stream().map(id -> {
                Rows all = new Rows();
                TreeMap<Long, Double> stored = rows.getOrDefault(id, new TreeMap<>());
                Map.Entry<Long, Double> lead = stored.lowerEntry(query.fromMicros());
                if (lead != null) {
                    all.sample(0, lead.getKey(), lead.getValue(), QualityCode.GOOD);
                }
                stored.subMap(query.fromMicros(), true, query.toMicros(), true)
                        .forEach((t, v) -> all.sample(0, t, v, QualityCode.GOOD));
                return all.trace(id, query);
            }).toList();
        }

        @Override
        public void samples(List<String> channelIds, long fromMicros, long toMicros, SampleSink into) throws HistoryException {
            fail();
            TreeMap<Long, List<Sample>> all = new TreeMap<>();
            channelIds.forEach(id -> rows.getOrDefault(id, new TreeMap<>()).subMap(fromMicros, true, toMicros, true)
                    .forEach((t, v) -> all.computeIfAbsent(t, key -> new ArrayList<>()).add(sample(id, t, v))));
            all.values().forEach(list -> list.forEach(s -> into.sample(s.channel(), s.timeMicros(), s.value(), s.qualityCode())));
        }

        @Override
        public long aggregates(List<String> channelIds, long fromMicros, long toMicros, long stepMicros, AggregateSink into) {
            return fromMicros;
        }

        @Override
        public List<Optional<Sample>> valueAt(List<String> channelIds, long timeMicros) throws HistoryException {
            fail();
            return channelIds.stream().map(id -> Optional.ofNullable(rows.getOrDefault(id, new TreeMap<>())
                    .floorEntry(timeMicros)).map(e -> sample(id, e.getKey(), e.getValue()))).toList();
        }

        @Override
        public List<Optional<Sample>> firstFrom(List<String> channelIds, long timeMicros) throws HistoryException {
            fail();
            return channelIds.stream().map(id -> Optional.ofNullable(rows.getOrDefault(id, new TreeMap<>())
                    .ceilingEntry(timeMicros)).map(e -> sample(id, e.getKey(), e.getValue()))).toList();
        }

        private Sample sample(String id, long time, double value) {
            return new Sample(index.handle(id), time, value,
                    Double.isNaN(value) ? QualityCode.of(Reason.COMM_FAILURE) : QualityCode.GOOD);
        }

        private void fail() throws HistoryException {
            if (down) {
                throw new HistoryException("The database is away", null);
            }
        }

        @Override
        public Map<String, Long> newestNotBad(Collection<String> channelIds) {
            return Map.of();
        }
    }
}
