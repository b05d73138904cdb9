package parx.persistence.internal.history.packed;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Transactions that need a lock which keeps others waiting: whoever waits for such a lock makes everybody wait who comes
 * after, hence it waits for a moment only, rests, and tries again. The writer is never held up for longer than
 * {@link #WAIT_MILLIS}. (DETACH PARTITION CONCURRENTLY would not do: PostgreSQL refuses it beside a default partition.)
 * One thread.
 */
public final class BriefLocks {
    private static final int WAIT_MILLIS = 50;
    private static final int TRIES = 10;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";

    /** Within a transaction, which commits after it. */
    public interface Work {
        void run() throws SQLException;
    }

    /** Waits this long, or until ParX ends. */
    public interface Rest {
        void rest(long nanos) throws InterruptedException;
    }

    private final Rest rest;

    public BriefLocks(Rest rest) {
        this.rest = rest;
    }

    /** @return false where the lock was not to be had; nothing has happened then */
    public boolean take(Connection connection, Work work) throws SQLException, InterruptedException {
        for (int tries = 1; tries <= TRIES; tries++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '" + WAIT_MILLIS + "ms'");
                work.run();
                connection.commit();
                return true;
            } catch (SQLException e) {
                connection.rollback();
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState()) && !DEADLOCK.equals(e.getSQLState())) {
                    throw e;
                }
            }
            // Not in step with a writer that commits as regularly.
            rest.rest(TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(WAIT_MILLIS, 10 * WAIT_MILLIS)));
        }
        return false;
    }
}
