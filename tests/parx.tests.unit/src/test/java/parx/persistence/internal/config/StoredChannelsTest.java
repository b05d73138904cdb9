package parx.persistence.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Settings;
import parx.model.User;
import parx.persistence.TestDatabase;
import parx.service.Change;
import parx.service.ChangedMeanwhileException;
import parx.service.ConfigurationException;

class StoredChannelsTest {
    private final ExecutorService announcements = Executors.newSingleThreadExecutor();
    private TestDatabase database;
    private StoredChannels channels;
    private User user;

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.migrated();
        Transactions transactions = new Transactions(database.dataSource(), "test", "postgres");
        StoredUsers users = new StoredUsers(transactions, "ada");
        users.reload();
        user = users.current();
        channels = new StoredChannels(transactions, announcements);
        channels.reload();
        database.execute("DELETE FROM audit_log");
    }

    @AfterEach
    void close() {
        announcements.shutdownNow();
        database.close();
    }

    @Test
    void anAddedChannelIsReadBackAsItWas() throws Exception {
        Channel speed = new Channel("speed", "Line speed ‰ µ 速", Protocol.MODBUS, false,
                Settings.with("host", "192.168.1.10", "port", 502, "big", 1L << 60, "register", 40001,
                        "scaling", Settings.with("factor", 0.1, "offset", -1e-7), "list", List.of(1, "two", false),
                        "whole", 5.0),
                new ChannelMetadata(Settings.with("units", "m/min", "decimals", 1)));
        channels.apply(user, List.of(Change.add(speed)));
        assertEquals(List.of(speed), channels.all());
        assertEquals(List.of(speed), reread().all());
        assertEquals(speed, channels.byId("speed").orElseThrow());
    }

    @Test
    void everyChangeLeavesARowInTheAuditLogOnBehalfOfItsUser() throws Exception {
        channels.apply(user, List.of(Change.add(channel("a", 1))));
        channels.apply(user, List.of(Change.replace(channel("a", 1), channel("a", 2))));
        channels.apply(user, List.of(Change.remove(channel("a", 2))));
        assertEquals(List.of("ada|create|channel|a||1", "ada|update|channel|a|1|2", "ada|delete|channel|a|2|"),
                database.query("SELECT username, action, resource_type, resource_id, changes->'old'->'config'->>'register',"
                        + " changes->'new'->'config'->>'register' FROM audit_log JOIN users ON users.id = user_id"
                        + " ORDER BY audit_log.id"));
        assertEquals(List.of("t"), database.query("SELECT bool_and(created_at BETWEEN (now() AT TIME ZONE 'UTC')"
                + " - INTERVAL '1 minute' AND (clock_timestamp() AT TIME ZONE 'UTC')) FROM audit_log"), "written in UTC");
    }

    @Test
    void oneInvalidChangeKeepsAllOthersFromHappening() {
        refusal(Change.add(channel("a", 1)), Change.remove(channel("missing", 1)));
        assertEquals(List.of(), channels.all());
        assertEquals(List.of("0|0"),
                database.query("SELECT (SELECT count(*) FROM channels), (SELECT count(*) FROM audit_log)"));
    }

    @Test
    void aSecondChannelWithAnIdIsRefusedEvenIfAnotherParxAddedTheFirst() throws Exception {
        reread().apply(user, List.of(Change.add(channel("a", 1))));
        String sentence = refusal(Change.add(channel("a", 2)));
        assertTrue(sentence.contains("already a channel with the id ‘a’"), sentence);
        assertTrue(refusal(Change.add(channel("b", 1)), Change.add(channel("b", 2))).contains("‘b’"));
    }

    @Test
    void twoWhoAddTheSameIdAtOnceGetOneChannelAndOneSentence() throws Exception {
        try (var other = database.connect(); var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO channels (id, name, protocol, config) VALUES ('a', 'a', 'modbus', '{}')");
            var result = announcements.submit(() -> refusal(Change.add(channel("a", 1))));
            Await.until("the second waits for the first", Duration.ofSeconds(60), () -> database.query(
                    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO channels%'"
                            + " AND datname = current_database()").size() == 1);
            other.commit();
            assertTrue(result.get().contains("Somebody else added"), result.get());
        }
    }

    @Test
    void whatIsNotThereCannotBeReplacedOrRemoved() {
        for (Change<Channel> change : List.of(Change.replace(channel("a", 1), channel("a", 2)), Change.remove(channel("a", 1)))) {
            ChangedMeanwhileException refused = meanwhile(channels, change);
            assertTrue(refused.removed());
            assertEquals("", refused.by(), "nobody is known to have deleted it");
        }
    }

    @Test
    void theInverseUndoesInItsOrder() throws Exception {
        channels.apply(user, List.of(Change.add(channel("a", 1)), Change.add(channel("b", 1))));
        List<Channel> before = channels.all();
        List<Change<Channel>> changes = List.of(Change.replace(channel("a", 1), channel("a", 2)), Change.remove(channel("b", 1)),
                Change.add(channel("c", 1)), Change.replace(channel("a", 2), channel("a", 3)), Change.remove(channel("a", 3)),
                Change.add(channel("a", 4)));
        channels.apply(user, changes);
        assertEquals(List.of(channel("a", 4), channel("c", 1)), channels.all());
        channels.apply(user, Change.inverse(changes));
        assertEquals(before, channels.all());
        assertEquals(before, reread().all());
    }

    @Test
    void whoSawSomethingOlderLosesNobodysChangeAndIsToldWhoWasFasterAndWhen() throws Exception {
        channels.apply(user, List.of(Change.add(channel("a", 1)), Change.add(channel("b", 1))));
        StoredChannels colleagues = reread();
        StoredUsers users = new StoredUsers(new Transactions(database.dataSource(), "test", "postgres"), "bob");
        users.reload();
        colleagues.apply(users.current(), List.of(Change.replace(channel("a", 1), channel("a", 2))));
        colleagues.apply(users.current(), List.of(Change.remove(channel("b", 1))));
        long now = Long.parseLong(database.query("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint").get(0));

        for (Change<Channel> late : List.of(Change.replace(channel("a", 1), channel("a", 3)), Change.remove(channel("a", 1)))) {
            ChangedMeanwhileException refused = meanwhile(channels, Change.add(channel("c", 1)), late);
            assertEquals("Channel a|false|bob", refused.name() + "|" + refused.removed() + "|" + refused.by());
            assertTrue(now - refused.atMicros().orElseThrow() < 3_600_000_000L && refused.atMicros().orElseThrow() <= now, "written in UTC");
            assertTrue(refused.getMessage().startsWith("The channel ‘Channel a’ was changed by bob at "), refused.getMessage());
        }
        ChangedMeanwhileException gone = meanwhile(channels, Change.replace(channel("b", 1), channel("b", 2)));
        assertEquals("Channel b|true|bob", gone.name() + "|" + gone.removed() + "|" + gone.by());
        assertEquals(List.of(channel("a", 2)), reread().all());
    }

    @Test
    void aChangeMadePastParxIsNotLostEitherAndNobodyIsBlamed() throws Exception {
        channels.apply(user, List.of(Change.add(channel("a", 1))));
        database.execute("UPDATE channels SET name = 'by hand' WHERE id = 'a'");
        ChangedMeanwhileException refused = meanwhile(channels, Change.replace(channel("a", 1), channel("a", 3)));
        assertEquals("by hand||OptionalLong.empty", refused.name() + "|" + refused.by() + "|" + refused.atMicros());
        assertEquals(List.of("by hand"), database.query("SELECT name FROM channels"));
    }

    @Test
    void ofTwoWhoSaveAtOnceTheSecondWaitsAndIsRefused() throws Exception {
        channels.apply(user, List.of(Change.add(channel("a", 1))));
        StoredChannels second = reread();
        try (var first = database.connect(); var statement = first.createStatement()) {
            first.setAutoCommit(false);
            statement.execute("UPDATE channels SET name = 'first' WHERE id = 'a'");
            var result = announcements.submit(() -> meanwhile(second, Change.replace(channel("a", 1), channel("a", 2))));
            Await.until("the second waits for the first's row", Duration.ofSeconds(30), () -> database.query(
                    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'SELECT % FOR UPDATE'"
                            + " AND datname = current_database()").size() == 1);
            first.commit();
            assertEquals("first", result.get().name());
        }
        assertEquals(List.of("first"), database.query("SELECT name FROM channels"));
    }

    @Test
    void ofManyWhoSaveFromTheSameStartOneWins() throws Exception {
        channels.apply(user, List.of(Change.add(channel("a", 0))));
        List<StoredChannels> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(reread());
        }
        AtomicInteger won = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService people = Executors.newFixedThreadPool(all.size())) {
            for (int i = 0; i < all.size(); i++) {
                int person = i;
                people.submit(() -> {
                    try {
                        all.get(person).apply(user, List.of(Change.replace(channel("a", 0), channel("a", person + 1))));
                        won.incrementAndGet();
                    } catch (ChangedMeanwhileException e) {
                        refused.incrementAndGet();
                    }
                    return null;
                });
            }
        }
        assertEquals("1 won, 7 refused", won + " won, " + refused + " refused");
        assertEquals(List.of("1"), database.query("SELECT count(*) FROM audit_log WHERE action = 'update'"));
    }

    @Test
    void whatWasSavedIsSeenAsItIsReadBackWhateverItsNumbers() throws Exception {
        Channel odd = channel("a", 1).withConfig(Settings.with("large", 4_294_967_295.0, "larger", 1e16, "huge", 1e22, "tiny", 1e-300,
                "exact", 0.1 + 0.2, "whole", 5.0, "zero", -0.0, "long", Long.MAX_VALUE, "nothing", null));
        channels.apply(user, List.of(Change.add(odd)));
        reread().apply(user, List.of(Change.replace(odd, odd.withName("b"))));
        channels.apply(user, List.of(Change.replace(reread().all().get(0), odd.withName("c"))));
        assertEquals(List.of("c"), database.query("SELECT name FROM channels"));
    }

    @Test
    void whatCannotBeStoredIsRefusedWithASentenceThatSaysWhy() {
        assertTrue(refusal(Change.add(channel("x".repeat(51), 1))).contains("51 characters"));
        assertTrue(refusal(Change.add(channel("", 1))).contains("is empty"));
        assertTrue(refusal(Change.add(channel(" a", 1))).contains("begins or ends with a blank"));
        assertTrue(refusal(Change.add(channel("a\nb", 1))).contains("control character"));
        assertTrue(refusal(Change.add(channel("a", 1).withName("n".repeat(101)))).contains("101 characters"));
        assertTrue(refusal(Change.add(channel("a", 1).withName("a\0b"))).contains("NUL"));
        assertTrue(refusal(Change.add(channel("a", 1).withName("a\ud800b"))).contains("half of a character"));
        assertTrue(refusal(Change.add(channel("a", 1).withConfig(Settings.with("deep",
                Settings.with("list", List.of("x\0")))))).contains("NUL"));
        assertTrue(refusal(Change.add(channel("a", 1).withConfig(Settings.with("k\0", 1)))).contains("NUL"));
        assertTrue(refusal(Change.add(channel("a", 1).withConfig(Settings.with("x", Double.NaN))))
                .contains("finite"));
        assertEquals(List.of(), channels.all());
    }

    @Test
    void lengthsCountInCharactersAsPostgresqlCountsThem() throws Exception {
        channels.apply(user, List.of(Change.add(channel("𝄞".repeat(50), 1))));
        assertEquals(1, reread().all().size());
    }

    @Test
    void theSpecificationsKeyedFormIsReadAndTheFlatFormWritten() throws Exception {
        database.execute("""
                INSERT INTO channels (id, name, protocol, config) VALUES ('a', 'a', 'modbus', '{
                  "modbus": {"host": "192.168.1.10", "register": 40001}, "scanRate": 500,
                  "opcua": {"endpoint": "opc.tcp://x"}}')""");
        channels.reload();
        Channel read = channels.byId("a").orElseThrow();
        assertEquals(Settings.with("host", "192.168.1.10", "register", 40001, "scanRate", 500), read.config());
        channels.apply(user, List.of(Change.replace(read, read.withName("b"))));
        assertEquals(List.of("192.168.1.10|"), database.query("SELECT config->>'host', config->>'modbus' FROM channels"));
    }

    @Test
    void aRowWithBrokenJsonDoesNotHideTheOthers() throws Exception {
        database.execute("INSERT INTO channels (id, name, protocol, enabled, config, metadata) VALUES"
                + " ('a', 'a', 'modbus', NULL, '[1]', '\"text\"'), ('b', 'b', 'modbus', true, '7', NULL),"
                + " ('c', 'c', 'opcua', true, '{\"port\": \"many\", \"host\": null, \"x\": 1e400}', '{}')");
        channels.reload();
        assertEquals(List.of("a", "b", "c"), channels.all().stream().map(Channel::id).toList());
        assertEquals(Settings.EMPTY, channels.byId("a").orElseThrow().config());
        assertEquals("many", channels.byId("c").orElseThrow().config().text("port", ""));
    }

    @Test
    void listenersHearOfEveryChangeAndNothingElse() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        var subscription = channels.onChange(heard::incrementAndGet);
        channels.onChange(() -> {
            throw new IllegalStateException("a broken listener");
        });
        channels.apply(user, List.of(Change.add(channel("a", 1))));
        Await.until("the change is heard", Duration.ofSeconds(60), () -> heard.get() == 1);
        channels.reload();
        channels.apply(user, List.of(Change.replace(channel("a", 1), channel("a", 1))));
        announcements.submit(() -> { }).get();
        assertEquals(1, heard.get(), "nothing had changed");
        subscription.close();
        channels.apply(user, List.of(Change.remove(channel("a", 1))));
        announcements.submit(() -> { }).get();
        assertEquals(1, heard.get());
    }

    @Test
    void aLostDatabaseIsASentenceAndReadersGoOn() throws Exception {
        channels.apply(user, List.of(Change.add(channel("a", 1))));
        database.close();
        try {
            String sentence = refusal(Change.remove(channel("a", 1)));
            assertTrue(sentence.startsWith("Nothing was changed."), sentence);
            assertEquals(1, channels.all().size());
        } finally {
            database = TestDatabase.empty();
        }
    }

    @Test
    void twentyThousandChannelsAreAddedAtOnceEachWithItsAuditRow() throws Exception {
        List<Change<Channel>> changes = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            changes.add(Change.add(channel("channel-" + i, i)));
        }
        database.execute("TRUNCATE channels, audit_log");
        channels.reload();
        long begin = System.nanoTime();
        channels.apply(user, changes);
        long added = System.nanoTime();
        assertEquals(20_000, reread().all().size());
        System.out.printf("20,000 channels: added in %.2f s, loaded in %.2f s%n", (added - begin) / 1e9, (System.nanoTime() - added) / 1e9);
        assertEquals(List.of("20000"), database.query("SELECT count(*) FROM audit_log"));
    }

    private static Channel channel(String id, int register) {
        return new Channel(id, "Channel " + id, Protocol.MODBUS, true, Settings.with("host", "127.0.0.1", "port", 502,
                "register", register, "dataType", "float"), new ChannelMetadata(Settings.with("units", "m/min")));
    }

    @SafeVarargs
    private ChangedMeanwhileException meanwhile(StoredChannels through, Change<Channel>... changes) {
        return assertThrows(ChangedMeanwhileException.class, () -> through.apply(user, List.of(changes)));
    }

    @SafeVarargs
    private String refusal(Change<Channel>... changes) {
        return assertThrows(ConfigurationException.class, () -> channels.apply(user, List.of(changes))).getMessage();
    }

    private StoredChannels reread() throws Exception {
        StoredChannels other = new StoredChannels(new Transactions(database.dataSource(), "test", "postgres"),
                announcements);
        other.reload();
        return other;
    }
}
