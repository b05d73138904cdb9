package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes a row of channel_data takes with its indexes, measured every minute on the thread {@code row-size}
 * from what the database knows of its tables without reading them. Thread-safe.
 */
final class RowSize implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RowSize.class);
    private static final long EVERY_SECONDS = 60;
    /** With fewer rows, empty pages would count for more than rows. */
    private static final int LEAST_ROWS = 10_000;
    /** Partitions and chunks alike; a compressed chunk has no rows of its own. */
    private static final String QUESTION = "SELECT sum(pg_total_relation_size(c.oid)), sum(c.reltuples) FROM pg_inherits i"
            + " JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'channel_data'::regclass AND c.reltuples >= "
            + LEAST_ROWS;

    private final DataSource source;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile double bytes = Double.NaN;

    RowSize(DataSource source) {
        this.source = source;
        Thread thread = new Thread(this::run, "row-size");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    /** NaN before there is enough to measure. */
    double bytes() {
        return bytes;
    }

    /** Does not wait for a measurement under way. */
    @Override
    public void close() {
        closing.countDown();
    }

    private void run() {
        try {
            do {
                measure();
            } while (!closing.await(EVERY_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void measure() {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            if (row.next() && row.getDouble(2) >= LEAST_ROWS) {
                bytes = row.getDouble(1) / row.getDouble(2);
            }
        } catch (SQLException e) {
            LOG.debug("The size of a row was not measured; the last figure holds", e);
        }
    }
}
