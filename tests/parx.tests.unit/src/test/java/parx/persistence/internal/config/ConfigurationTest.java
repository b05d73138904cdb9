package parx.persistence.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.User;
import parx.persistence.TestDatabase;
import parx.service.Change;
import parx.service.ChangedMeanwhileException;
import parx.service.ConfigurationException;

/** Storage rules, connection settings, users and the log of runs. */
class ConfigurationTest {
    private TestDatabase database;
    private Transactions transactions;
    private User user;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.migrated();
        transactions = new Transactions(database.dataSource(), "test", "postgres");
        StoredUsers users = new StoredUsers(transactions, "ada");
        users.reload();
        user = users.current();
        database.execute("DELETE FROM audit_log");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aStorageRuleIsReadBackAsItWasAndItsChangesAreAudited() throws Exception {
        StoredStorageRules rules = new StoredStorageRules(transactions, Runnable::run);
        StorageRule rule = new StorageRule("all", "Everything", true, StorageRule.Backend.TIMESCALEDB,
                StorageRule.Mode.CHANGE, List.of("*"), Settings.with("deadband", 0.5, "retention", "30d"));
        rules.apply(user, List.of(Change.add(rule)));
        StoredStorageRules other = new StoredStorageRules(transactions, Runnable::run);
        other.reload();
        assertEquals(List.of(rule), other.all());
        other.apply(user, List.of(Change.remove(rule)));
        assertEquals(List.of("create|storage rule|all", "delete|storage rule|all"),
                database.query("SELECT action, resource_type, resource_id FROM audit_log ORDER BY id"));
        assertThrows(ConfigurationException.class, () -> rules.apply(user, List.of(Change.remove(rule))));
        rules.reload();
        assertEquals(List.of(), rules.all());
    }

    @Test
    void aRuleThatAColleagueChangedIsNeitherOverwrittenNorDeleted() throws Exception {
        StoredStorageRules rules = new StoredStorageRules(transactions, Runnable::run);
        StorageRule seen = new StorageRule("r", "Everything", true, StorageRule.Backend.INFLUXDB, StorageRule.Mode.CHANGE, List.of("*"),
                Settings.with("influxdb", Settings.with("url", "http://127.0.0.1:8086", "password", "s3cret")));
        rules.apply(user, List.of(Change.add(seen)));
        StoredStorageRules colleagues = new StoredStorageRules(transactions, Runnable::run);
        colleagues.apply(user, List.of(Change.replace(seen, seen.withEnabled(false))));

        for (Change<StorageRule> late : List.of(Change.replace(seen, seen.withChannels(List.of("a"))), Change.remove(seen))) {
            ChangedMeanwhileException refused = assertThrows(ChangedMeanwhileException.class, () -> rules.apply(user, List.of(late)));
            assertEquals("Everything|ada", refused.name() + "|" + refused.by());
        }
        rules.reload();
        assertEquals(List.of(seen.withEnabled(false)), rules.all());
    }

    @Test
    void connectionSettingsThatAColleagueChangedAreNotOverwritten() throws Exception {
        StoredConnectionSettings settings = new StoredConnectionSettings(transactions, Runnable::run);
        settings.put(user, "c", Settings.EMPTY, Settings.with("scanRate", 100));
        for (Settings late : List.of(Settings.with("timeout", 200), Settings.EMPTY)) {
            assertThrows(ChangedMeanwhileException.class, () -> settings.put(user, "c", Settings.with("scanRate", 50), late));
        }
        assertThrows(ChangedMeanwhileException.class, () -> settings.put(user, "c", Settings.EMPTY, Settings.with("timeout", 200)));
        assertEquals(Settings.with("scanRate", 100), settings.of("c"));
    }

    @Test
    void thePasswordOfABackEndIsNotInTheAuditLog() throws Exception {
        StoredStorageRules rules = new StoredStorageRules(transactions, Runnable::run);
        StorageRule rule = new StorageRule("influx", "InfluxDB", true, StorageRule.Backend.INFLUXDB,
                StorageRule.Mode.CHANGE, List.of("*"), Settings.with("influxdb", Settings.with("url", "http://127.0.0.1:8086",
                        "database", "plant", "user", "ada", "password", "s3cret", "token", "t0ken")));
        rules.apply(user, List.of(Change.add(rule)));
        assertEquals(List.of("ada|•••"), database.query("SELECT changes->'new'->'config'->'influxdb'->>'user',"
                + " changes->'new'->'config'->'influxdb'->>'password' FROM audit_log WHERE changes::text NOT LIKE '%s3cret%'"
                + " AND changes::text NOT LIKE '%t0ken%'"));
        rules.reload();
        assertEquals(List.of(rule), rules.all(), "what is stored is whole");
    }

