package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;

/**
 * The history writer's connection to channel_data: each call is one transaction. Owned by the history-writer thread;
 * only {@link #abort} may be called from others.
 *
 * <p>synchronous_commit is on for this connection whatever the server's default: the rows leave memory at the commit,
 * and a server that is killed within the next 600 ms would otherwise lose them. At a low rate that is one fsync each
 * 250 ms, at a high rate one for 50,000 rows.
 */
final class ChannelDataTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelDataTable.class);
    private static final String COLUMNS = " (time, channel_id, value, quality, keep_days)";
    private static final String COPY = "COPY channel_data" + COLUMNS + " FROM STDIN (FORMAT binary)";
    private static final String STAGING_TABLE = "channel_data_staging";
    private static final String STAGE = "COPY pg_temp.channel_data_staging" + COLUMNS + " FROM STDIN (FORMAT binary)";
    private static final String STAGING = "CREATE TEMP TABLE IF NOT EXISTS channel_data_staging (time timestamptz, "
            + "channel_id text, value double precision, quality text, keep_days smallint) ON COMMIT DELETE ROWS";
    private static final String MERGE = "INSERT INTO channel_data" + COLUMNS + " SELECT time, channel_id, value, quality, "
            + "keep_days FROM pg_temp.channel_data_staging ON CONFLICT DO NOTHING";
    private static final long CONNECT_MILLIS = 250;
    /** Most that an abandoned connection's end is waited for. */
    private static final long ORPHAN_MILLIS = 1000;
    /** A server that does not hear from ParX within about half a minute forgets the connection, and what it inserted. */
    private static final String[] SESSION = {"SET synchronous_commit = on",
        "SET application_name = 'ParX history-writer'", "SET tcp_keepalives_idle = 15", "SET tcp_keepalives_interval = 5",
        "SET tcp_keepalives_count = 3"};

    private final DataSource source;
    private final CopyEncoder encoder;
    private final LateRanges late;
    private final ChannelIndex index;
    private final LongerKept longerKept = new LongerKept();
    private volatile Connection connection;
    private PGConnection postgres;
    private boolean staging;
    private boolean sieve;
    private CompletableFuture<Opened> attempt;
    private Backend backend;
    /** Lost without a word, so that the server may still hold half of their rows, for which the next insert would wait. */
    private final List<Backend> abandoned = new ArrayList<>();

    /** The server's process of a connection: its number alone may have another owner later. */
    private record Backend(int pid, String start) {
    }

    private record Opened(Connection connection, Backend backend) {
    }

    ChannelDataTable(DataSource source, ChannelIndex index, LateRanges late) {
        this.source = source;
        this.encoder = new CopyEncoder(index);
        this.late = late;
        this.index = index;
    }

    boolean isConnected() {
        return connection != null;
    }

    /**
     * Goes on connecting for a moment. A pool or a network may take seconds to say no, and meanwhile the calling thread
     * has rows to bring to disk: a thread of its own, {@code history-connect}, waits for them.
     *
     * @return whether there is a connection now; false where it is still being made
     * @throws SQLException where it cannot be made; the next call begins anew
     */
    boolean connect() throws SQLException {
        if (attempt == null) {
            CompletableFuture<Opened> begun = new CompletableFuture<>();
            List<Backend> orphans = List.copyOf(abandoned);
            Thread thread = new Thread(() -> open(begun, orphans), "history-connect");
            thread.setDaemon(true);
            thread.start();
            attempt = begun;
        }
        try {
            Opened opened = attempt.get(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
            Connection fresh = opened.connection();
            attempt = null;
            try {
                postgres = fresh.unwrap(PGConnection.class);
            } catch (SQLException | RuntimeException | Error e) {
                closeQuietly(fresh);
                throw e;
            }
            staging = false;
            sieve = false;
            abandoned.clear();
            backend = opened.backend();
            connection = fresh;
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            attempt = null;
            throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getCause());
        } catch (InterruptedException e) {
            // The watchdog's way to say that there is no more time.
            throw new SQLException("interrupted while connecting", "08001", e);
        }
    }

    private void open(CompletableFuture<Opened> begun, List<Backend> orphans) {
        try {
            Connection fresh = source.getConnection();
            Backend own;
            try {
                fresh.setAutoCommit(false);
                try (Statement statement = fresh.createStatement()) {
                    for (String setting : SESSION) {
                        statement.execute(setting);
                    }
                }
                own = backendOf(fresh);
                end(orphans, fresh);
                fresh.commit();
            } catch (SQLException | RuntimeException | Error e) {
                fresh.close();
                throw e;
            }
            if (!begun.complete(new Opened(fresh, own))) {
                fresh.close();
            }
        } catch (SQLException | RuntimeException | Error e) {
            // Whatever it is: an attempt without an end would be waited for for ever.
            begun.completeExceptionally(e);
        }
    }

    private static Backend backendOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()")) {
            return row.next() ? new Backend(row.getInt(1), row.getString(2)) : null;
        }
    }

    private static void end(List<Backend> orphans, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_terminate_backend(pid, ?) "
                + "FROM pg_stat_activity WHERE pid = ? AND backend_start::text = ? AND usename = current_user")) {
            for (Backend orphan : orphans) {
                statement.setLong(1, ORPHAN_MILLIS);
                statement.setInt(2, orphan.pid());
                statement.setString(3, orphan.start());
                statement.execute();
            }
        }
    }

    /** Stores rows none of which is there yet. */
    void copy(Rows rows) throws SQLException {
        transact(() -> send(COPY, rows), rows);
    }

    /**
     * Stores those of the rows that are not there yet, and lets those that are stay for as long as the longest says; slower
     * than {@link #copy}.
     *
     * @return by channel, how many were left out although another value has their time; rows that are there as they are
     *         (stored before an unknown outcome) are not among them
     */
    Map<String, Long> merge(Rows rows) throws SQLException {
        Map<String, Long> leftOut = new HashMap<>();
        transact(() -> {
            try (Statement statement = connection.createStatement()) {
                if (!staging) {
                    statement.execute(STAGING);
                }
                send(STAGE, rows);
                statement.execute(MERGE);
                LongerKept.noteCollided(statement, STAGING_TABLE);
                leftOut.putAll(Sieve.leftOut(statement, STAGING_TABLE));
            }
        }, rows);
        staging = true;
        return leftOut;
    }

    /** Stores those of the rows that the database takes and are not there yet; slower than {@link #merge}. */
    Sieve.Sifted sift(Rows rows) throws SQLException {
        List<Sieve.Sifted> done = new ArrayList<>(1);
        transact(() -> {
            try (Statement statement = connection.createStatement()) {
                Sieve.prepare(statement, sieve);
                send(Sieve.COPY, rows);
                done.add(Sieve.sift(statement, rows));
            }
        }, rows);
        sieve = true;
        return done.getFirst();
    }

    /** Makes the daily partitions that these rows need. */
    void createPartitions(Rows rows) throws SQLException {
        TreeSet<Long> days = new TreeSet<>();
        for (int row = rows.from(); row < rows.to(); row++) {
            days.add(Math.floorDiv(rows.batch().timeMicros(row), Partitions.DAY_MICROS));
        }
        transact(() -> {
            for (long day : days) {
                Partitions.ensure(connection, day * Partitions.DAY_MICROS, day * Partitions.DAY_MICROS);
            }
        }, Rows.NONE);
    }

    /** Breaks what is under way, so that a blocked call ends soon. Any thread. */
    void abort() {
        Connection current = connection;
        if (current != null) {
            try {
                current.abort(Runnable::run);
            } catch (SQLException e) {
                // The connection was broken already, which is what abort is for.
                LOG.debug("Abort", e);
            }
        }
    }

    @Override
    public void close() {
        // A connection that comes later is closed by the thread that makes it.
        if (attempt != null && !attempt.cancel(false) && !attempt.isCompletedExceptionally()) {
            closeQuietly(attempt.join().connection());
        }
        attempt = null;
        Connection current = connection;
        connection = null;
        if (current != null) {
            closeQuietly(current);
        }
    }

    private static void closeQuietly(Connection old) {
        try {
            old.close();
        } catch (SQLException e) {
            LOG.debug("Close", e);
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private void transact(Work work, Rows rows) throws SQLException {
        try {
            work.run();
            if (rows.count() > 0) {
                longerKept.addWishes(rows, index);
                longerKept.store(connection);
                late.note(connection, rows);
            }
            connection.commit();
        } catch (SQLException e) {
            recover(e);
            throw e;
        } catch (RuntimeException | Error e) {
            abandon();
            throw e;
        }
    }

    private void abandon() {
        if (backend != null) {
            abandoned.add(backend);
        }
        abort();
        close();
    }

    private void recover(SQLException cause) {
        try {
            if (SqlFailure.of(cause) != SqlFailure.AWAY) {
                connection.rollback();
                return;
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        abandon();
    }

    private void send(String sql, Rows rows) throws SQLException {
        CopyIn copy = postgres.getCopyAPI().copyIn(sql);
        try {
            encoder.write(rows.batch(), rows.from(), rows.to(), copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
