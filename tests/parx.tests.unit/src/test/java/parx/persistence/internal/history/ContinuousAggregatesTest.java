package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.TimeSource;
import parx.persistence.TestDatabase;
import parx.persistence.internal.history.packed.BriefLocks;
import parx.service.History.HistoryQuery;
import parx.service.Trace;

/** What TimescaleDB's continuous aggregates hold, and what is read of them, after what happens to samples. */
class ContinuousAggregatesTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final long MINUTE = 60 * Micros.PER_SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final TimeSource TIME = TimeSource.system();
    private static final String KEEP_TEN_YEARS = "3650";
    private static final Map<String, String> WIDTHS = Map.of("channel_data_1s", "1 second", "channel_data_10s", "10 seconds",
            "channel_data_1m", "1 minute", "channel_data_10m", "10 minutes", "channel_data_1h", "1 hour");

    private final ChannelIndex index = new ChannelIndex();
    /** A midnight (UTC). */
    private final long day = Math.floorDiv(TIME.nowMicros(), DAY) * DAY - 10 * DAY;
    private TestDatabase database;
    private SqlHistory history;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated();
        history = new SqlHistory(database.dataSource(), index, database.timescale(), Map::of);
        assumeTrue(database.timescale(), "skipped: no timescaledb");
    }

    @AfterEach
    void close() {
        history.close();
        database.close();
    }

    @Test
    void whatIsReadIsTheSameBeforeAndAfterARefreshAndHoldsWhatCameLate() throws Exception {
        insert("a", day, 4 * 3600, "NULL");
        List<Trace> fromSamples = readAll("a");
        refresh();
        assertSame(fromSamples, readAll("a"));

        java.nio.file.Path spool = java.nio.file.Files.createTempDirectory("parx-late");
        try (HistoryWriter writer = HistoryWriterFixture.historyWriter(database.dataSource(), index, spool, TIME, true)) {
            SampleBatch late = new SampleBatch(2);
            late.sample(index.handle("a"), day + HOUR + 100_000, 1e6, QualityCode.GOOD);
            writer.store(late);
            Await.until("stored", LONG, () -> writer.status().backlog() == 0);
        }
        List<Trace> before = readAll("a");
        for (Trace trace : before) {
            assertEquals(1e6, java.util.Arrays.stream(trace.max()).max().orElseThrow(), "seen at once");
        }
        assertEquals(List.of("1"), database.query("SELECT count(*) FROM rollup_stale"));
        refresh();
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM rollup_stale"));
        assertSame(before, readAll("a"));
        assertAsTheSamplesSay();
    }

    @Test
    void maintenanceRefreshesByItself() {
        insert("a", day, 3600, "NULL");
        try (Maintenance maintenance = new Maintenance(database.dataSource(), true, TIME, HistorySettings.STANDARD)) {
            Await.until("refreshed", LONG, () -> WIDTHS.keySet().stream().allMatch(level -> database.query(
                    "SELECT sum(sample_count) FROM " + stored(level)).equals(List.of("3600"))));
            assertEquals("", maintenance.problem());
        }
        assertAsTheSamplesSay();
    }

    @Test
    void importedSamplesOfAnyAgeAreRolledUp() throws Exception {
        insert("now", day, 600, "NULL");
        refresh();
        long[] old = {day - 100 * DAY, day - 800 * DAY, day - 3000 * DAY};
        for (long begin : old) {
            insert("a", begin + 23 * HOUR, 7200, KEEP_TEN_YEARS);
            note(begin + 23 * HOUR, begin + 24 * HOUR);
            note(begin + 24 * HOUR + 1, begin + 25 * HOUR);
        }
        refresh();
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM rollup_stale"));
        for (String level : List.of("channel_data_1m", "channel_data_10m", "channel_data_1h")) {
            assertEquals(List.of("0"), differences(level));
            assertEquals(List.of("21600"), database.query("SELECT sum(sample_count) FROM " + stored(level) + " WHERE channel_id = 'a'"));
        }
        for (long begin : old) {
            for (int columns : new int[] {2, 50, 1000}) {
                Trace trace = history.read(new HistoryQuery(List.of("a"), begin + 23 * HOUR, begin + 25 * HOUR - 1, columns)).get(0);
                assertEquals(7200, java.util.Arrays.stream(trace.counted()).sum(), columns + " columns");
            }
        }
    }

    @Test
    void noRollupChangesWhenItsSamplesGo() throws Exception {
        insert("short", day, 3600, "1");
        insert("standard", day, 3600, "NULL");
        insert("short", day + DAY, 3600, "1");
        refresh();
        List<String> before = contents();
        for (int times = 0; times < 2; times++) {
            tidy();
            assertEquals(List.of("standard|3600"), database.query("SELECT channel_id, count(*) FROM channel_data GROUP BY 1"),
                    "one chunk has lost a part, the other is dropped");
            refresh();
            List<String> after = contents();
            assertEquals(before.size(), after.size());
            after.removeAll(new java.util.HashSet<>(before));
            assertEquals(List.of(), after.stream().limit(3).toList());
        }
    }

    @Test
    void ofADayFromWhichSamplesHaveGoneALateOneWidensTheRollupsAndAnotherChannelIsWhole() throws Exception {
        insert("a", day, 3600, "1");
        insert("b", day, 3600, "NULL");
        refresh();
        tidy();
        database.execute("INSERT INTO channel_data VALUES (" + time(day + 90 * Micros.PER_SECOND + 1) + ", 'a', 1e6, 'GOOD')");
        note(day + 90 * Micros.PER_SECOND + 1, day + 90 * Micros.PER_SECOND + 1);
        insert("c", day, 3600, "NULL");
        note(day, day + HOUR);
        refresh();
        for (String level : WIDTHS.keySet()) {
            assertEquals(List.of("a|3600|1000000", "b|3600|99", "c|3600|99"), database.query("SELECT channel_id, "
                    + "sum(sample_count), max(max_value) FROM " + level + " GROUP BY 1 ORDER BY 1"), level);
            assertEquals(database.query("SELECT count(DISTINCT (bucket, channel_id)) FROM " + level),
                    database.query("SELECT count(*) FROM " + level), "no bucket is there twice");
        }
    }

    @Test
    void whileAPolicyIsAtTheSameItIsTriedAgain() throws Exception {
        insert("a", day, 600, "NULL");
        note(day, day + MINUTE);
        try (Connection policy = database.connect()) {
            String pid = pid(policy);
            database.execute("INSERT INTO _timescaledb_catalog.continuous_aggs_jobs_refresh_ranges (materialization_id, start_range,"
                    + " end_range, pid, job_id, created_at) SELECT mat_hypertable_id, 0, 4102444800000000, " + pid + ", 1, now() FROM "
                    + "_timescaledb_catalog.continuous_agg WHERE user_view_name = 'channel_data_1s'");
            assertFalse(refreshed());
            assertEquals(List.of("1"), database.query("SELECT count(*) FROM rollup_stale"));
        }
        Await.until("the policy's connection is gone", LONG, this::refreshed);
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM rollup_stale"));
        assertAsTheSamplesSay();
    }

    @Test
    void thePoliciesGoInFewStepsAndTheOldestFirst() {
        long begin = Math.floorDiv(TIME.nowMicros(), MINUTE) * MINUTE - 50 * MINUTE;
        insert("a", begin, 2400, "NULL");
        List<String> jobs = database.query("SELECT j.job_id FROM timescaledb_information.jobs j WHERE proc_name = "
                + "'policy_refresh_continuous_aggregate' ORDER BY j.job_id");
        assertEquals(5, jobs.size());
        assertEquals(List.of("5"), database.query("SELECT count(*) FROM timescaledb_information.jobs WHERE proc_name = "
                + "'policy_refresh_continuous_aggregate' AND (config->>'buckets_per_batch')::int >= 10 "
                + "AND NOT (config->>'refresh_newest_first')::boolean"));
        for (int times = 0; times < 2; times++) {
            for (String job : jobs) {
                database.execute("CALL run_job(" + job + ")");
            }
        }
        for (String level : List.of("channel_data_1s", "channel_data_10s", "channel_data_1m")) {
            assertEquals(List.of("2400"), database.query("SELECT sum(sample_count) FROM " + stored(level)), level);
        }
        assertAsTheSamplesSay();
    }

    private static String pid(Connection connection) throws java.sql.SQLException {
        try (var statement = connection.createStatement(); var row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        }
    }

    /** One a second, 0 to 99 in turn. */
    private void insert(String channel, long from, int seconds, String keepDays) {
        database.execute("INSERT INTO channel_data (time, channel_id, value, quality, keep_days) SELECT " + time(from)
                + " + make_interval(secs => i), '" + channel + "', i % 100, CASE WHEN i % 1000 = 999 THEN 'UNCERTAIN' ELSE 'GOOD' END, "
                + keepDays + " FROM generate_series(0, " + (seconds - 1) + ") i");
    }

    private void note(long from, long to) {
        database.execute("INSERT INTO rollup_stale (from_time, to_time) VALUES (" + time(from) + ", " + time(to) + ")");
    }

    private void refresh() {
        assertTrue(refreshed());
    }

    private boolean refreshed() {
        try (Connection connection = database.connect()) {
            return new ContinuousAggregates().refresh(connection, ContinuousAggregates.complete(connection));
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void tidy() throws Exception {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            new Chunks(new BriefLocks(LockSupport::parkNanos), Duration.ofDays(1)).tidy(connection,
                    Partitions.timestamp(TIME.nowMicros()));
            connection.commit();
        }
    }

    private List<Trace> readAll(String channel) throws Exception {
        List<Trace> traces = new ArrayList<>();
        for (int columns : new int[] {4, 20, 200, 1000}) {
            traces.add(history.read(new HistoryQuery(List.of(channel), day, day + 4 * HOUR - 1, columns)).get(0));
        }
        return traces;
    }

    private static void assertSame(List<Trace> expected, List<Trace> actual) {
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(words(expected.get(i)), words(actual.get(i)));
        }
    }

    private static List<String> words(Trace trace) {
        List<String> words = new ArrayList<>();
        for (int row = 0; row < trace.length(); row++) {
            words.add(String.join("|", "" + trace.timeMicros()[row], "" + trace.first()[row], "" + trace.min()[row],
                    "" + trace.max()[row], "" + trace.last()[row], "" + Math.round(trace.average()[row] * 1e6),
                    "" + trace.counted()[row], "" + trace.bad()[row], "" + trace.quality()[row], "" + trace.gap()[row]));
        }
        return words;
    }

    private List<String> contents() {
        List<String> all = new ArrayList<>();
        for (String level : WIDTHS.keySet()) {
            all.addAll(database.query("SELECT '" + level + "', r.* FROM " + level + " r ORDER BY bucket, channel_id"));
        }
        return all;
    }

    private void assertAsTheSamplesSay() {
        for (String level : WIDTHS.keySet()) {
            assertEquals(List.of("0"), differences(level), level);
        }
    }

    /** How many buckets are missing, too many or other than the samples say in the plainest SQL. */
    private List<String> differences(String level) {
        return database.query("WITH s AS (SELECT date_bin('" + WIDTHS.get(level) + "', time, '2000-01-01 00:00+00') AS bucket, "
                + "channel_id, avg(value) AS avg_value, min(value) AS min_value, max(value) AS max_value, count(*) AS sample_count, "
                + "count(*) FILTER (WHERE quality = 'UNCERTAIN') AS uncertain_count FROM channel_data GROUP BY 1, 2) "
                + "SELECT count(*) FROM s FULL JOIN " + level + " r USING (bucket, channel_id) WHERE NOT coalesce("
                + "(r.min_value, r.max_value, r.sample_count, r.uncertain_count) IS NOT DISTINCT FROM "
                + "(s.min_value, s.max_value, s.sample_count, s.uncertain_count) AND abs(r.avg_value - s.avg_value) < 1e-6, false)");
    }

    /** The table of what the aggregate has stored. */
    private String stored(String level) {
        return database.query("SELECT format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name) FROM "
                + "timescaledb_information.continuous_aggregates WHERE view_name = '" + level + "'").get(0);
    }

    private static String time(long micros) {
        return "'" + Micros.toInstant(micros) + "'::timestamptz";
    }
}