    @Test
    void aStorageRuleKeyedByModeIsRead() throws Exception {
        database.execute("""
                INSERT INTO storage_rules (id, name, backend, mode, channels, config) VALUES
                ('r', 'r', 'file', 'continuous', ARRAY['a', NULL, 'b'], '{"continuous": {"interval": 1000},
                 "change": {"deadband": 1}, "file": {"format": "csv"}}')""");
        StoredStorageRules rules = new StoredStorageRules(transactions, Runnable::run);
        rules.reload();
        StorageRule rule = rules.all().get(0);
        assertEquals(Settings.with("interval", 1000, "file", Settings.with("format", "csv")), rule.config());
        assertEquals(List.of("a", "b"), rule.channels());
    }

    @Test
    void theTriggerOfATriggerRuleIsReadAsSuchInBothForms() throws Exception {
        database.execute("""
                INSERT INTO storage_rules (id, name, backend, mode, channels, config) VALUES
                ('flat', 'r', 'timescaledb', 'trigger', ARRAY['a'], '{"trigger": {"channel": "b"}, "preTrigger": 5}'),
                ('keyed', 'r', 'timescaledb', 'trigger', ARRAY['a'],
                 '{"trigger": {"trigger": {"channel": "b"}, "preTrigger": 5}}')""");
        StoredStorageRules rules = new StoredStorageRules(transactions, Runnable::run);
        rules.reload();
        Settings expected = Settings.with("trigger", Settings.with("channel", "b"), "preTrigger", 5);
        assertEquals(List.of(expected, expected), rules.all().stream().map(StorageRule::config).toList());
    }

    @Test
    void aStorageRuleWithoutChannelsIsRefused() {
        StoredStorageRules rules = new StoredStorageRules(transactions, Runnable::run);
        StorageRule none = new StorageRule("r", "r", true, StorageRule.Backend.FILE, StorageRule.Mode.CHANGE, List.of(),
                Settings.EMPTY);
        assertTrue(assertThrows(ConfigurationException.class, () -> rules.apply(user, List.of(Change.add(none))))
                .getMessage().contains("names no channel"));
    }

    @Test
    void connectionSettingsReplaceEachOtherAndEmptyOnesRestoreTheStandards() throws Exception {
        StoredConnectionSettings settings = new StoredConnectionSettings(transactions, Runnable::run);
        String name = "modbus tcp a-host-with-quite-a-long-name.plant.example.com:502";
        settings.put(user, name, Settings.EMPTY, Settings.with("scanRate", 100));
        settings.put(user, name, Settings.with("scanRate", 100), Settings.with("timeout", 200));
        assertEquals(Settings.with("timeout", 200), settings.of(name));
        StoredConnectionSettings other = new StoredConnectionSettings(transactions, Runnable::run);
        other.reload();
        assertEquals(Map.of(name, Settings.with("timeout", 200)), other.all());
        settings.put(user, name, Settings.with("timeout", 200), Settings.EMPTY);
        assertEquals(Settings.EMPTY, settings.of(name));
        assertEquals(List.of("create", "update", "delete"), database.query("SELECT action FROM audit_log ORDER BY id"));
        assertEquals(List.of("3"), database.query("SELECT count(*) FROM audit_log WHERE changes->>'resource_id' = '"
                + name + "' AND length(resource_id) = 50"), "the whole name stands in changes");
    }

    @Test
    void theFirstAccountIsAdminWithoutAPasswordAndLaterOnesAreEngineers() throws Exception {
        assertEquals(User.Role.ADMIN, user.role());
        StoredUsers second = new StoredUsers(transactions, "bob");
        second.reload();
        assertEquals(User.Role.ENGINEER, second.current().role());
        assertNotEquals(user.id(), second.current().id());
        StoredUsers again = new StoredUsers(transactions, "ada");
        again.reload();
        assertEquals(user, again.current());
        assertEquals(List.of("ada|!", "bob|!"),
                database.query("SELECT username, password_hash FROM users ORDER BY id"));
    }

    @Test
    void anAccountWithAnOverlongOrEmptyNameStillWorks() throws Exception {
        StoredUsers longName = new StoredUsers(transactions, "n".repeat(80));
        longName.reload();
        assertEquals("n".repeat(50), longName.current().username());
        StoredUsers none = new StoredUsers(transactions, " ");
        none.reload();
        assertEquals("unknown", none.current().username());
    }

    @Test
    void theRunLogTellsWhenTheRunBeforeWasLastAlive() throws Exception {
        StoredRunLog first = new StoredRunLog(transactions);
        assertEquals(-1, first.begin(1_000_000_000_001L));
        first.alive(1_000_000_000_777L);
        assertEquals(1_000_000_000_777L, new StoredRunLog(transactions).begin(1_000_009_000_000L), "after a crash");
        StoredRunLog third = new StoredRunLog(transactions);
        assertEquals(1_000_009_000_000L, third.begin(1_000_010_000_000L));
        third.end(1_000_011_000_000L);
        assertEquals(1_000_011_000_000L, new StoredRunLog(transactions).begin(1_000_012_000_000L), "after a good end");
        assertEquals(List.of("1"), database.query("SELECT count(*) FROM acquisition_runs WHERE stopped_at IS NOT NULL"));
    }
}
