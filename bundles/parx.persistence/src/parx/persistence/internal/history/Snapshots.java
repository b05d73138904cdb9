package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Sentence;
import parx.service.History.HistoryException;

/**
 * Short read-only transactions on connections of a pool: each sees one state of the database, ends soon when its
 * thread is interrupted, and fails with a sentence for people. Thread-safe.
 */
final class Snapshots implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final DataSource source;
    private final CancelWatch cancel = new CancelWatch();

    Snapshots(DataSource source) {
        this.source = source;
    }

    /** What is done in a transaction. */
    interface Work<T> {
        T run(Connection connection, PGConnection copy) throws SQLException;
    }

    <T> T read(Work<T> work) throws HistoryException {
        try (Connection connection = source.getConnection()) {
            // A connection cannot change these within a transaction, which a pool's check may have left open.
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            int isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            T result;
            try (CancelWatch.Entry entry = cancel.enter(connection)) {
                result = work.run(connection, connection.unwrap(PGConnection.class));
            } catch (SQLException | RuntimeException e) {
                restore(connection, isolation, e);
                throw e;
            }
            restore(connection, isolation, null);
            return result;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Ends the thread that looks for interrupts. Idempotent. */
    @Override
    public void close() {
        cancel.close();
    }

    static HistoryException cancelled(Throwable cause) {
        return HistoryException.cancelled(cause);
    }

    /** Whoever has the connection next finds it as it was. @param cause takes what fails on the way, or null */
    private static void restore(Connection connection, int isolation, Exception cause) throws SQLException {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
            connection.setTransactionIsolation(isolation);
        } catch (SQLException e) {
            if (cause == null) {
                throw e;
            }
            cause.addSuppressed(e);
        }
    }

    private static HistoryException failure(SQLException e) {
        if (Thread.currentThread().isInterrupted() || "57014".equals(e.getSQLState())) {
            return cancelled(e);
        }
        boolean away = SqlFailure.of(e) == SqlFailure.AWAY;
        Sentence sentence = TEXTS.of(away ? "history.away" : "history.refused", SqlFailure.firstLine(e));
        if (!away) {
            LOG.warn("{}", sentence.english(), e);
        }
        return new HistoryException(sentence, e);
    }
}
