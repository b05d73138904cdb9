package parx.persistence.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.User;
import parx.persistence.TestDatabase;
import parx.service.ConfigurationException;

/** Notes in audit_log that nobody waits for. */
class AuditQueueTest {
    private TestDatabase database;
    private User user;
    private AuditQueue queue;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.migrated();
        Transactions transactions = new Transactions(database.dataSource(), "test", "postgres");
        StoredUsers users = new StoredUsers(transactions, "ada");
        users.reload();
        user = users.current();
        database.execute("DELETE FROM audit_log");
        queue = new AuditQueue(new ActionLog(transactions));
    }

    @AfterEach
    void close() throws Exception {
        queue.close();
        database.close();
    }

    @Test
    void whatPeopleDoIsNotedInOrderBeforeTheQueueIsClosed() throws Exception {
        queue.note(user, "begin recording", "storage rule", "coil");
        queue.note(user, "end recording", "storage rule", "coil");
        queue.close();
        assertEquals(List.of("begin recording|storage rule|coil", "end recording|storage rule|coil"),
                database.query("SELECT action, resource_type, resource_id FROM audit_log ORDER BY id"));
    }

    @Test
    void aClosedQueueRefusesSoThatNothingIsDoneUnnoted() throws Exception {
        queue.close();
        assertThrows(ConfigurationException.class, () -> queue.note(user, "begin recording", "storage rule", "coil"));
    }
}
