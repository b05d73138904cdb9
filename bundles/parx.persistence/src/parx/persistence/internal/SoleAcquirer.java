package parx.persistence.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.StartException;

/**
 * The right to acquire into a database, held by one ParX at a time: two would poll every device twice, store every
 * sample twice and mark each other's data as stopped. A session lock of PostgreSQL, which ends with the process that
 * holds it; the thread {@code sole-acquirer} takes it again after the server was away.
 */
final class SoleAcquirer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SoleAcquirer.class);
    /** Any number that no other program on the server is likely to choose: "ParX" in ASCII, then the table's purpose. */
    private static final long LOCK = 0x5061_7258_0000_0001L;
    /** A predecessor that was killed lets go as soon as its server notices. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long RETRY_MILLIS = 250;
    private static final long WATCH_MILLIS = 2_000;

    private final DataSource source;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private Connection connection;

    private SoleAcquirer(DataSource source, Connection connection) {
        this.source = source;
        this.connection = connection;
        thread = new Thread(this::watch, "sole-acquirer");
        thread.setDaemon(true);
    }

    /**
     * @param source of a connection that is kept: no pool
     * @throws StartException where another ParX holds the right
     */
    static SoleAcquirer claim(DataSource source, String address) throws StartException, SQLException {
        Connection connection = source.getConnection();
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!take(connection)) {
                if (System.nanoTime() - end > 0) {
                    throw new StartException("Another ParX already acquires into the database " + address
                            + ". Stop that one first, or choose another database.");
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
            SoleAcquirer holder = new SoleAcquirer(source, connection);
            holder.thread.start();
            return holder;
        } catch (InterruptedException e) {
            connection.close();
            Thread.currentThread().interrupt();
            throw new StartException("The start was cancelled.", e);
        } catch (SQLException | StartException e) {
            connection.close();
            throw e;
        }
    }

    private void watch() {
        boolean held = true;
        while (!rest()) {
            try {
                if (connection == null) {
                    connection = source.getConnection();
                    held = false;
                }
                if (held) {
                    ask();
                } else if (take(connection)) {
                    held = true;
                } else {
                    LOG.error("While the database was away, another ParX began to acquire into it: every device is now"
                            + " read and stored twice. Stop one of the two.");
                }
            } catch (SQLException e) {
                LOG.debug("The database is away; the right to acquire is taken again when it is back", e);
                drop();
            }
        }
        drop();
    }

    private boolean rest() {
        try {
            return closed.await(WATCH_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void ask() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout((int) PATIENCE.toSeconds());
            statement.execute("SELECT 1");
        }
    }

    private void drop() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("The connection was gone already", e);
        }
        connection = null;
    }

    private static boolean take(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
            result.next();
            return result.getBoolean(1);
        }
    }

    /** Lets go of the right. Waits until it is given back, so that a successor finds it free. */
    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        thread.join(PATIENCE);
    }
}
