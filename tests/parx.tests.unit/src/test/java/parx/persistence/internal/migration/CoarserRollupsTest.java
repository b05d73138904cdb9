package parx.persistence.internal.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.persistence.TestDatabase;

/** The rollups between and beyond seconds and minutes. */
class CoarserRollupsTest {
    private static final Map<String, String> WIDTHS = Map.of("channel_data_10s", "10 seconds", "channel_data_10m",
            "10 minutes", "channel_data_1h", "1 hour");

    /** How many buckets are missing, too many or other than the samples say in the plainest SQL. */
    private static final String DIFFERENCES = """
            WITH s AS (
              SELECT date_bin('%s', time, '2000-01-01 00:00+00') AS bucket, channel_id,
                avg(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS avg_value,
                min(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS min_value,
                max(value) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS max_value,
                count(*) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN') AS sample_count,
                count(*) FILTER (WHERE quality = 'BAD' OR value = 'NaN') AS bad_count,
                count(*) FILTER (WHERE quality = 'UNCERTAIN' AND value <> 'NaN') AS uncertain_count,
                (array_agg(value ORDER BY time) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'))[1] AS first_value,
                (array_agg(value ORDER BY time DESC) FILTER (WHERE quality <> 'BAD' AND value <> 'NaN'))[1] AS last_value
              FROM channel_data WHERE %s GROUP BY 1, 2)
            SELECT count(*) FROM s FULL JOIN (SELECT * FROM %s WHERE %s) r USING (bucket, channel_id) WHERE NOT coalesce(
              (r.min_value, r.max_value, r.sample_count, r.bad_count, r.uncertain_count, r.first_value, r.last_value)
              IS NOT DISTINCT FROM
              (s.min_value, s.max_value, s.sample_count, s.bad_count, s.uncertain_count, s.first_value, s.last_value)
              AND (s.sample_count = 0 OR abs(r.avg_value - s.avg_value) < 1e-6), false)""";

    private TestDatabase database;

