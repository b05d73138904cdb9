package parx.persistence.internal.config;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads what anyone changes in the configuration, as soon as PostgreSQL tells of it, and notices first when the
 * server goes away and comes back. Owned by its thread {@code configuration-listener} and its own connection.
 */
public final class ConfigurationListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationListener.class);
    private static final int WAIT_MILLIS = 2_000;
    /** A server that hangs without closing its socket is noticed after this long. */
    private static final int ANSWER_MILLIS = 5_000;
    private static final long SHORTEST_PAUSE = 100;
    private static final long LONGEST_PAUSE = 2_000;

    private final DataSource source;
    private final Map<String, Reload> reloads;
    private final Watcher watcher;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Connection connection;

    /**
     * @param source  of a connection that this listener keeps for itself: no pool
     * @param reloads by the name of the table that each reads, in the order in which to read them
     */
    public ConfigurationListener(DataSource source, Map<String, Reload> reloads, Watcher watcher) {
        this.source = source;
        this.reloads = new LinkedHashMap<>(reloads);
        this.watcher = watcher;
        thread = new Thread(this::run, "configuration-listener");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        abort(connection);
        try {
            if (!thread.join(Duration.ofSeconds(3))) {
                LOG.warn("The thread configuration-listener does not end; it is left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long pause = SHORTEST_PAUSE;
        while (!isClosed()) {
            try (Connection fresh = source.getConnection()) {
                connection = fresh;
                listen(fresh);
                // What changed while nobody listened.
                for (Reload reload : reloads.values()) {
                    reload.run();
                }
                watcher.answers(fresh);
                pause = SHORTEST_PAUSE;
                serve(fresh);
            } catch (SQLException e) {
                if (!isClosed()) {
                    watcher.away(e);
                }
            } catch (RuntimeException e) {
                LOG.error("Reading the configuration failed; trying again", e);
            }
            connection = null;
            pause = rest(pause);
        }
    }

    private void listen(Connection fresh) throws SQLException {
        try (Statement statement = fresh.createStatement()) {
            statement.execute("LISTEN parx_configuration");
        }
    }

    private void serve(Connection own) throws SQLException {
        PGConnection postgres = own.unwrap(PGConnection.class);
        while (!isClosed()) {
            PGNotification[] news = postgres.getNotifications(WAIT_MILLIS);
            Set<String> tables = new LinkedHashSet<>();
            for (PGNotification one : news == null ? new PGNotification[0] : news) {
                tables.add(one.getParameter());
            }
            if (tables.isEmpty()) {
                ask(own);
            }
            for (Map.Entry<String, Reload> entry : reloads.entrySet()) {
                if (tables.contains(entry.getKey())) {
                    entry.getValue().run();
                }
            }
        }
    }

    private static void ask(Connection own) throws SQLException {
        own.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
        try (Statement statement = own.createStatement()) {
            statement.execute("SELECT 1");
        }
        own.setNetworkTimeout(Runnable::run, 0);
    }

    private long rest(long pause) {
        try {
            closed.await(pause, TimeUnit.MILLISECONDS);
            return Math.min(LONGEST_PAUSE, pause * 2);
        } catch (InterruptedException e) {
            closed.countDown();
            Thread.currentThread().interrupt();
            return pause;
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private static void abort(Connection current) {
        if (current != null) {
            try {
                current.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection was gone already", e);
            }
        }
    }

    /** Reads one table anew. */
    public interface Reload {
        void run() throws SQLException;
    }

    /** Told, on the listener's thread, how the server does. */
    public interface Watcher {
        void answers(Connection connection) throws SQLException;

        void away(SQLException problem);
    }
}
