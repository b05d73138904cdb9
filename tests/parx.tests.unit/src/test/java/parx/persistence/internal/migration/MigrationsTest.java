package parx.persistence.internal.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import parx.persistence.TestDatabase;
import parx.service.StartException;

class MigrationsTest {
    private static final SchemaScript FIRST = SchemaScript.of("v1.2.1.001__first.sql", "CREATE TABLE first (a int);\n");
    private static final SchemaScript SECOND = SchemaScript.of("v1.2.1.002__second.sql", "CREATE TABLE second (a int);\n");

    private TestDatabase database;

    @BeforeEach
    void create() {
        database = TestDatabase.empty();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void anEmptyDatabaseGetsEveryTableOfTheSpecification() throws Exception {
        SchemaInfo info = new Migrations(TestDatabase.scripts()).migrate(database.dataSource(), sentence -> { });
        List<String> names = relations();
        for (String table : List.of("users", "refresh_tokens", "channels", "storage_rules", "dashboards",
                "derived_signals", "batches", "audit_log", "channel_data", "channel_data_1s", "channel_data_1m", "alarms",
                "batch_data")) {
            assertTrue(names.contains(table), table + " is missing in " + names);
        }
        assertEquals(info.applied(), database.query("SELECT version FROM schema_migrations").size());
        assertEquals(List.of("v1.2.1.001"),
                database.query("SELECT version FROM schema_migrations ORDER BY version LIMIT 1"));
    }

    @Test
    void aSecondStartAppliesNothing() throws Exception {
        assertEquals(2, migrate(FIRST, SECOND));
        assertEquals(0, migrate(FIRST, SECOND));
    }

    @Test
    void aNewerVersionAppliesOnlyWhatIsNew() throws Exception {
        migrate(FIRST);
        assertEquals(1, migrate(FIRST, SECOND));
        assertTrue(relations().contains("second"));
    }

    @Test
    void migrationsApplyInTheOrderOfTheirNumbersNotOfTheirLetters() throws Exception {
        SchemaScript tenth = SchemaScript.of("v1.2.1.1000__tenth.sql", "ALTER TABLE first ADD COLUMN b int;");
        SchemaScript later = SchemaScript.of("v1.10.0.001__later.sql", "ALTER TABLE first ADD COLUMN c int;");
        assertEquals(3, migrate(later, tenth, FIRST));
        assertEquals(List.of("a", "b", "c"), database.query(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'first' ORDER BY ordinal_position"));
    }

    @Test
    void aFileThatCollidesWithAnotherSessionIsTriedAgainAndAFaultIsNot() throws Exception {
        // What a sequence has given is not taken back with the transaction: it tells how often the file was tried.
        SchemaScript counter = SchemaScript.of("v1.2.1.001__counter.sql", "CREATE SEQUENCE tries");
        SchemaScript collides = SchemaScript.of("v1.2.1.002__collides.sql", "CREATE TABLE second (a int); DO $$ BEGIN "
                + "IF nextval('tries') < 3 THEN RAISE EXCEPTION 'tuple concurrently deleted' USING ERRCODE = 'XX000'; END IF; END $$");
        assertEquals(2, migrate(counter, collides));
        assertEquals(List.of("3"), database.query("SELECT last_value FROM tries"));
        SchemaScript wrong = SchemaScript.of("v1.2.1.003__wrong.sql", "SELECT nextval('tries'); SELECT 1 / 0");
        assertThrows(StartException.class, () -> migrate(counter, collides, wrong));
        SchemaScript always = SchemaScript.of("v1.2.1.003__always.sql", "DO $$ BEGIN PERFORM nextval('tries'); "
                + "RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$");
        assertThrows(StartException.class, () -> migrate(counter, collides, always));
        assertEquals(List.of("9"), database.query("SELECT last_value FROM tries"), "one try of the fault, five of the other");
    }

    @Test
    void twoStartsAtOnceApplyEachMigrationOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> start = () ->
                    new Migrations(TestDatabase.scripts()).migrate(database.dataSource(), sentence -> { }).applied();
            List<Integer> applied = new ArrayList<>();
            for (Future<Integer> result : threads.invokeAll(Collections.nCopies(4, start), 240, TimeUnit.SECONDS)) {
                applied.add(result.get());
            }
            Collections.sort(applied);
            assertEquals(List.of(0, 0, 0), applied.subList(0, 3));
            assertTrue(applied.get(3) > 5);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aSecondStartSaysThatItWaitsForTheFirst() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection other = database.connect(); Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + 0x50617258L + ")");
            Future<SchemaInfo> second = thread.submit(() -> new Migrations(scripts(FIRST)).migrate(
                    database.dataSource(), sentence -> {
                        if (sentence.contains("another ParX")) {
                            waiting.countDown();
                        }
                    }));
            assertTrue(waiting.await(60, TimeUnit.SECONDS));
            statement.execute("SELECT pg_advisory_unlock(" + 0x50617258L + ")");
            assertEquals(1, second.get(60, TimeUnit.SECONDS).applied());
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void whoeverWaitsTooLongForAnotherStartIsToldWhatToDo() throws Exception {
        try (Connection other = database.connect(); Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + 0x50617258L + ")");
            StartException refusal = assertThrows(StartException.class,
                    () -> new Migrations(scripts(FIRST), 1).migrate(database.dataSource(), sentence -> { }));
            assertTrue(refusal.getMessage().contains("Wait until it has started, or end it"), refusal.getMessage());
        }
    }

    @Test
    void anUnknownNewerVersionStopsTheStart() throws Exception {
        migrate(FIRST, SECOND);
        String sentence = refusal(FIRST);
        assertTrue(sentence.contains("v1.2.1.002") && sentence.contains("install that version"), sentence);
    }

    @Test
    void aChangedFileStopsTheStart() throws Exception {
        migrate(FIRST);
        String sentence = refusal(SchemaScript.of(FIRST.fileName(), "CREATE TABLE first (a int, b int);\n"));
        assertTrue(sentence.contains(FIRST.fileName()) && sentence.contains("another content"), sentence);
    }

    @Test
    void lineEndsOfACheckoutAreNoChange() throws Exception {
        migrate(FIRST);
        assertEquals(0, migrate(SchemaScript.of(FIRST.fileName(), FIRST.sql().replace("\n", "\r\n"))));
    }

    @Test
    void aMigrationThatFailsLeavesNothingBehind() throws Exception {
        SchemaScript broken = SchemaScript.of("v1.2.1.002__broken.sql",
                "CREATE TABLE half (a int);\nCREATE TABLE broken (a nonsense);");
        String sentence = refusal(FIRST, broken);
        assertTrue(sentence.contains(broken.fileName()) && sentence.contains("nonsense"), sentence);
        assertTrue(relations().contains("first"));
        assertTrue(!relations().contains("half"), "half of a migration stayed");
        assertEquals(1, migrate(FIRST, SECOND), "after the repair the start goes on where it stopped");
    }

    @Test
    void whatCannotRunInATransactionRunsOutsideOfOne() throws Exception {
        SchemaScript index = SchemaScript.of("v1.2.1.002__index.sql",
                "-- outside a transaction\nCREATE INDEX CONCURRENTLY first_a ON first (a)");
        assertEquals(2, migrate(FIRST, index));
        assertEquals(List.of("first_a"), database.query("SELECT indexname FROM pg_indexes WHERE tablename = 'first'"));
    }

    @Test
    void aHalfAppliedMigrationStopsTheStartUntilAPersonDecides() throws Exception {
        migrate(FIRST);
        database.execute("INSERT INTO first VALUES (1), (1)");
        SchemaScript index = SchemaScript.of("v1.2.1.002__index.sql",
                "-- outside a transaction\nCREATE UNIQUE INDEX CONCURRENTLY first_a ON first (a)");
        refusal(FIRST, index);
        String sentence = refusal(FIRST, index);
        assertTrue(sentence.contains("was interrupted") && sentence.contains("Restore the backup"), sentence);
        database.execute("DROP INDEX first_a", "DELETE FROM schema_migrations WHERE version = 'v1.2.1.002'",
                "DELETE FROM first");
        assertEquals(1, migrate(FIRST, index));
    }

    @Test
    void aTableOfSomebodyElseStopsTheStart() throws Exception {
        database.execute("CREATE TABLE first (other text)");
        String sentence = refusal(FIRST);
        assertTrue(sentence.contains("a database of its own"), sentence);
    }

    @Test
    void aUserWhoMayNotCreateTablesIsToldWhatToGrant() throws Exception {
        String user = "parx_test_guest_" + ProcessHandle.current().pid();
        database.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC", "CREATE ROLE " + user + " LOGIN");
        try {
            PGSimpleDataSource guest = new PGSimpleDataSource();
            guest.setUrl(database.jdbcUrl());
            guest.setUser(user);
            StartException refusal = assertThrows(StartException.class,
                    () -> new Migrations(scripts(FIRST)).migrate(guest, sentence -> { }));
            assertTrue(refusal.getMessage().contains("GRANT"), refusal.getMessage());
        } finally {
            database.execute("DROP ROLE " + user);
        }
    }

    @Test
    void aDatabaseThatLostTimescaleDbStopsTheStart() throws Exception {
        migrate(FIRST);
        database.execute("UPDATE schema_migrations SET variant = 'timescaledb'", "DROP EXTENSION IF EXISTS timescaledb");
        String sentence = refusal(FIRST);
        assertTrue(sentence.contains("CREATE EXTENSION timescaledb"), sentence);
    }

    @Test
    void aDatabaseSetUpPlainStaysPlain() throws Exception {
        migrate(FIRST);
        database.execute("UPDATE schema_migrations SET variant = 'plain'");
        SchemaScript plain = SchemaScript.of("v1.2.1.002.plain__x.sql", "CREATE TABLE x (plain int)");
        SchemaScript timescale = SchemaScript.of("v1.2.1.002.timescaledb__x.sql", "CREATE TABLE x (timescale int)");
        SchemaInfo info = new Migrations(scripts(FIRST, plain, timescale)).migrate(database.dataSource(), s -> { });
        assertEquals(Variant.PLAIN, info.variant());
        assertEquals(List.of("plain"),
                database.query("SELECT column_name FROM information_schema.columns WHERE table_name = 'x'"));
    }

    @Test
    void everyMigrationExistsForBothKindsOfDatabase() {
        List<String> plain = versions(Variant.PLAIN);
        assertEquals(plain, versions(Variant.TIMESCALEDB));
        assertEquals(plain.stream().distinct().toList(), plain, "a version stands twice");
        assertNotEquals(List.of(), plain);
    }

    private static List<String> versions(Variant variant) {
        return TestDatabase.scripts().forVariant(variant).stream().map(SchemaScript::version).toList();
    }

    private int migrate(SchemaScript... scripts) throws Exception {
        return new Migrations(scripts(scripts)).migrate(database.dataSource(), sentence -> { }).applied();
    }

    private String refusal(SchemaScript... scripts) {
        return assertThrows(StartException.class, () -> migrate(scripts)).getMessage();
    }

    private static SchemaScripts scripts(SchemaScript... scripts) {
        return new SchemaScripts(List.of(scripts));
    }

    private List<String> relations() {
        return database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                + " AND relkind IN ('r', 'p', 'v', 'm')");
    }
}
