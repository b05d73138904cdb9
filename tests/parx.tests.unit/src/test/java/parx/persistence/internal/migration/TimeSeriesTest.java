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
    void onPlainPostgresRetentionDropsWhatIsTooOldAndNothingElse() {
        assumePlain();
        database.execute("SELECT ensure_partitions('2026-01-01 00:00+00', '2026-01-02 00:00+00')",
                "INSERT INTO channel_data VALUES ('2026-01-01 12:00+00', 'a', 1, 'GOOD'),"
                        + " ('2026-01-02 12:00+00', 'a', 2, 'GOOD'), ('2025-01-01 00:00+00', 'a', 3, 'GOOD'),"
                        + " ('2026-03-01 00:00+00', 'a', 4, 'GOOD')",
                "INSERT INTO alarms (time, id, channel_id, severity, message)"
                        + " VALUES ('2026-01-01 12:00+00', 'x', 'a', 'INFO', 'x')",
                "SELECT refresh_rollups('2026-01-01 00:00+00', '2026-01-02 23:59+00')");
        assertEquals(List.of("1"), database.query("SELECT apply_retention('2026-04-02 11:00+00')"));
        assertEquals(List.of("2", "4"), database.query("SELECT value FROM channel_data ORDER BY value"));
        assertEquals(List.of("1"), database.query("SELECT count(*) FROM alarms"), "alarms stay for a year");
        database.execute("SELECT refresh_rollups('2026-01-01 00:00+00', '2026-01-02 23:59+00')");
        assertEquals(List.of("1", "2"), database.query("SELECT avg_value FROM channel_data_1m ORDER BY bucket"),
                "rollups outlive their samples");
    }

    @Test
    void withTimescaleDbTheSpecifiedPoliciesRun() {
        assumeTrue(database.timescale(), "skipped: no timescaledb");
        assertEquals(List.of("alarms", "batch_data", "channel_data"), database.query("SELECT hypertable_name FROM"
                + " timescaledb_information.hypertables WHERE hypertable_schema = 'public' ORDER BY 1"));
        assertEquals(List.of("channel_data_1m", "channel_data_1s"), database.query(
                "SELECT view_name FROM timescaledb_information.continuous_aggregates ORDER BY 1"));
        assertEquals(List.of("policy_refresh_continuous_aggregate|2", "policy_retention|2"), database.query(
                "SELECT proc_name, count(*) FROM timescaledb_information.jobs WHERE proc_name IN"
                        + " ('policy_refresh_continuous_aggregate', 'policy_retention') GROUP BY 1 ORDER BY 1"));
        assertEquals(List.of("1"), database.query("SELECT count(*) FROM timescaledb_information.jobs"
                + " WHERE hypertable_name = 'channel_data' AND config::text LIKE '%7 days%'"));
    }

    private void refresh() {
        if (database.timescale()) {
            database.execute("CALL refresh_continuous_aggregate('channel_data_1s', NULL, NULL)",
                    "CALL refresh_continuous_aggregate('channel_data_1m', NULL, NULL)");
        } else {
            database.execute("SELECT refresh_rollups('2026-03-01 12:00+00', '2026-03-01 12:01+00')");
        }
    }

    private void assumePlain() {
        assumeTrue(!database.timescale(), "skipped: this is how plain PostgreSQL does it");
    }
}
