package parx.persistence.internal.history.packed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.Micros;
import parx.model.TimeSource;
import parx.persistence.TestDatabase;

class PackingTest {
    /** Times of six channels with gaps, states, decimals, floats, noise and everything that a double can be. */
    private static final String ROWS = """
            INSERT INTO channel_data SELECT timestamptz '2026-03-01 00:00:00.25+00' + make_interval(secs => i * 93.1),
              id, CASE id WHEN 'state' THEN i / 33 % 2 WHEN 'decimal' THEN round((50 + 20 * sin(i / 300.0))::numeric, 1)
                WHEN 'register' THEN (500 + i % 37) * 0.1::float8 WHEN 'float' THEN (100 + random())::float4
                WHEN 'noise' THEN -3 + random() ELSE (ARRAY['NaN', 'Infinity', '-Infinity', '1e300', '5e-324', '-1e-310',
                '-0', '0.1', '123456789.125', '-1e15', '2.5e-5'])[1 + i % 11]::float8 END,
              CASE WHEN i % 101 = 7 THEN 'BAD' WHEN i % 177 < 3 THEN 'UNCERTAIN' ELSE 'GOOD' END,
              CASE id WHEN 'noise' THEN 7 WHEN 'float' THEN CASE i % 3 WHEN 0 THEN 30 END END
            FROM generate_series(0, 900) i, unnest(ARRAY['state', 'decimal', 'register', 'float', 'noise', 'odd']) id
            WHERE NOT (id = 'odd' AND i > 300)""";
    private static final String ROLLED_UP = "INSERT INTO rollup_state (refreshed_until) VALUES ('2026-03-02 00:00+00')"
            + " ON CONFLICT (only_row) DO UPDATE SET refreshed_until = EXCLUDED.refreshed_until";
    private static final String DIFFERENCE = "SELECT count(*) FROM (SELECT * FROM %1$s EXCEPT SELECT * FROM %2$s) a";

    private TestDatabase database;
    private Instant now = Instant.parse("2026-03-02T02:00:00Z");

