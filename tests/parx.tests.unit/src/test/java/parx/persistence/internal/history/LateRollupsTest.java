package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.TimeSource;
import parx.model.User;
import parx.persistence.TestDatabase;
import parx.persistence.internal.config.ActionLog;
import parx.persistence.internal.config.StoredUsers;
import parx.persistence.internal.config.Transactions;
import parx.service.HistoryImport;

/** Rollups of times for which samples are imported long after. */
class LateRollupsTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Instant HOUR = Instant.parse("2023-03-01T12:00:00Z");
    private static final short YEARS = 3650;
    private static final String COARSE = "SELECT 10, min_value, max_value, round(avg_value::numeric, 3), sample_count, first_value, "
            + "last_value FROM channel_data_10m WHERE channel_id = 'a' AND bucket = '2023-03-01 12:00+00' UNION ALL SELECT 60, "
            + "min_value, max_value, round(avg_value::numeric, 3), sample_count, first_value, last_value FROM channel_data_1h "
            + "WHERE channel_id = 'a' ORDER BY 1";

    private final AtomicLong now = new AtomicLong(Micros.of(Instant.parse("2023-03-03T00:00:00Z")));
    private final TimeSource time = new TimeSource() {
        @Override
        public long nowMicros() {
            return now.get();
        }

        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }
    };
    private final ChannelIndex index = new ChannelIndex();
    private TestDatabase database;
    private HistoryImport imports;
    private User user;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.migrated();
        assumeTrue(!database.timescale(), "skipped: this is how plain PostgreSQL does it");
        Transactions transactions = new Transactions(database.dataSource(), "test", "test");
        StoredUsers users = new StoredUsers(transactions, "ada");
        users.reload();
        user = users.current();
        imports = new StoredImport(database.dataSource(), index, false, time, new ActionLog(transactions));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aYearWithASampleAMonthIsRolledUpInAFewSteps() throws Exception {
        now.set(Micros.of(Instant.parse("2024-03-05T00:00:00Z")));
        database.execute("INSERT INTO rollup_state (refreshed_until) VALUES ('2024-03-04 23:57+00')");
        SampleBatch batch = new SampleBatch(13);
        for (int month = 0; month <= 12; month++) {
            add(batch, HOUR.plus(Duration.ofDays(30L * month)), month);
        }
        store(batch);
        maintain("nothing is stale", "SELECT count(*) FROM rollup_stale", "0");
        assertEquals(List.of("13|0|12"), database.query("SELECT count(*), min(avg_value), max(avg_value) FROM channel_data_1h"));
        assertEquals(List.of("13|13"), database.query("SELECT count(*), sum(sample_count) FROM channel_data_1m"));
    }

    @Test
    void aCoarseBucketOutlivesAllThatItWasMadeOf() throws Exception {
        SampleBatch batch = new SampleBatch(600);
        for (int second = 0; second < 600; second++) {
            batch.sample(index.handle("a"), at(second), second, QualityCode.GOOD);
        }
        store(batch);
        maintain("rolled up", "SELECT sample_count FROM channel_data_1h", "600");
        now.set(Micros.of(Instant.parse("2025-06-01T00:00:00Z")));
        maintain("samples, seconds and minutes have expired", "SELECT (SELECT count(*) FROM channel_history) + "
                + "(SELECT count(*) FROM channel_data_1s) + (SELECT count(*) FROM channel_data_1m)", "0");
        batch.clear();
        batch.sample(index.handle("a"), at(3) + 1, 5000, QualityCode.GOOD, YEARS);
        store(batch);
        maintain("rolled up anew", "SELECT count(*) FROM rollup_stale", "0");
        assertEquals(List.of("10|0|5000|299.500|600|0|599", "60|0|5000|299.500|600|0|599"), database.query(COARSE));
    }

    @Test
    void whatIsImportedInPartsIsRolledUpAsAWholeThoughTheMinutesBetweenAreGone() throws Exception {
        now.set(Micros.of(Instant.parse("2025-06-01T00:00:00Z")));
        SampleBatch batch = new SampleBatch(600);
        for (int part = 0; part < 2; part++) {
            batch.clear();
            for (int second = 300 * part; second < 300 * part + 300; second++) {
                batch.sample(index.handle("a"), at(second), second, QualityCode.GOOD, YEARS);
            }
            store(batch);
            maintain("part " + part + " is rolled up, and its minutes are dropped", "SELECT (SELECT count(*) FROM rollup_stale), "
                    + "(SELECT count(*) FROM channel_data_1m)", "0|0");
        }
        assertEquals(List.of("10|0|599|299.500|600|0|599", "60|0|599|299.500|600|0|599"), database.query(COARSE));
    }

    private static long at(int second) {
        return Micros.of(HOUR) + second * Micros.PER_SECOND;
    }

    private void add(SampleBatch batch, Instant at, double value) {
        batch.sample(index.handle("a"), Micros.of(at), value, QualityCode.GOOD, YEARS);
    }

    private void store(SampleBatch batch) throws Exception {
        try (HistoryImport.Session session = imports.begin(user, "old.csv")) {
            assertEquals(batch.length(), session.store(batch));
        }
    }

    /** Lets the maintenance run until this query says so. */
    private void maintain(String what, String query, String expected) {
        HistorySettings settings = new HistorySettings(Duration.ofHours(1), Duration.ZERO, Duration.ofDays(1));
        try (Maintenance maintenance = new Maintenance(database.dataSource(), false, time, settings)) {
            Await.until(what, LONG, () -> database.query(query).equals(List.of(expected)));
            assertEquals("", maintenance.problem());
        }
    }
}
