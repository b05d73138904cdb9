package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import parx.model.ChannelIndex;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.SampleBatch;
import parx.model.User;
import parx.persistence.internal.config.ActionLog;
import parx.persistence.internal.config.StoredUsers;
import parx.persistence.internal.config.Transactions;
import parx.service.ConfigurationException;
import parx.service.DropCause;
import parx.service.QuarantinedRows;

class QuarantineTest extends HistoryWriterFixture {
    private static final String LIMIT = "ALTER TABLE channel_data ADD CONSTRAINT small CHECK (value < 1000)";
    private ActionLog audit;
    private User user;

    @BeforeEach
    void signIn() throws SQLException {
        Transactions transactions = new Transactions(database.dataSource(), "the test's server", "postgres");
        StoredUsers users = new StoredUsers(transactions, "engineer");
        users.reload();
        user = users.current();
        audit = new ActionLog(transactions);
    }

    @Test
    void whatWasRefusedIsListedAndStoredOnceItsCauseIsGone() throws Exception {
        database.execute(LIMIT);
        Quarantine quarantine = new Quarantine(folder, index, TIME);
        QuarantinedRows rows = new StoredQuarantine(quarantine, index, audit);
        try (HistoryWriter writer = writer(quarantine)) {
            refuse(writer, 2000, 3000, 4000);
            List<QuarantinedRows.Row> listed = rows.list(10);
            assertEquals(List.of(4000.0, 3000.0, 2000.0), listed.stream().map(QuarantinedRows.Row::value).toList());
            QuarantinedRows.Row newest = listed.getFirst();
            assertEquals("channel_data", newest.ruleOrTable());
            assertEquals("ch-1", newest.channelId());
            assertEquals(start + 4000, newest.timeMicros());
            assertEquals(Quality.UNCERTAIN, newest.quality());
            assertTrue(newest.reason().contains("small"), newest.reason());
            assertTrue(newest.setAsideMicros() >= start);

            database.execute("ALTER TABLE channel_data DROP CONSTRAINT small",
                    "ALTER TABLE channel_data ADD CONSTRAINT less_small CHECK (value < 3500)");
            List<Long> ids = listed.stream().map(QuarantinedRows.Row::id).toList();
            assertEquals(2, rows.retry(user, ids));
            assertEquals(1, rows.count());
            assertEquals(1, writer.status().quarantined(), "what is stored is set aside no more");
            QuarantinedRows.Row left = rows.list(10).getFirst();
            assertEquals(newest.id(), left.id(), "what is refused again keeps its place");
            assertTrue(left.reason().contains("less_small"), left.reason());
            assertEquals(0, rows.retry(user, List.of(ids.getLast())), "what is stored is not there any more");
        }
        assertEquals(List.of("2000|UNCERTAIN|30", "3000|UNCERTAIN|30"),
                database.query("SELECT value, quality, keep_days FROM channel_data ORDER BY 1"));
        assertEquals(List.of("retry|quarantine|channel_data|{\"rows\": 3}"), database.query(
                "SELECT action, resource_type, resource_id, changes FROM audit_log WHERE resource_type = 'quarantine'"));
    }

    @Test
    void whatIsSetAsideSurvivesARestartUntilItIsDeleted() throws Exception {
        database.execute(LIMIT);
        try (HistoryWriter writer = writer(new Quarantine(folder, index, TIME))) {
            refuse(writer, 2000, 3000);
        }
        Path file = folder.resolve("quarantine.csv");
        Files.write(file, "17,2026-01-0".getBytes(), java.nio.file.StandardOpenOption.APPEND);
        ChannelIndex fresh = new ChannelIndex();
        QuarantinedRows rows = new StoredQuarantine(new Quarantine(folder, fresh, TIME), fresh, audit);
        assertEquals(2, rows.count(), "a line that a crash cut is left out");
        long oldest = rows.list(2).getLast().id();
        rows.delete(user, List.of(oldest, 4711L));
        Quarantine again = new Quarantine(folder, fresh, TIME);
        assertEquals(1, again.count());
        assertEquals(0, again.of("another rule").count());
        try (HistoryWriter writer = writer(again)) {
            assertEquals(1, writer.status().quarantined(), "also after a restart");
            new StoredQuarantine(again, fresh, audit).delete(user, List.of(rows.list(1).getFirst().id()));
            assertEquals(0, writer.status().quarantined(), "a deleted row is set aside no more");
        }
        assertEquals(List.of("delete|channel_data|{\"channel_data\": 1}", "delete|channel_data|{\"channel_data\": 1}"), database.query(
                "SELECT action, resource_id, changes FROM audit_log WHERE resource_type = 'quarantine'"));

        Path export = folder.resolve("export.csv");
        rows.export(export, List.of(rows.list(1).getFirst().id()));
        List<String> lines = Files.readAllLines(export);
        assertEquals(2, lines.size());
        assertTrue(lines.get(1).contains("\"ch-1\",3000.0,UNCERTAIN"), lines.get(1));
    }