    @BeforeEach
    void create() {
        database = TestDatabase.migrated();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    /** Three channels, one of which pauses, over six hours and midnight; a seventh of the samples BAD, some no number. */
    private void insertSamples() {
        database.execute("SELECT setseed(0.5)", """
                INSERT INTO channel_data SELECT timestamptz '2026-02-28 21:00+00' + make_interval(secs => i * 1.37), 'ch-' || c,
                  CASE WHEN i % 501 = 7 THEN 'NaN' ELSE c * 1000 + random() END, CASE (random() * 6)::int
                  WHEN 3 THEN 'BAD' WHEN 4 THEN 'UNCERTAIN' ELSE 'GOOD' END FROM generate_series(0, 15000) i,
                  generate_series(1, 3) c WHERE c <> 2 OR i NOT BETWEEN 2000 AND 9000""",
                "UPDATE channel_data SET quality = 'BAD' WHERE time >= '2026-03-01 01:00+00' AND time < '2026-03-01 02:00+00'");
    }

    private void refresh(String from, String to) {
        if (database.timescale()) {
            database.refreshAggregates();
            return;
        }
        database.execute("SELECT refresh_rollups('" + from + "', '" + to + "')",
                "SELECT refresh_coarser_rollups('" + from + "', '" + to + "')");
    }

    private void assertRollupsAreWhatTheSamplesSay(String where) {
        WIDTHS.forEach((table, width) -> assertEquals(List.of("0"), database.query(DIFFERENCES.formatted(width,
                where.formatted("time"), table, where.formatted("bucket"))), table));
    }

    @Test
    void theyAreWhatTheSamplesSay() {
        insertSamples();
        refresh("2026-02-28 21:00+00", "2026-03-01 03:00+00");
        assertRollupsAreWhatTheSamplesSay("true");
        assertEquals(List.of("0"), database.query("SELECT coalesce(sum(sample_count), 0) FROM channel_data_1h "
                + "WHERE bucket = '2026-03-01 01:00+00' AND avg_value IS NOT NULL"), "an hour of nothing but BAD has no value");
    }

    @Test
    void theyGrowStepByStepAndTakeWhatComesLateOrTwice() {
        assumePlain();
        insertSamples();
        database.execute("""
                DO $$ BEGIN
                  FOR i IN 0 .. 71 LOOP
                    PERFORM refresh_rollups(t, t + INTERVAL '299 seconds'), refresh_coarser_rollups(t, t + INTERVAL '299 seconds')
                      FROM (SELECT timestamptz '2026-02-28 21:00+00' + i * INTERVAL '5 minutes') s (t);
                  END LOOP;
                END $$""");
        assertRollupsAreWhatTheSamplesSay("true");
        database.execute("INSERT INTO channel_data VALUES ('2026-02-28 22:22:22.5+00', 'ch-2', -77, 'UNCERTAIN'),"
                + " ('2026-02-28 22:22:22.5+00', 'ch-4', 4, 'GOOD') ON CONFLICT DO NOTHING");
        for (int times = 0; times < 2; times++) {
            refresh("2026-02-28 22:22:22+00", "2026-02-28 22:22:23+00");
            assertRollupsAreWhatTheSamplesSay("true");
        }
    }

    @Test
    void aBucketUnderWayHoldsItsPart() {
        assumePlain();
        insertSamples();
        refresh("2026-02-28 21:00+00", "2026-03-01 00:22:59+00");
        assertEquals(database.query("SELECT channel_id, count(*) FROM channel_data WHERE time >= '2026-03-01 00:00+00' "
                + "AND time < '2026-03-01 00:23+00' GROUP BY 1 ORDER BY 1"), database.query(
                "SELECT channel_id, sample_count + bad_count FROM channel_data_1h WHERE bucket = '2026-03-01 00:00+00' ORDER BY 1"));
    }

    @Test
    void aDatabaseThatHadRollupsBeforeIsFilledHourByHourFromTheNewest() {
        assumePlain();
        insertSamples();
        database.execute("INSERT INTO channel_data VALUES ('2026-01-05 10:00:30+00', 'ch-1', 5, 'GOOD')",
                "SELECT ensure_rollup_partitions('2026-01-05 00:00+00', '2026-01-05 00:00+00'), "
                        + "ensure_rollup_partitions('2026-02-28 00:00+00', '2026-03-01 00:00+00')",
                "SELECT refresh_rollups('2026-01-05 10:00+00', '2026-01-05 10:01+00')",
                "SELECT refresh_rollups('2026-02-28 21:00+00', '2026-03-01 03:00+00')",
                "INSERT INTO rollup_state (refreshed_until, coarser_from) VALUES ('2026-03-01 03:00+00', '2026-03-01 03:00+00')",
                "SELECT refresh_coarser_rollups('2026-03-01 03:00+00', '2026-03-01 03:00+00')");
        assertEquals(List.of("t"), database.query("SELECT fill_coarser_rollups()"));
        assertRollupsAreWhatTheSamplesSay("%s >= '2026-03-01 02:00+00'");
        assertEquals(List.of("2026-03-01 02:00:00"), database.query("SELECT coarser_from AT TIME ZONE 'UTC' FROM rollup_state"));
        database.execute("DO $$ BEGIN WHILE fill_coarser_rollups() LOOP END LOOP; END $$");
        assertRollupsAreWhatTheSamplesSay("true");
        assertEquals(List.of(""), database.query("SELECT coarser_from FROM rollup_state"), "filled to the beginning");
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_data_1h_default"));
    }

    @Test
    void theyHaveTheirRetention() {
        assumePlain();
        database.execute("SELECT ensure_rollup_partitions('2024-01-31 12:00+00', '2024-02-01 00:00+00')");
        assertEquals(List.of("channel_data_10s_20240131"), expired("2024-05-01 00:00+00"), "a day of 10 s");
        assertEquals(List.of("channel_data_10m_202401", "channel_data_10s_20240131", "channel_data_10s_20240201"),
                expired("2029-02-01 00:00+00"), "the other day, and a month of 10 min");
        assertEquals(List.of("channel_data_10m_202401", "channel_data_10m_202402", "channel_data_10s_20240131",
                "channel_data_10s_20240201", "channel_data_1h_202401"), expired("2034-02-01 00:00+00"));
    }

    private List<String> expired(String asOf) {
        return database.query("SELECT partition FROM expired_partitions('" + asOf + "') WHERE parent IN ('channel_data_10s',"
                + " 'channel_data_10m', 'channel_data_1h') ORDER BY 1");
    }

    private void assumePlain() {
        assumeTrue(!database.timescale(), "skipped: this is how plain PostgreSQL does it");
    }
}
