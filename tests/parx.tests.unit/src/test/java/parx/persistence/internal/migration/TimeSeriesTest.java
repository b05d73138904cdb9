package parx.persistence.internal.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.persistence.TestDatabase;

/** Partitions, rollups and retention: TimescaleDB's, and their counterparts on plain PostgreSQL. */
class TimeSeriesTest {
    private static final String WITH_BAD = """
            INSERT INTO channel_data VALUES
              ('2026-03-01 12:00:00.1+00', 'a', 3, 'GOOD'), ('2026-03-01 12:00:00.2+00', 'a', 'NaN', 'BAD'),
              ('2026-03-01 12:00:00.3+00', 'a', 99, 'BAD'), ('2026-03-01 12:00:00.4+00', 'a', 1, 'UNCERTAIN'),
              ('2026-03-01 12:00:00.5+00', 'a', 5, 'GOOD'), ('2026-03-01 12:00:07+00', 'a', 'NaN', 'BAD'),
              ('2026-03-01 12:00:00.1+00', 'b', 7, 'GOOD')""";
    private static final List<String> SECONDS = List.of(
            "12:00:00|a|3|1|5|3|2|1|3|5", "12:00:00|b|7|7|7|1|0|0|7|7", "12:00:07|a||||0|1|0||");
    private static final List<String> MINUTES = List.of("12:00:00|a|3|1|5|2|3|3|1|3|5", "12:00:00|b|7|7|7||1|0|0|7|7");
    private static final String READ_SECONDS = "SELECT to_char(bucket AT TIME ZONE 'UTC', 'HH24:MI:SS'), channel_id,"
            + " avg_value, min_value, max_value, sample_count, bad_count, uncertain_count, first_value, last_value"
            + " FROM channel_data_1s ORDER BY bucket, channel_id";
    private static final String READ_MINUTES = "SELECT to_char(bucket AT TIME ZONE 'UTC', 'HH24:MI:SS'), channel_id,"
            + " avg_value, min_value, max_value, stddev_value, sample_count, bad_count, uncertain_count, first_value,"
            + " last_value FROM channel_data_1m ORDER BY bucket, channel_id";

    /** How many buckets are missing, too many or other than the samples say in the plainest SQL. */
    private static final String DIFFERENCES = """
            WITH s AS (
              SELECT date_trunc('%s', time) AS bucket, channel_id, avg(value) FILTER (WHERE quality <> 'BAD') AS avg_value,
                min(value) FILTER (WHERE quality <> 'BAD') AS min_value,
                max(value) FILTER (WHERE quality <> 'BAD') AS max_value,
                count(*) FILTER (WHERE quality <> 'BAD') AS sample_count,
                count(*) FILTER (WHERE quality = 'BAD') AS bad_count,
                count(*) FILTER (WHERE quality = 'UNCERTAIN') AS uncertain_count,
                (array_agg(value ORDER BY time) FILTER (WHERE quality <> 'BAD'))[1] AS first_value,
                (array_agg(value ORDER BY time DESC) FILTER (WHERE quality <> 'BAD'))[1] AS last_value%s
              FROM channel_data GROUP BY 1, 2)
            SELECT count(*) FROM s FULL JOIN %s r USING (bucket, channel_id) WHERE NOT coalesce(
              (r.min_value, r.max_value, r.sample_count, r.bad_count, r.uncertain_count, r.first_value, r.last_value)
              IS NOT DISTINCT FROM
              (s.min_value, s.max_value, s.sample_count, s.bad_count, s.uncertain_count, s.first_value, s.last_value)
              AND (s.sample_count = 0 OR abs(r.avg_value - s.avg_value) < 1e-6)%s, false)""";

    private TestDatabase database;

