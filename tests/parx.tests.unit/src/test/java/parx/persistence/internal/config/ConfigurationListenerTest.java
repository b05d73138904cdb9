package parx.persistence.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import parx.persistence.TestDatabase;

class ConfigurationListenerTest {
    /** The listener asks for nothing by itself: what it is not told of it never reads, however long one waits. */
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ADD = "INSERT INTO channels (id, name, protocol, config) VALUES (gen_random_uuid()::text,"
            + " 'a', 'modbus', '{}')";

    @Test
    void aChangeByAnyoneArrivesWithoutBeingAskedFor() {
        try (TestDatabase database = TestDatabase.migrated()) {
            StoredChannels channels = channels(database);
            Recorder recorder = new Recorder();
            try (ConfigurationListener listener =
                    new ConfigurationListener(database.dataSource(), Map.of("channels", channels::reload), recorder)) {
                listener.start();
                Await.until("it listens", SOON, () -> recorder.answers.get() == 1);
                database.execute(ADD);
                Await.until("the change is here", SOON, () -> channels.all().size() == 1);
                database.execute("TRUNCATE channels");
                Await.until("the change is here", SOON, () -> channels.all().isEmpty());
            }
        }
    }

    @Test
    void onlyTheChangedTableIsReadAnew() {
        try (TestDatabase database = TestDatabase.migrated()) {
            AtomicInteger rules = new AtomicInteger();
            AtomicInteger users = new AtomicInteger();
            Recorder recorder = new Recorder();
            try (ConfigurationListener listener = new ConfigurationListener(database.dataSource(),
                    Map.of("storage_rules", rules::incrementAndGet, "users", users::incrementAndGet), recorder)) {
                listener.start();
                Await.until("it listens", SOON, () -> recorder.answers.get() == 1);
                database.execute("INSERT INTO storage_rules (id, name, backend, mode, channels, config)"
                        + " VALUES ('x', 'x', 'file', 'change', '{}', '{}')");
                Await.until("the change is here", SOON, () -> rules.get() == 2);
                assertEquals(1, users.get());
            }
        }
    }

    @Test
    void aKilledServerIsNoticedAndWhatChangedMeanwhileIsReadWhenItIsBack() {
        try (TestDatabase database = TestDatabase.onOwnServer()) {
            StoredChannels channels = channels(database);
            Recorder recorder = new Recorder();
            try (ConfigurationListener listener =
                    new ConfigurationListener(database.dataSource(), Map.of("channels", channels::reload), recorder)) {
                listener.start();
                Await.until("it listens", SOON, () -> recorder.answers.get() == 1);
                database.server().kill();
                Await.until("the loss is noticed", SOON, () -> recorder.problem.get() != null);
                String sentence = DatabaseProblem.sentence(recorder.problem.get(), "here:1", "me").english();
                assertTrue(sentence.contains("here:1"), sentence);
                database.server().start();
                database.execute(ADD);
                Await.until("it caught up", SOON, () -> channels.all().size() == 1);
                Await.until("it knows", SOON, () -> recorder.answers.get() == 2);
                database.execute(ADD);
                Await.until("it listens again", SOON, () -> channels.all().size() == 2);
            }
        }
    }

    private static StoredChannels channels(TestDatabase database) {
        return new StoredChannels(new Transactions(database.dataSource(), "test", "postgres"), Runnable::run);
    }

    /** What the listener tells. */
    private static final class Recorder implements ConfigurationListener.Watcher {
        final AtomicInteger answers = new AtomicInteger();
        final AtomicReference<SQLException> problem = new AtomicReference<>();

        @Override
        public void answers(Connection connection) {
            answers.incrementAndGet();
        }

        @Override
        public void away(SQLException problem) {
            this.problem.set(problem);
        }
    }
}
