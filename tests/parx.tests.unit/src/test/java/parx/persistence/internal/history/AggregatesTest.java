package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.persistence.TestDatabase;
import parx.service.History.HistoryException;

/** What the steps of a grid take from rollups. */
class AggregatesTest {
    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3_600 * SECOND;
    /** 2026-03-01T00:00:00Z */
    private static final long START = 1_772_323_200L * SECOND;

    private TestDatabase database;
    private SqlHistory history;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated();
        history = new SqlHistory(database.dataSource(), new ChannelIndex(), database.timescale(), Map::of);
        database.execute("INSERT INTO channel_data (time, channel_id, value, quality) SELECT " + time(START)
                + " + make_interval(secs => i), 'ch-' || c, i % (c + 10), CASE WHEN i / 900 % 7 = 3 THEN 'BAD' WHEN i % 800 = 9"
                + " THEN 'UNCERTAIN' ELSE 'GOOD' END FROM generate_series(0, 5 * 3600 - 1) i, generate_series(1, 2) c");
    }

    @AfterEach
    void close() {
        history.close();
        database.close();
    }

    @Test
    void theyComeFromTheCoarsestRollupThatTheStepsAreMadeOf() {
        assertEquals(-1, AggregateStream.level(START, SECOND / 2));
        assertEquals(0, AggregateStream.level(START, 15 * SECOND));
        assertEquals(1, AggregateStream.level(START, 30 * SECOND));
        assertEquals(2, AggregateStream.level(START, 900 * SECOND));
        assertEquals(3, AggregateStream.level(START, 1_800 * SECOND));
        assertEquals(4, AggregateStream.level(START, 24 * HOUR));
        assertEquals(0, AggregateStream.level(START + SECOND, 24 * HOUR), "a grid that begins beside the hour");
        assertEquals(-1, AggregateStream.level(START + 1, 24 * HOUR));
    }

    @Test
    void theySayOfEachStepWhatItsSamplesSayRolledUpOrNot() throws HistoryException {
        assumeTrue(!database.timescale(), "skipped: this is how plain PostgreSQL does it");
        for (long step : new long[] {15 * SECOND, 600 * SECOND, HOUR}) {
            database.execute("DELETE FROM rollup_state");
            List<String> expected = bySql(step);
            assertEquals(expected, steps(step), "none rolled up");
            rollUp("5 hours");
            assertEquals(expected, steps(step), "all rolled up");
            database.execute("TRUNCATE channel_data_1s, channel_data_10s, channel_data_1m, channel_data_10m, channel_data_1h");
            rollUp("2 hours 21 minutes");
            database.execute("INSERT INTO rollup_stale (from_time, to_time) VALUES (" + time(START + 700 * SECOND) + ", "
                            + time(START + 701 * SECOND) + ")",
                    "UPDATE channel_data_1m SET avg_value = 1e9 WHERE bucket = " + time(START + 660 * SECOND),
                    "UPDATE channel_data_10m SET avg_value = 1e9 WHERE bucket = " + time(START + 600 * SECOND),
                    "UPDATE channel_data_1h SET avg_value = 1e9 WHERE bucket = " + time(START));
            assertEquals(expected, steps(step), "partly");
            database.execute("DELETE FROM rollup_stale");
        }
    }

    @Test
    void withTimescaleDbTheySayTheSameRefreshedOrNot() throws HistoryException {
        assumeTrue(database.timescale(), "skipped: no timescaledb");
        for (boolean refreshed : new boolean[] {false, true}) {
            if (refreshed) {
                database.refreshAggregates();
            }
            for (long step : new long[] {15 * SECOND, 600 * SECOND, HOUR}) {
                assertEquals(bySql(step), steps(step), "refreshed: " + refreshed);
            }
        }
        database.execute("INSERT INTO channel_data VALUES (" + time(START + 700 * SECOND + 1) + ", 'ch-1', -5, 'GOOD')");
        database.execute("INSERT INTO rollup_stale (from_time, to_time) VALUES (" + time(START + 700 * SECOND) + ", "
                + time(START + 701 * SECOND) + ")");
        assertEquals(bySql(HOUR), steps(HOUR), "what came late is read from the samples");
    }

    @Test
    void valuesOfWhichNoProductCanBeToldAreRolledUpAsTheRest() throws HistoryException {
        database.execute("INSERT INTO channel_data SELECT " + time(START) + " + make_interval(secs => i / 3.0), c, CASE c WHEN 'ch-3' THEN "
                + "(ARRAY[5e-324, -5e-324, 1e-310, 1e-170, -1e-160, 1e-100, -1e-100, 1e-99, 1e100, -1.7e308, 0])[i % 11 + 1] ELSE "
                + "(ARRAY[5e-324, -5e-324, 1e-310])[i / 7 % 3 + 1] END, 'GOOD' FROM generate_series(0, 399) i, unnest(ARRAY['ch-3', 'ch-4']) c");
        if (database.timescale()) {
            database.refreshAggregates();
        } else {
            rollUp("5 hours");
        }
        for (String level : List.of("1s", "10s", "1m", "10m", "1h")) {
            assertEquals(List.of("400|-1.7e+308|1e+100|t"), database.query("SELECT sum(sample_count), min(min_value), max(max_value), "
                    + "bool_and(abs(avg_value) <= 1e100) FROM channel_data_" + level + " WHERE channel_id = 'ch-3'"), level);
            assertEquals(List.of("400|t"), database.query("SELECT sum(sample_count), bool_and(abs(avg_value) < 1e-300) FROM channel_data_"
                    + level + " WHERE channel_id = 'ch-4'"), level);
        }
    }

    @Test
    void aBucketThatTheEndCutsIsLeftToItsSamples() throws HistoryException {
        assertEquals(START + 4 * HOUR, history.aggregates(List.of("ch-1"), START, START + 5 * HOUR - 1, HOUR,
                (place, time, counted, average, min, max, impaired) -> assertTrue(time < START + 4 * HOUR)));
        assertEquals(START, history.aggregates(List.of("ch-1"), START, START + HOUR - 1, HOUR,
                (place, time, counted, average, min, max, impaired) -> assertTrue(false)));
    }

    /** {@code step|channel|mean|least|greatest|counted|impaired} of every step, put together from what came for it. */
    private List<String> steps(long step) throws HistoryException {
        List<String> ids = List.of("ch-1", "ch-2");
        List<double[]> sums = new ArrayList<>();
        for (int i = 0; i < 2 * 5 * HOUR / step; i++) {
            sums.add(new double[] {0, Double.MAX_VALUE, -Double.MAX_VALUE, 0, 0});
        }
        long[] newest = {Long.MIN_VALUE};
        long end = history.aggregates(ids, START, START + 5 * HOUR, step, (place, time, counted, average, min, max, impaired) -> {
            assertTrue(time >= newest[0], "in the order of time");
            newest[0] = time;
            double[] sum = sums.get((int) ((time - START) / step) * 2 + place);
            sum[0] += counted == 0 ? 0 : average * counted;
            sum[1] = counted == 0 ? sum[1] : Math.min(sum[1], min);
            sum[2] = counted == 0 ? sum[2] : Math.max(sum[2], max);
            sum[3] += counted;
            sum[4] = impaired ? 1 : sum[4];
        });
        assertEquals(START + 5 * HOUR, end);
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            double[] sum = sums.get(i);
            boolean none = sum[3] == 0;
            steps.add(String.join("|", "" + i / 2, ids.get(i % 2), none ? "" : "" + Math.round(sum[0] / sum[3] * 1e6),
                    none ? "" : "" + (long) sum[1], none ? "" : "" + (long) sum[2], "" + (long) sum[3], sum[4] > 0 ? "t" : "f"));
        }
        return steps;
    }

    private List<String> bySql(long step) {
        return database.query("SELECT floor(extract(epoch FROM time - " + time(START) + ") / " + step / SECOND
                + ")::bigint, channel_id, round((avg(value) FILTER (WHERE quality <> 'BAD') * 1e6)::numeric)::bigint, "
                + "(min(value) FILTER (WHERE quality <> 'BAD'))::bigint, (max(value) FILTER (WHERE quality <> 'BAD'))::bigint, "
                + "count(*) FILTER (WHERE quality <> 'BAD'), bool_or(quality <> 'GOOD') FROM channel_data GROUP BY 1, 2 ORDER BY 1, 2");
    }

    private void rollUp(String until) {
        String end = time(START) + " + INTERVAL '" + until + "'";
        database.execute("SELECT refresh_rollups(" + time(START) + ", " + end + " - INTERVAL '1 second')",
                "SELECT refresh_coarser_rollups(" + time(START) + ", " + end + " - INTERVAL '1 second')",
                "INSERT INTO rollup_state (refreshed_until) VALUES (" + end + ") ON CONFLICT (only_row) DO UPDATE SET "
                        + "refreshed_until = EXCLUDED.refreshed_until");
    }

    private static String time(long micros) {
        return "'" + Micros.toInstant(micros) + "'::timestamptz";
    }
}
