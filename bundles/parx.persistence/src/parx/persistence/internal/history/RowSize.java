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
 * How many bytes a row of channel_data takes with its indexes, measured every minute on the thread {@code row-size} from
 * the tables' sizes and from what the database counts anyway; before there are enough rows, from what the newest ones
 * hold. Thread-safe.
 */
final class RowSize implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RowSize.class);
    private static final long EVERY_SECONDS = 60;
    /** Until there is a first figure. */
    private static final long SOON_SECONDS = 5;
    /** With fewer rows, pages that are not full would count for more than rows. */
    private static final int LEAST_ROWS = 10_000;
    /**
     * Partitions and chunks alike; a compressed chunk has no rows of its own. What was inserted is counted at once, what
     * ANALYZE has found may be missing for hours.
     */
    private static final String TABLES = "SELECT sum(size), sum(rows) FROM (SELECT pg_total_relation_size(c.oid) AS size, "
            + "greatest(c.reltuples, pg_stat_get_live_tuples(c.oid)) AS rows FROM pg_inherits i JOIN pg_class c "
            + "ON c.oid = i.inhrelid WHERE i.inhparent = 'channel_data'::regclass) t WHERE rows >= " + LEAST_ROWS;
    /**
     * A row with its pointer; twice, as there are two indexes, a pointer, a head, a time and an id in steps of 8 bytes, in
     * pages that are three quarters full.
     */
    private static final String NEWEST = "SELECT avg(pg_column_size(d.*) + 4 + 2 * (20 + 8 * ceil((octet_length(channel_id) + 1) "
            + "/ 8.0)) / 0.75) FROM (SELECT * FROM channel_data ORDER BY time DESC LIMIT 1000) d";

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

    /** NaN before anything is stored. */
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
            } while (!closing.await(Double.isNaN(bytes) ? SOON_SECONDS : EVERY_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void measure() {
        try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
            try (ResultSet tables = statement.executeQuery(TABLES)) {
                if (tables.next() && tables.getDouble(2) >= LEAST_ROWS) {
                    bytes = tables.getDouble(1) / tables.getDouble(2);
                    return;
                }
            }
            try (ResultSet newest = statement.executeQuery(NEWEST)) {
                double measured = newest.next() ? newest.getDouble(1) : 0;
                if (measured > 0) {
                    bytes = measured;
                }
            }
        } catch (SQLException e) {
            LOG.debug("The size of a row was not measured; the last figure holds", e);
        }
    }
}
