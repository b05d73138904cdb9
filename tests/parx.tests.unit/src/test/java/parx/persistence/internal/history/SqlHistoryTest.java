package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import parx.model.ChannelIndex;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.TimeSource;
import parx.persistence.TestDatabase;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;
import parx.service.Trace;

class SqlHistoryTest {
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    /** 2026-03-01T00:00:00Z */
    private static final long START = 1_772_323_200L * SECOND;

    private final ChannelIndex index = new ChannelIndex();
    private TestDatabase database;
    private SqlHistory history;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated();
        history = new SqlHistory(database.dataSource(), index, database.timescale(), Map::of);
    }

    @AfterEach
    void close() {
        history.close();
        database.close();
    }

    @Test
    void fewSamplesComeAsTheyWereStoredAfterTheLastOneBefore() throws Exception {
        insert("a", START - 10, 1, "GOOD");
        insert("a", START - 5, 2, "UNCERTAIN");
        insert("a", START, 3, "GOOD");
        insert("a", START + 1, Double.NaN, "BAD");
        insert("a", START + 2, 4, "GOOD");
        insert("a", START + 3, 5, "GOOD");
        insert("b", START + 1, 9, "GOOD");
        List<Trace> traces = read(START, START + 2, 100, "b", "a", "none");
        Trace a = traces.get(1);
        assertTrue(a.raw());
        assertEquals(List.of(START - 5, START, START + 1, START + 2), times(a));
        assertEquals(2, a.last()[0]);
        assertEquals(Quality.UNCERTAIN, QualityCode.quality(a.quality()[0]));
        assertTrue(a.gap()[2] && Double.isNaN(a.min()[2]));
        assertFalse(a.gap()[3]);
        assertEquals(List.of(START + 1), times(traces.get(0)));
        assertEquals(0, traces.get(2).length());
        assertEquals("none", traces.get(2).channelId());
    }

    @Test
    void aSpikeAndAGapOfOneSampleAreSeenAtEveryZoom() throws Exception {
        series("a", 0, 6 * 3600, 1000);
        long spike = START + 2 * HOUR + 1234 * SECOND;
        long dip = START + 3 * HOUR + 77 * SECOND;
        long bad = START + 4 * HOUR + 999 * SECOND;
        database.execute("UPDATE channel_data SET value = 1e6 WHERE time = " + literal(spike),
                "UPDATE channel_data SET value = -1e6 WHERE time = " + literal(dip),
                "UPDATE channel_data SET value = 'NaN', quality = 'BAD' WHERE time = " + literal(bad));
        rollUpAll();
        for (long range = 6 * HOUR; range >= 10 * SECOND; range /= 2) {
            for (int columns : new int[] {7, 100, 1920}) {
                for (long at : new long[] {spike, dip, bad}) {
                    long from = Math.max(START, at - range / 3);
                    Trace trace = read(from, from + range, columns, "a").get(0);
                    int row = rowOf(trace, at);
                    String where = range / SECOND + " s in " + columns + " columns, raw " + trace.raw();
                    assertTrue(trace.raw() || trace.length() <= 2 * columns + 3, where + ": " + trace.length());
                    if (at == spike) {
                        assertEquals(1e6, trace.max()[row], where);
                    } else if (at == dip) {
                        assertEquals(-1e6, trace.min()[row], where);
                    } else {
                        assertTrue(trace.gap()[row], where);
                        assertEquals(Quality.BAD, QualityCode.quality(trace.quality()[row]), where);
                    }
                }
            }
        }
    }

    @Test
    void aSpikeOfOneSampleIsSeenAtAZoomOfAYear() throws Exception {
        long year = 365 * 24 * HOUR;
        database.execute("INSERT INTO channel_data SELECT " + literal(START) + " + make_interval(mins => i * 7), 'a', 1, 'GOOD'"
                + " FROM generate_series(0, 75085) i");
        long spike = START + 7 * 33_333 * MINUTE;
        database.execute("UPDATE channel_data SET value = 1e6 WHERE time = " + literal(spike));
        rollUpAll();
        for (int columns : new int[] {100, 2_000, 5_000}) {
            Trace trace = read(START, START + year - 1, columns, "a").get(0);
            assertFalse(trace.raw());
            assertTrue(trace.length() > columns * 0.9 && trace.length() <= 2 * columns, columns + " columns: " + trace.length());
            int row = rowOf(trace, spike);
            assertEquals(1e6, trace.max()[row]);
            assertEquals(1, trace.min()[row]);
            assertEquals((1e6 + trace.counted()[row] - 1) / trace.counted()[row], trace.average()[row], 1e-6);
            assertEquals(75_086, java.util.Arrays.stream(trace.counted()).sum(), "every sample is in one bucket");
        }
    }

    @Test
    void aBucketSaysHowMuchOfItIsGoodAndAveragesThat() throws Exception {
        database.execute("INSERT INTO channel_data SELECT " + literal(START) + " + make_interval(secs => i), 'a', "
                + "CASE WHEN i < 1800 THEN i % 2 ELSE 1e9 END, CASE WHEN i < 1800 THEN 'GOOD' ELSE 'BAD' END"
                + " FROM generate_series(0, 3599) i");
        for (boolean rolledUp : new boolean[] {false, true}) {
            if (rolledUp) {
                rollUpAll();
            }
            Trace trace = read(START, START + HOUR - 1, 1, "a").get(0);
            assertEquals(1, trace.length());
            assertEquals(0.5, trace.goodShare(0));
            assertEquals(0.5, trace.average()[0], 1e-12);
            assertEquals(1, trace.max()[0]);
            assertEquals(Quality.BAD, QualityCode.quality(trace.quality()[0]));
            Trace parts = read(START, START + HOUR - 1, 6, "a").get(0);
            assertEquals(List.of(1.0, 1.0, 1.0, 0.0, 0.0, 0.0),
                    java.util.stream.IntStream.range(0, 6).mapToObj(parts::goodShare).toList());
            assertTrue(Double.isNaN(parts.average()[3]));
        }
    }

    @Test
    void rollupsAndSamplesAgreeAndBadValuesAreInNeither() throws Exception {
        series("a", 0, 4 * 3600, 500);
        database.execute("UPDATE channel_data SET quality = 'BAD', value = 1e9 WHERE extract(epoch FROM time)::bigint % 700 = 3",
                "UPDATE channel_data SET quality = 'UNCERTAIN' WHERE extract(epoch FROM time)::bigint % 900 = 5");
        assumeTrue(!database.timescale(), "skipped: this is how plain PostgreSQL does it; ContinuousAggregatesTest is its counterpart");
        for (int columns : new int[] {3, 20, 50, 240, 500, 3000}) {
            database.execute("DELETE FROM rollup_state");
            Trace fromSamples = read(START, START + 4 * HOUR - 1, columns, "a").get(0);
            rollUpAll();
            Trace fromRollups = read(START, START + 4 * HOUR - 1, columns, "a").get(0);
            assertFalse(fromSamples.raw());
            assertSame(fromSamples, fromRollups);
            for (double max : fromSamples.max()) {
                assertTrue(max < 1e6, "a BAD value is no maximum");
            }
            // Half of the range from rollups, a part of that stale: still the same, no seam, nothing twice.
            database.execute("UPDATE rollup_state SET refreshed_until = " + literal(START + 2 * HOUR),
                    "UPDATE channel_data_1m SET max_value = 7e7 WHERE bucket >= " + literal(START + 2 * HOUR),
                    "UPDATE channel_data_1s SET max_value = 7e7 WHERE bucket >= " + literal(START + 2 * HOUR),
                    "UPDATE channel_data_10s SET max_value = 7e7 WHERE bucket >= " + literal(START + 2 * HOUR),
                    "UPDATE channel_data_10m SET max_value = 7e7 WHERE bucket >= " + literal(START + 2 * HOUR),
                    "UPDATE channel_data_1h SET max_value = 7e7 WHERE bucket >= " + literal(START + 2 * HOUR),
                    "UPDATE channel_data_1h SET max_value = 7e7 WHERE bucket = " + literal(START),
                    "UPDATE channel_data_10m SET max_value = 7e7 WHERE bucket = " + literal(START + 10 * MINUTE),
                    "UPDATE channel_data_10s SET max_value = 7e7 WHERE bucket = " + literal(START + 11 * MINUTE + 30 * SECOND),
                    "UPDATE channel_data_1m SET max_value = 7e7 WHERE bucket = " + literal(START + 11 * MINUTE),
                    "UPDATE channel_data_1s SET max_value = 7e7 WHERE bucket = " + literal(START + 11 * MINUTE + 30 * SECOND),
                    "INSERT INTO rollup_stale (from_time, to_time) VALUES (" + literal(START + 11 * MINUTE + 5) + ", "
                            + literal(START + 11 * MINUTE + 31 * SECOND) + "), (" + literal(START + 11 * MINUTE + 40 * SECOND)
                            + ", " + literal(START + 12 * MINUTE) + ")");
            assertSame(fromSamples, read(START, START + 4 * HOUR - 1, columns, "a").get(0));
            // The coarser ones are not filled for the past yet: the finer ones stand in.
            rollUpAll();
            database.execute("TRUNCATE rollup_stale", "UPDATE rollup_state SET coarser_from = " + literal(START + 3 * HOUR),
                    "UPDATE channel_data_10s SET max_value = 7e7 WHERE bucket < " + literal(START + 3 * HOUR),
                    "UPDATE channel_data_10m SET max_value = 7e7 WHERE bucket < " + literal(START + 3 * HOUR),
                    "UPDATE channel_data_1h SET max_value = 7e7 WHERE bucket < " + literal(START + 3 * HOUR));
            assertSame(fromSamples, read(START, START + 4 * HOUR - 1, columns, "a").get(0));
        }
    }

    @Test
    void maintenanceRollsUpWhatIsOldAndWhatComesLate() throws Exception {
        assumeTrue(!database.timescale(), "skipped: this is how plain PostgreSQL does it");
        long now = TimeSource.system().nowMicros() / HOUR * HOUR;
        database.execute("INSERT INTO channel_data SELECT " + literal(now - 3 * HOUR) + " + make_interval(secs => i * 0.5), "
                + "'a', i, 'GOOD' FROM generate_series(0, 7199) i");
        AtomicLong clock = new AtomicLong(now + 7 * 24 * HOUR);
        TimeSource time = clockOf(clock);
        try (Maintenance maintenance = new Maintenance(database.dataSource(), database.timescale(), time, HistorySettings.STANDARD)) {
            Await.until("rolled up", Duration.ofSeconds(120),
                    () -> database.query("SELECT count(*), sum(sample_count) FROM channel_data_1m").equals(List.of("60|7200"))
                            && !database.query("SELECT 1 FROM rollup_state WHERE refreshed_until >= "
                                    + literal(clock.get() - 5 * MINUTE)).isEmpty());
            assertEquals("", maintenance.problem());
        }
        assertEquals(List.of("3600|7200"), database.query("SELECT count(*), sum(sample_count) FROM channel_data_1s"));
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_data_default"));

        java.nio.file.Path spool = java.nio.file.Files.createTempDirectory("parx-late");
        parx.model.ChannelIndex index = new parx.model.ChannelIndex();
        try (HistoryWriter writer = HistoryWriterFixture.historyWriter(database.dataSource(), index, spool, time, false)) {
            parx.model.SampleBatch late = new parx.model.SampleBatch(2);
            late.sample(index.handle("a"), now - 3 * HOUR + 100_000, 1e6, QualityCode.GOOD);
            writer.store(late);
            assertTrue(writer.flush(Duration.ofSeconds(120)));
        }
        Trace before = read(now - 3 * HOUR, now, 10, "a").get(0);
        assertEquals(1e6, before.max()[0], "seen before it is rolled up");
        try (Maintenance maintenance = new Maintenance(database.dataSource(), database.timescale(), time, HistorySettings.STANDARD)) {
            Await.until("rolled up anew", Duration.ofSeconds(120),
                    () -> database.query("SELECT count(*) FROM rollup_stale").equals(List.of("0")));
            assertEquals("", maintenance.problem());
        }
        assertSame(before, read(now - 3 * HOUR, now, 10, "a").get(0));
        assertEquals(List.of("1000000"), database.query("SELECT max(max_value) FROM channel_data_1m"));
    }


    @Test
    void minutesAreShownWhereTheirSamplesAreGone() throws Exception {
        assumeTrue(!database.timescale(), "skipped: this is how plain PostgreSQL does it; ContinuousAggregatesTest is its counterpart");
        series("a", 0, 600, 1000);
        rollUpAll();
        database.execute("DELETE FROM channel_data", "DELETE FROM channel_data_1s", "DELETE FROM channel_data_10s");
        assertEquals(10, read(START, START + HOUR - 1, 60, "a").get(0).length());
        assertEquals(10, read(START, START + 600 * SECOND - 1, 600, "a").get(0).length(), "at any zoom");
        series("a", 300, 600, 1000);
        database.execute("SELECT refresh_rollups(min(time), max(time)) FROM channel_data");
        Trace half = read(START, START + 600 * SECOND - 1, 100, "a").get(0);
        assertEquals(5 + 50, half.length(), "minutes up to where the samples begin");
        assertEquals(600, java.util.Arrays.stream(half.counted()).sum());
    }


    @Test
    void anIdIsNeverTakenForSql() throws Exception {
        String hostile = "x' OR '1'='1\\'; DROP TABLE channel_data; --";
        insert("a", START, 1, "GOOD");
        assertEquals(0, read(START - 1, START + 1, 10, hostile).get(0).length());
        database.execute("INSERT INTO channel_data VALUES (" + literal(START) + ", '" + hostile.replace("'", "''") + "', 3, 'GOOD')");
        assertEquals(1, read(START - 1, START + 1, 10, hostile).get(0).length());
    }

    @Test
    void anInterruptEndsEveryKindOfQueryThatHangs() throws Exception {
        insert("a", START, 1, "GOOD");
        anInterruptEnds(() -> read(START, START + 1, 10, "a"));
        anInterruptEnds(() -> history.samples(List.of("a"), START, START + 1, (channel, time, value, quality) -> { }));
        anInterruptEnds(() -> history.valueAt(List.of("a"), START));
        anInterruptEnds(() -> history.firstFrom(List.of("a"), START));
        anInterruptEnds(() -> history.aggregates(List.of("a"), START, START + HOUR, MINUTE,
                (place, time, counted, average, min, max, impaired) -> { }));
        anInterruptEnds(() -> history.newestNotBad(List.of("a")));
    }

    private interface Asking {
        void run() throws HistoryException;
    }

    private static final String WAITING = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";

    /** Until the lock is released, which is after all this, nothing else ends it. */
    private void anInterruptEnds(Asking asking) throws Exception {
        try (var locker = database.connect()) {
            locker.setAutoCommit(false);
            locker.createStatement().execute("LOCK TABLE channel_data IN ACCESS EXCLUSIVE MODE");
            AtomicReference<Exception> outcome = new AtomicReference<>();
            Thread reader = new Thread(() -> {
                try {
                    asking.run();
                } catch (HistoryException e) {
                    outcome.set(e);
                }
            });
            reader.start();
            Await.until("it waits for the lock", Duration.ofSeconds(60), () -> !database.query(
                    WAITING).isEmpty());
            reader.interrupt();
            assertTrue(reader.join(Duration.ofSeconds(30)));
            Await.until("the server works at it no longer", Duration.ofSeconds(30), () -> database.query(
                    WAITING).isEmpty());
            assertTrue(outcome.get().getMessage().contains("cancelled"), String.valueOf(outcome.get()));
        }
    }

    @Test
    void aServerThatIsAwayGivesASentence() {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        try (SqlHistory away = new SqlHistory(nobody, index, false, Map::of)) {
            HistoryException e = assertThrows(HistoryException.class,
                    () -> away.read(new HistoryQuery(List.of("a"), START, START + 1, 10)));
            assertTrue(e.getMessage().contains("PostgreSQL does not answer"), e.getMessage());
        }
    }

    private List<Trace> read(long from, long to, int columns, String... ids) throws HistoryException {
        List<Trace> traces = history.read(new HistoryQuery(List.of(ids), from, to, columns));
        for (Trace trace : traces) {
            for (int row = 1; row < trace.length(); row++) {
                assertTrue(trace.timeMicros()[row] > trace.timeMicros()[row - 1], "times ascend strictly");
            }
        }
        return traces;
    }

    private void insert(String id, long at, double value, String quality) {
        database.execute("INSERT INTO channel_data VALUES (" + literal(at) + ", '" + id + "', '" + value + "', '" + quality + "')");
    }

    private void series(String id, int fromSecond, int toSecond, int stepMillis) {
        database.execute("INSERT INTO channel_data SELECT " + literal(START) + " + make_interval(secs => i / 1000.0), '" + id
                + "', sin(i / 1000000.0) * 100 + i % 3, 'GOOD' FROM generate_series(" + fromSecond * 1000 + ", "
                + (toSecond * 1000 - 1) + ", " + stepMillis + ") i");
    }

    private void rollUpAll() {
        if (database.timescale()) {
            database.refreshAggregates();
            return;
        }
        database.execute("SELECT refresh_rollups(min(time), max(time)) FROM channel_data",
                "SELECT refresh_coarser_rollups(min(time), max(time)) FROM channel_data",
                "INSERT INTO rollup_state (refreshed_until) SELECT date_trunc('minute', max(time)) + interval '1 minute' FROM "
                        + "channel_data ON CONFLICT (only_row) DO UPDATE SET refreshed_until = EXCLUDED.refreshed_until");
    }

    private static int rowOf(Trace trace, long at) {
        int found = -1;
        for (int row = 0; row < trace.length() && trace.timeMicros()[row] <= at; row++) {
            found = row;
        }
        return found;
    }

    private static void assertSame(Trace expected, Trace actual) {
        assertEquals(expected.length(), actual.length());
        for (int row = 0; row < expected.length(); row++) {
            String where = "row " + row + " of " + expected.length();
            assertEquals(expected.timeMicros()[row], actual.timeMicros()[row], where);
            assertEquals(expected.first()[row], actual.first()[row], where);
            assertEquals(expected.average()[row], actual.average()[row], 1e-9, where);
            assertEquals(expected.counted()[row], actual.counted()[row], where);
            assertEquals(expected.bad()[row], actual.bad()[row], where);
            assertEquals(expected.min()[row], actual.min()[row], where);
            assertEquals(expected.max()[row], actual.max()[row], where);
            assertEquals(expected.last()[row], actual.last()[row], where);
            assertEquals(expected.quality()[row], actual.quality()[row], where);
            assertEquals(expected.gap()[row], actual.gap()[row], where);
        }
    }

    private static List<Long> times(Trace trace) {
        return java.util.Arrays.stream(trace.timeMicros(), 0, trace.length()).boxed().toList();
    }

    private static String literal(long micros) {
        return "'" + parx.model.Micros.toInstant(micros) + "'::timestamptz";
    }

    private static TimeSource clockOf(AtomicLong micros) {
        return new TimeSource() {
            @Override
            public long nowMicros() {
                return micros.get();
            }

            @Override
            public long monotonicNanos() {
                return System.nanoTime();
            }
        };
    }
}