    @BeforeEach
    void create() {
        database = TestDatabase.migrated();
        assumeTrue(!database.timescale(), "skipped: TimescaleDB compresses itself; see ChunksTest");
        database.execute("SELECT ensure_partitions('2026-03-01 00:00+00', '2026-03-03 00:00+00')");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aClosedDayIsPackedAndReadsTheSame() throws Exception {
        fill();
        pass();
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_data"));
        assertEquals(List.of("4806|4806"), database.query("SELECT sum(samples), (SELECT count(*) FROM channel_history) FROM "
                + "channel_data_packed"));
        assertSameHistory();
        assertEquals(List.of("channel_data_packed_20260301_30d_1", "channel_data_packed_20260301_7d_1",
                "channel_data_packed_20260301_standard_1"), leaves());
        assertEquals(List.of(), database.query("SELECT 1 FROM channel_data_swaps"));
        assertTrue(database.query("SELECT 1 FROM channel_data_packed WHERE times_of IS NOT NULL").size() >= 2,
                "channels of the same scan share its times");
    }

    @Test
    void aPersonReadsARangeOfAChannelByOneName() throws Exception {
        fill();
        pass();
        database.execute("INSERT INTO channel_data VALUES ('2026-03-02 01:00+00', 'state', 5, 'GOOD')");
        assertEquals(database.query("SELECT time, channel_id, value, quality FROM expected WHERE channel_id = 'float' AND time >= "
                + "'2026-03-01 03:00+00' AND time < '2026-03-01 04:00+00' ORDER BY time"), database.query(
                        "SELECT * FROM channel_history('float', '2026-03-01 03:00+00', '2026-03-01 04:00+00')"));
        assertEquals(List.of("5"), database.query("SELECT value FROM channel_history('state', '2026-03-02', '2026-03-03')"));
        assertEquals(List.of("900|1"), database.query("SELECT count(*) FILTER (WHERE day = '2026-03-01'), count(*) FILTER "
                + "(WHERE day = '2026-03-02') FROM channel_history WHERE channel_id = 'state' AND time > '2026-03-01 00:01+00'"));
        String plan = String.join("\n", database.query("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT * FROM "
                + "channel_history WHERE channel_id = 'float' AND day = '2026-03-02' AND time >= '2026-03-02 00:00+00'"));
        assertFalse(plan.contains("20260301_30d"), plan);
    }

    @Test
    void rowsThatComeLateAreTakenAndPackedLaterOnce() throws Exception {
        fill();
        pass();
        database.execute("INSERT INTO channel_data VALUES ('2026-03-01 05:00:00.5+00', 'late', 1, 'GOOD'),"
                + " ('2026-03-01 12:34:56+00', 'state', 7, 'UNCERTAIN')",
                "INSERT INTO channel_data SELECT time, channel_id, -1, quality FROM expected WHERE channel_id = 'decimal' "
                        + "AND time < '2026-03-01 00:01+00'");
        database.execute("INSERT INTO expected VALUES ('2026-03-01 05:00:00.5+00', 'late', 1, 'GOOD'),"
                + " ('2026-03-01 12:34:56+00', 'state', 7, 'UNCERTAIN')");
        assertSameHistory();
        pass();
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_data"));
        assertSameHistory();
        assertTrue(leaves().contains("channel_data_packed_20260301_standard_2"), leaves().toString());
        now = now.plus(Duration.ofDays(3));
        pass();
        assertEquals(List.of(), database.query("SELECT 1 FROM pg_class WHERE relname = 'channel_data_20260301'"),
                "its empty partition is dropped");
        database.execute("INSERT INTO channel_data VALUES ('2026-03-01 06:00+00', 'later', 1, 'GOOD')",
                "INSERT INTO expected VALUES ('2026-03-01 06:00+00', 'later', 1, 'GOOD')",
                "SELECT ensure_partitions('2026-03-01 00:00+00', '2026-03-01 00:00+00')");
        assertSameHistory();
        pass();
        assertSameHistory();
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_data"));
    }

    @Test
    void rowsThatComeWhileADayIsBeingPackedStay() throws Exception {
        fill();
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            assertTrue(DayPacker.pack(connection, new BriefLocks(nanos -> { }), "channel_data_20260301", 20_513,
                    Micros.of(now)));
        }
        assertEquals(List.of("4806"), database.query("SELECT count(*) FROM channel_data"), "nothing is gone before the swap");
        assertSameHistory();
        database.execute("INSERT INTO channel_data VALUES ('2026-03-01 06:00+00', 'between', 1, 'GOOD')",
                "INSERT INTO expected VALUES ('2026-03-01 06:00+00', 'between', 1, 'GOOD')");
        assertSameHistory();
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("SELECT swap_packed('2026-03-01')");
            connection.commit();
        }
        assertEquals(List.of("between"), database.query("SELECT channel_id FROM channel_data"));
        assertSameHistory();
        pass();
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_data"));
        assertSameHistory();
    }

    @Test
    void nobodyWhoReadsSinceBeforeMissesARow() throws Exception {
        fill();
        try (Connection reader = database.connect()) {
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            reader.createStatement().execute("SELECT 1 FROM channels");
            pass();
            assertEquals(4806, count(reader, "channel_history"), "it sees neither the blocks nor that the rows are gone");
        }
        pass();
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_data"));
        assertSameHistory();
    }

    @Test
    void whatIsNotRolledUpOrStillComingIsNotPacked() throws Exception {
        fill();
        database.execute("INSERT INTO rollup_stale (from_time, to_time) VALUES ('2026-03-01 01:00+00', '2026-03-01 02:00+00')");
        pass();
        database.execute("DELETE FROM rollup_stale", "UPDATE rollup_state SET refreshed_until = '2026-03-01 23:00+00'");
        pass();
        database.execute(ROLLED_UP);
        now = Instant.parse("2026-03-02T00:30:00Z");
        pass();
        assertEquals(List.of("4806"), database.query("SELECT count(*) FROM channel_data"));
        now = Instant.parse("2026-03-02T02:00:00Z");
        pass(Duration.ofHours(1));
        assertEquals(List.of("4806"), database.query("SELECT count(*) FROM channel_data"), "rows came a moment ago");
        pass();
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_data"));
    }

    @Test
    void eachRowStaysForAsLongAsItSays() throws Exception {
        fill();
        pass();
        now = Instant.parse("2026-03-08T23:59:00Z");
        pass();
        assertSameHistory();
        now = Instant.parse("2026-03-09T00:00:00Z");
        pass();
        database.execute("DELETE FROM expected WHERE channel_id = 'noise'");
        assertSameHistory();
        now = Instant.parse("2026-04-01T00:00:00Z");
        pass();
        database.execute("DELETE FROM expected WHERE keep_days = 30");
        assertSameHistory();
        assertEquals(List.of("channel_data_packed_20260301_standard_1"), leaves());
        now = Instant.parse("2026-05-31T00:00:00Z");
        pass();
        assertEquals(List.of(), leaves());
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_history"));
    }

    @Test
    void rowsOutliveTheStandardWhereTheySaySo() throws Exception {
        database.execute("INSERT INTO channel_data VALUES ('2026-03-01 06:00+00', 'a', 1, 'GOOD', 365), "
                + "('2026-03-01 06:00+00', 'b', 1, 'GOOD', NULL)", ROLLED_UP);
        now = Instant.parse("2026-08-01T00:00:00Z");
        pass();
        assertEquals(List.of("a"), database.query("SELECT channel_id FROM channel_history"), "what has expired is not packed");
        now = Instant.parse("2027-03-02T00:00:00Z");
        pass();
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_history"));
    }

    @Test
    void aRowThatIsToStayLongerAfterTheFactDoes() throws Exception {
        fill();
        database.execute("INSERT INTO channel_data_kept SELECT time, channel_id, 30 FROM expected WHERE channel_id = 'noise' "
                + "ORDER BY time LIMIT 3");
        pass();
        database.execute("INSERT INTO channel_data_kept SELECT time, channel_id, 60 FROM expected WHERE channel_id = 'noise' "
                + "ORDER BY time OFFSET 1 LIMIT 5 ON CONFLICT (time, channel_id) DO UPDATE SET keep_days = EXCLUDED.keep_days");
        database.execute("INSERT INTO channel_data_kept SELECT time, channel_id, 20 FROM expected WHERE channel_id = 'noise' "
                + "ORDER BY time DESC LIMIT 1");
        assertSameHistory();
        now = Instant.parse("2026-03-09T00:00:00Z");
        pass();
        assertNoise("OFFSET 0 LIMIT 6", 1);
        now = Instant.parse("2026-03-22T00:00:00Z");
        pass();
        assertNoise("OFFSET 0 LIMIT 6", 0);
        now = Instant.parse("2026-04-01T00:00:00Z");
        pass();
        assertNoise("OFFSET 1 LIMIT 5", 0);
        now = Instant.parse("2026-05-01T00:00:00Z");
        pass();
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_history WHERE channel_id = 'noise'"));
    }

    @Test
    void aSampleThatComesAgainForAPackedDayStaysForAsLongAsTheLongestSays() throws Exception {
        fill();
        pass();
        database.execute("INSERT INTO channel_data SELECT time, channel_id, 99, 'GOOD', 60 FROM expected WHERE channel_id = 'noise' "
                + "ORDER BY time OFFSET 1 LIMIT 5");
        pass();
        assertSameHistory();
        now = Instant.parse("2026-03-09T00:00:00Z");
        pass();
        assertNoise("OFFSET 1 LIMIT 5", 0);
    }

    private void assertNoise(String first, int andLast) {
        assertEquals(database.query("SELECT time, value FROM ((SELECT time, value FROM expected WHERE channel_id = 'noise' ORDER BY "
                + "time " + first + ") UNION ALL (SELECT time, value FROM expected WHERE channel_id = 'noise' ORDER BY time DESC "
                + "LIMIT " + andLast + ")) e ORDER BY time"), database.query(
                        "SELECT time, value FROM channel_history WHERE channel_id = 'noise' ORDER BY time"));
    }

    /** The rows, and a table of what they should be for ever. */
    private void fill() {
        database.execute(ROWS, "CREATE TABLE expected AS SELECT * FROM channel_data", ROLLED_UP);
    }

    private void assertSameHistory() {
        String expected = "(SELECT time, channel_id, value, quality FROM expected) x";
        String history = "(SELECT time, channel_id, value, quality FROM channel_history) y";
        assertEquals(List.of("0"), database.query(DIFFERENCE.formatted(expected, history)), "missing");
        assertEquals(List.of("0"), database.query(DIFFERENCE.formatted(history, expected)), "too many");
        assertEquals(database.query("SELECT count(*) FROM expected"), database.query("SELECT count(*) FROM channel_history"));
    }

    private List<String> leaves() {
        return database.query("SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'channel_data_packed'::regclass "
                + "ORDER BY inhrelid::regclass::text");
    }

    private static int count(Connection connection, String relation) throws Exception {
        try (var rows = connection.createStatement().executeQuery("SELECT count(*) FROM " + relation)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void pass() throws Exception {
        pass(Duration.ZERO);
    }

    private void pass(Duration quiet) throws Exception {
        TimeSource time = new TimeSource() {
            @Override
            public long nowMicros() {
                return Micros.of(now);
            }

            @Override
            public long monotonicNanos() {
                return System.nanoTime();
            }
        };
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            Packing packing = new Packing(time, Duration.ofHours(1), quiet, new BriefLocks(nanos -> { }));
            while (packing.pass(connection)) {
                connection.commit();
            }
            connection.commit();
        }
    }
}
