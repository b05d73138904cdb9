package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.SampleBatch;
import parx.model.TimeSource;
import parx.model.User;
import parx.persistence.TestDatabase;
import parx.persistence.internal.config.ActionLog;
import parx.persistence.internal.config.StoredUsers;
import parx.persistence.internal.config.Transactions;
import parx.persistence.internal.history.packed.BriefLocks;
import parx.persistence.internal.history.packed.Packing;
import parx.service.History.HistoryException;
import parx.service.HistoryImport;

class StoredImportTest {
    private static final long T = Micros.of(Instant.parse("2025-02-03T04:05:06.789012Z"));
    private static final String ROWS = "SELECT (extract(epoch FROM time) * 1000000)::bigint, channel_id, value, quality, "
            + "keep_days FROM channel_data ORDER BY 1, 2";

    private static final String KEPT = "SELECT (extract(epoch FROM time) * 1000000)::bigint, channel_id, keep_days FROM "
            + "channel_data_kept ORDER BY 1";

    private final TestDatabase database = TestDatabase.migrated();
    private final ChannelIndex index = new ChannelIndex();
    private final Transactions transactions = new Transactions(database.dataSource(), "test", "test");
    private final HistoryImport imports = new StoredImport(database.dataSource(), index, database.timescale(),
            TimeSource.system(), new ActionLog(transactions));
    private User user;

    @BeforeEach
    void signIn() throws Exception {
        StoredUsers users = new StoredUsers(transactions, "ada");
        users.reload();
        user = users.current();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void rowsInAnyOrderAreStoredOnceAndCounted() throws Exception {
        SampleBatch batch = new SampleBatch(8);
        batch.sample(index.handle("b"), T + 1, -2.5, QualityCode.of(Reason.CLAMPED), (short) 400);
        batch.sample(index.handle("a"), T, 1, QualityCode.GOOD);
        batch.sample(index.handle("a"), T, 1, QualityCode.GOOD);
        try (HistoryImport.Session session = imports.begin(user, "old.csv")) {
            assertEquals(2, session.store(batch));
            batch.clear();
            batch.sample(index.handle("a"), T, 99, QualityCode.GOOD);
            batch.sample(index.handle("a"), T + 2, Double.NaN, QualityCode.of(Reason.STALE));
            assertEquals(1, session.store(batch));
        }
        assertEquals(List.of(T + "|a|1|GOOD|", T + 1 + "|b|-2.5|UNCERTAIN|400",
                T + 2 + "|a|NaN|" + Reason.STALE.quality() + "|"), database.query(ROWS));
    }

    @Test
    void theAuditLogTellsWhoImportedWhatAndHowMuch() throws Exception {
        SampleBatch batch = new SampleBatch(1);
        batch.sample(index.handle("a"), T, 1, QualityCode.GOOD);
        try (HistoryImport.Session session = imports.begin(user, "old.csv")) {
            session.store(batch);
        }
        assertEquals(List.of(user.id() + "|begin import|history|old.csv|{}",
                user.id() + "|end import|history|old.csv|{\"rows\": 1}"), database.query(
                        "SELECT user_id, action, resource_type, resource_id, changes FROM audit_log "
                                + "WHERE resource_type = 'history' ORDER BY id"));
    }

    @Test
    void oldRowsLieInPartitionsOfTheirDaysAndTheirRollupsAreComputedAgain() throws Exception {
        SampleBatch batch = new SampleBatch(2);
        batch.sample(index.handle("a"), T, 1, QualityCode.GOOD);
        batch.sample(index.handle("a"), T + Partitions.DAY_MICROS, 2, QualityCode.GOOD);
        try (HistoryImport.Session session = imports.begin(user, "old.csv")) {
            session.store(batch);
        }
        if (!database.timescale()) {
            assertEquals(List.of("channel_data_20250203", "channel_data_20250204"),
                    database.query("SELECT tableoid::regclass FROM channel_data ORDER BY time"));
        }
        assertEquals(List.of(T + "|" + (T + Partitions.DAY_MICROS)), database.query("SELECT (extract(epoch FROM from_time)"
                + " * 1000000)::bigint, (extract(epoch FROM to_time) * 1000000)::bigint FROM rollup_stale"));
    }

    @Test
    void aSampleThatComesAgainStaysForAsLongAsTheLongestSays() throws Exception {
        SampleBatch batch = new SampleBatch(8);
        for (int row = 0; row < 4; row++) {
            batch.sample(index.handle("a"), T + row, row, QualityCode.GOOD, row == 0 ? 0 : (short) 400);
        }
        try (HistoryImport.Session session = imports.begin(user, "old.csv")) {
            assertEquals(4, session.store(batch));
            batch.clear();
            batch.sample(index.handle("a"), T, 9, QualityCode.GOOD, (short) 60);
            batch.sample(index.handle("a"), T + 1, 9, QualityCode.GOOD, (short) 500);
            batch.sample(index.handle("a"), T + 2, 9, QualityCode.GOOD, (short) 400);
            batch.sample(index.handle("a"), T + 3, 9, QualityCode.GOOD);
            assertEquals(0, session.store(batch));
        }
        assertEquals(List.of(T + 1 + "|a|500"), database.query(KEPT));
    }

    @Test
    void copiesOfPackedSamplesAreNotNewAndStayForAsLongAsTheLongestSays() throws Exception {
        assumeTrue(!database.timescale(), "skipped: TimescaleDB compresses itself");
        SampleBatch batch = new SampleBatch(8);
        for (int row = 0; row < 3; row++) {
            batch.sample(index.handle("it's"), T + row, row, QualityCode.GOOD, (short) 3650);
        }
        batch.sample(index.handle("b"), T + Partitions.DAY_MICROS, 7, QualityCode.GOOD, (short) 3650);
        try (HistoryImport.Session session = imports.begin(user, "old.csv")) {
            assertEquals(4, session.store(batch));
            pack();
            assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_data"));
            assertEquals(0, session.store(batch));
            assertEquals(List.of("0|0"), database.query("SELECT count(*), (SELECT count(*) FROM rollup_stale) FROM channel_data"));
            batch.sample(index.handle("it's"), T + 1, 1, QualityCode.GOOD, (short) 5000);
            batch.sample(index.handle("it's"), T + 5, 5, QualityCode.GOOD, (short) 3650);
            assertEquals(1, session.store(batch));
        }
        assertEquals(List.of(T + 1 + "|it's|5000"), database.query(KEPT));
        assertEquals(List.of("5"), database.query("SELECT count(*) FROM channel_history"));
    }

    private void pack() throws Exception {
        database.execute("DELETE FROM rollup_stale", "INSERT INTO rollup_state (refreshed_until) VALUES (now())");
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            Packing packing = new Packing(TimeSource.system(), Duration.ZERO, Duration.ZERO, new BriefLocks(nanos -> { }));
            while (packing.pass(connection)) {
                connection.commit();
            }
            connection.commit();
        }
    }

    @Test
    void aBatchThatTheDatabaseRefusesIsNotStoredAtAll() throws Exception {
        SampleBatch batch = new SampleBatch(2);
        batch.sample(index.handle("a"), T, 1, QualityCode.GOOD);
        batch.sample(index.handle("x".repeat(51)), T, 1, QualityCode.GOOD);
        try (HistoryImport.Session session = imports.begin(user, "old.csv")) {
            assertThrows(HistoryException.class, () -> session.store(batch));
        }
        assertEquals(List.of(), database.query(ROWS));
    }
}