    @Test
    void nothingIsTriedWhileTheDatabaseIsAwayAndNothingChangesUnaudited() throws Exception {
        database.execute(LIMIT);
        try (HistoryWriter writer = writer(new Quarantine(folder, index, TIME))) {
            refuse(writer, 2000);
        }
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        Quarantine quarantine = new Quarantine(folder, index, TIME);
        QuarantinedRows rows = new StoredQuarantine(quarantine, index,
                new ActionLog(new Transactions(nobody, "127.0.0.1:1", "parx")));
        List<Long> all = List.of(rows.list(1).getFirst().id());
        try (HistoryWriter writer = new HistoryWriter(nobody, index, folder, quarantine, TIME, new LateRanges(TIME, false), QUICK)) {
            store(writer, 0, 1);
            Await.until("it is known to be away", LONG, () -> !writer.status().problem().isEmpty());
            ConfigurationException refused = assertThrows(ConfigurationException.class, () -> rows.retry(user, all));
            assertTrue(refused.getMessage().contains("cannot be stored now"), refused.getMessage());
            assertThrows(ConfigurationException.class, () -> rows.delete(user, all));
        }
        assertEquals(1, rows.count());
    }

    @Test
    void whereTooManyAreSetAsideTheOthersAreCountedAsDropped() throws Exception {
        database.execute(LIMIT);
        Quarantine quarantine = new Quarantine(folder, index, TIME, 2);
        try (HistoryWriter writer = writer(quarantine)) {
            refuse(writer, 2000, 3000, 4000);
            assertEquals(2, quarantine.count());
            assertEquals(2, writer.status().quarantined());
            assertEquals(Map.of(DropCause.QUARANTINE_FULL, 1L), writer.status().dropsByCause());
            assertEquals(Map.of("ch-1", 1L), writer.status().dropsByChannel());
            assertEquals(1, writer.status().dropped());
        }
    }

    @Test
    void aFileOfAnEarlierVersionIsReadWhateverItsTextsAre() throws Exception {
        Files.writeString(folder.resolve("quarantine.csv"), """
                time,channel_id,value,quality,reason\r
                2026-01-02T03:04:05.678901Z,"'=nul\\0",NaN,BAD,"value ""too"" long,\r
                in two lines"\r
                -0100-01-02T03:04:05Z,"C:\\x",-Infinity,GOOD,"'-"\r
                """);
        List<SetAsideRow> rows = new Quarantine(folder, index, TIME).newest(10).reversed();
        assertEquals(List.of("=nul\0", "C:\\x"), rows.stream().map(SetAsideRow::channelId).toList());
        assertEquals(List.of("value \"too\" long,\r\nin two lines", "-"), rows.stream().map(SetAsideRow::reason).toList());
        assertEquals(Quality.BAD, QualityCode.quality(rows.getFirst().quality()));
        assertTrue(Double.isNaN(rows.getFirst().value()));
        assertEquals(rows, new Quarantine(folder, new ChannelIndex(), TIME).newest(10).reversed(), "as this version writes it");
        assertFalse(Files.exists(folder.resolve("quarantine.csv.damaged")));
    }

    private HistoryWriter writer(Quarantine quarantine) throws IOException {
        return new HistoryWriter(database.dataSource(), index, folder, quarantine, TIME, new LateRanges(TIME, false), QUICK);
    }

    /** Each is stored in vain; the time tells the value. */
    private void refuse(HistoryWriter writer, double... values) {
        SampleBatch batch = new SampleBatch(values.length);
        Arrays.stream(values).forEach(value -> batch.sample(index.handle("ch-1"), start + (long) value, value,
                QualityCode.of(Reason.CLAMPED), (short) 30));
        writer.store(batch);
        awaitStored(writer);
    }
}