    @BeforeEach
    void create() {
        database = TestDatabase.migrated();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void badSamplesDoNotFalsifyTheRollups() {
        database.execute(WITH_BAD);
        refresh();
        assertEquals(SECONDS, database.query(READ_SECONDS));
        assertEquals(MINUTES, database.query(READ_MINUTES));
    }

    @Test
    void lateSamplesChangeTheirBucket() {
        database.execute(WITH_BAD);
        refresh();
        database.execute("INSERT INTO channel_data VALUES ('2026-03-01 12:00:00.6+00', 'b', 9, 'GOOD')");
        refresh();
        assertTrue(database.query(READ_SECONDS).contains("12:00:00|b|8|7|9|2|0|0|7|9"));
    }

    /** What a wrong word order or a broken sensor makes of a float; AVG alone would stop with an overflow. */
    @Test
    void valuesAtTheEndsOfTheScaleStopNoRollup() {
        database.execute("INSERT INTO channel_data SELECT timestamptz '2026-03-01 12:00+00' + make_interval(secs => i * 0.1),"
                + " id, v * i, 'GOOD' FROM generate_series(1, 20) i,"
                + " (VALUES ('big', 5e306::float8), ('low', -5e306), ('endless', 'Infinity'), ('sane', 1)) c(id, v)");
        refresh();
        assertEquals(List.of("big|1e+308", "endless|Infinity", "low|-5e+306", "sane|20"), database.query(
                "SELECT channel_id, max_value FROM channel_data_1m ORDER BY channel_id"));
        assertEquals(List.of("10.5|20"), database.query(
                "SELECT avg_value, sample_count FROM channel_data_1m WHERE channel_id = 'sane'"));
    }

    @Test
    void rollupsAreWhatTheSamplesSay() {
        database.execute("SELECT setseed(0.5)", "INSERT INTO channel_data SELECT timestamptz '2026-03-01 12:00+00'"
                + " + make_interval(secs => i * 0.137), 'ch-' || c, c * 1e6 + random(), CASE (random() * 9)::int"
                + " WHEN 3 THEN 'BAD' WHEN 4 THEN 'UNCERTAIN' ELSE 'GOOD' END FROM generate_series(0, 800) i,"
                + " generate_series(1, 5) c");
        refresh();
        assertEquals(List.of("0"), database.query(DIFFERENCES.formatted("second", "", "channel_data_1s", "")));
        assertEquals(List.of("0"), database.query(DIFFERENCES.formatted("minute",
                ", stddev(value) FILTER (WHERE quality <> 'BAD') AS stddev_value", "channel_data_1m",
                " AND abs(r.stddev_value - s.stddev_value) < 1e-7")));
    }

    @Test
    void onPlainPostgresRollupsHaveTheirRetention() {
        assumePlain();
        database.execute("SELECT ensure_rollup_partitions('2024-01-30 12:00+00', '2024-02-02 00:00+00')");
        assertEquals(List.of("channel_data_1m_202401", "channel_data_1m_202402", "channel_data_1s_20240130",
                "channel_data_1s_20240131", "channel_data_1s_20240201", "channel_data_1s_20240202"), database.query(
                        "SELECT relname FROM pg_class WHERE relname ~ '^channel_data_1[sm]_20.*[0-9]$' ORDER BY 1"));
        database.execute("INSERT INTO channel_data VALUES ('2024-01-31 23:59:59+00', 'a', 1, 'GOOD'),"
                + " ('2024-02-01 00:00+00', 'a', 2, 'GOOD')",
                "SELECT refresh_rollups('2024-01-31 23:59+00', '2024-02-01 00:00+00')");
        assertEquals(List.of("channel_data_1s_20240130", "channel_data_1s_20240131"), expired("2024-05-01 00:00+00"),
                "two days of seconds");
        assertEquals(List.of("channel_data_1s_20240130", "channel_data_1m_202401", "channel_data_1s_20240131",
                "channel_data_1s_20240201", "channel_data_1s_20240202"), expired("2026-02-01 00:00+00"), "and a month of minutes");
    }

    @Test
    void onPlainPostgresRowsOfAnyDayAreTakenAndMoveToTheirPartition() {
        assumePlain();
        database.execute("INSERT INTO channel_data VALUES ('2026-03-01 00:00+00', 'a', 1, 'GOOD'),"
                + " ('2026-03-01 23:59:59.999999+00', 'a', 2, 'GOOD'), ('2026-03-02 00:00+00', 'a', 3, 'GOOD')");
        assertEquals(List.of("3"), database.query("SELECT count(*) FROM channel_data_default"));
        assertEquals(List.of("3"), database.query(
                "SELECT ensure_partitions('2026-03-01 12:00+00', '2026-03-01 13:00+00')"));
        assertEquals(List.of("1"), database.query("SELECT count(*) FROM channel_data_default"));
        assertEquals(List.of("2"), database.query("SELECT count(*) FROM channel_data_20260301"));
        assertEquals(List.of("3"), database.query("SELECT count(*) FROM channel_data"));
        assertEquals(List.of("0"), database.query(
                "SELECT ensure_partitions('2026-03-01 12:00+00', '2026-03-01 13:00+00')"), "they exist already");
    }

    @Test
    void daysAreUtcWhateverTheSessionsZone() {
        assumePlain();
        database.execute("SET TIME ZONE 'America/New_York'",
                "SELECT ensure_partitions('2026-03-07 00:00+00', '2026-03-10 00:00+00')",
                "INSERT INTO channel_data VALUES ('2026-03-08 23:30+00', 'a', 1, 'GOOD')",
                "INSERT INTO channel_data VALUES ('2026-03-09 00:00+00', 'a', 1, 'GOOD')");
        assertEquals(List.of("1|1"), database.query("SELECT (SELECT count(*) FROM channel_data_20260308),"
                + " (SELECT count(*) FROM channel_data_20260309)"));
    }

    @Test
    void onPlainPostgresPartitionsHaveTheTablesIndexesAndChecks() {
        assumePlain();
        database.execute("SELECT ensure_partitions('2026-03-01 00:00+00', '2026-03-01 00:00+00')");
        assertEquals(List.of("2"), database.query(
                "SELECT count(*) FROM pg_indexes WHERE tablename = 'channel_data_20260301'"));
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
                + " LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid"
                + " WHERE c.relname = 'channel_data_20260301' AND h.inhparent IS NULL"), "an index of its own stayed");
    }

    @Test
    void onPlainPostgresRetentionNamesWhatIsTooOldAndNothingElse() {
        assumePlain();
        database.execute("SELECT ensure_partitions('2025-01-01 00:00+00', '2025-01-02 00:00+00')",
                "INSERT INTO channel_data_swaps (day, leaves, replaces) SELECT '2025-01-01', "
                        + "ARRAY[create_packed_leaf('2025-01-01', 0::smallint, 1::smallint), "
                        + "create_packed_leaf('2025-01-01', 400::smallint, 1::smallint)], 'channel_data_20250101'",
                "CREATE TRIGGER note_late_row AFTER INSERT ON channel_data_20250101 FOR EACH ROW EXECUTE FUNCTION note_late_row()",
                "SELECT swap_packed('2025-01-01')");
        assertEquals(List.of(), expired("2025-04-01 23:59+00"));
        assertEquals(List.of("channel_data_packed_20250101_standard_1"), expired("2025-04-02 00:00+00"));
        assertEquals(List.of("alarms_20250101", "channel_data_packed_20250101_standard_1"), expired("2026-01-02 00:00+00"),
                "alarms stay for a year");
        assertEquals(List.of("alarms_20250101", "channel_data_packed_20250101_400d_1",
                "channel_data_packed_20250101_standard_1", "alarms_20250102"), expired("2030-01-01 00:00+00"),
                "batch_data has no end, and what is not packed yet is not dropped");
    }

    @Test
    void withTimescaleDbTheSpecifiedPoliciesRun() {
        assumeTrue(database.timescale(), "skipped: no timescaledb");
        assertEquals(List.of("alarms", "batch_data", "channel_data"), database.query("SELECT hypertable_name FROM"
                + " timescaledb_information.hypertables WHERE hypertable_schema = 'public' ORDER BY 1"));
        assertEquals(List.of("channel_data_10m", "channel_data_10s", "channel_data_1h", "channel_data_1m", "channel_data_1s"),
                database.query("SELECT view_name FROM timescaledb_information.continuous_aggregates ORDER BY 1"));
        assertEquals(List.of("policy_refresh_continuous_aggregate|5", "policy_retention|6"), database.query(
                "SELECT proc_name, count(*) FROM timescaledb_information.jobs WHERE proc_name IN"
                        + " ('policy_refresh_continuous_aggregate', 'policy_retention') GROUP BY 1 ORDER BY 1"));
        assertEquals(List.of("1"), database.query("SELECT count(*) FROM timescaledb_information.jobs"
                + " WHERE hypertable_name = 'channel_data' AND config::text LIKE '%7 days%'"));
    }

    private void refresh() {
        if (database.timescale()) {
            database.refreshAggregates();
        } else {
            database.execute("SELECT refresh_rollups('2026-03-01 12:00+00', '2026-03-01 12:01+00')");
        }
    }

    private List<String> expired(String asOf) {
        return database.query("SELECT partition FROM expired_partitions('" + asOf + "') WHERE parent NOT IN ('channel_data_10s',"
                + " 'channel_data_10m', 'channel_data_1h')");
    }

    private void assumePlain() {
        assumeTrue(!database.timescale(), "skipped: this is how plain PostgreSQL does it");
    }
}
