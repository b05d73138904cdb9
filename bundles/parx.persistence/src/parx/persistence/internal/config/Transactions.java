package parx.persistence.internal.config;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import parx.model.Sentence;
import parx.service.ConfigurationException;

/** Runs work in one transaction and turns what fails into a sentence. Thread-safe, blocks. */
public final class Transactions {
    /** A change that waits longer than this for a hung server is given up. */
    private static final int LIMIT_MILLIS = 60_000;
    private static final Executor CALLER = Runnable::run;

    private final DataSource database;
    private final String address;
    private final String user;

    /** @param address and user: see {@link DatabaseProblem#sentence} */
    public Transactions(DataSource database, String address, String user) {
        this.database = database;
        this.address = address;
        this.user = user;
    }

    /** Commits what the work did, or nothing of it. */
    <T> T change(Work<T> work) throws ConfigurationException {
        try {
            return run(work);
        } catch (SQLException e) {
            throw new ConfigurationException(refusal(e), e);
        }
    }

    <T> T run(Work<T> work) throws SQLException, ConfigurationException {
        try (Connection connection = database.getConnection()) {
            connection.setNetworkTimeout(CALLER, LIMIT_MILLIS);
            connection.setAutoCommit(false);
            try {
                limitWaiting(connection);
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | ConfigurationException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    Sentence problem(SQLException e) {
        return DatabaseProblem.sentence(e, address, user);
    }

    private Sentence refusal(SQLException e) {
        return switch (String.valueOf(e.getSQLState())) {
            case "40001", "40P01", "55P03" -> TEXTS.of("change.busy");
            case "23503" -> TEXTS.of("change.noUser");
            default -> TEXTS.of("change.nothing", problem(e));
        };
    }

    private static void limitWaiting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '10s'");
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** What is to be done inside the transaction. */
    interface Work<T> {
        T in(Connection connection) throws SQLException, ConfigurationException;
    }
}
