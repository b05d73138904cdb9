package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import parx.service.History.HistoryException;
import parx.service.HistoryImport;

class StoredImportTest {
    private static final long T = Micros.of(Instant.parse("2025-02-03T04:05:06.789012Z"));
    private static final String ROWS = "SELECT (extract(epoch FROM time) * 1000000)::bigint, channel_id, value, quality, "
            + "keep_days FROM channel_data ORDER BY 1, 2";

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
        assumeTrue(!database.timescale(), "skipped: TimescaleDB makes its chunks and notes late rows itself");
        SampleBatch batch = new SampleBatch(2);
        batch.sample(index.handle("a"), T, 1, QualityCode.GOOD);
        batch.sample(index.handle("a"), T + Partitions.DAY_MICROS, 2, QualityCode.GOOD);
        try (HistoryImport.Session session = imports.begin(user, "old.csv")) {
            session.store(batch);
        }
        assertEquals(List.of("channel_data_20250203", "channel_data_20250204"),
                database.query("SELECT tableoid::regclass FROM channel_data ORDER BY time"));
        assertEquals(List.of(T + "|" + (T + Partitions.DAY_MICROS)), database.query("SELECT (extract(epoch FROM from_time)"
                + " * 1000000)::bigint, (extract(epoch FROM to_time) * 1000000)::bigint FROM rollup_stale"));
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
