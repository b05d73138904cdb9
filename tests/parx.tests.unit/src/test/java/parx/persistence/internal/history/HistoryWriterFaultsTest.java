package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import parx.persistence.FaultProxy;

/** What becomes of samples where the way to the database fails; rows are those sent, for none is dropped here. */
class HistoryWriterFaultsTest extends HistoryWriterFixture {
    private static final BufferLimits IMPATIENT = new BufferLimits(200_000, 1000, Duration.ofMillis(50),
            Duration.ofMillis(300), 1 << 20, BOUND, WhenFull.DROP_NEWEST, Duration.ofSeconds(2), Duration.ofSeconds(3));

    private FaultProxy proxy;
    private HikariDataSource pool;

    @BeforeEach
    void connectThroughProxy() {
        String url = database.jdbcUrl();
        proxy = new FaultProxy(Integer.parseInt(url.replaceFirst(".*?//[^:/]+:(\\d+)/.*", "$1")));
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(proxy.through(url));
        pool = new HikariDataSource();
        pool.setDataSource(source);
        pool.setMaximumPoolSize(2);
        pool.setMinimumIdle(1);
        pool.setValidationTimeout(500);
        pool.setConnectionTimeout(2000);
    }

    @AfterEach
    void disconnect() throws IOException {
        pool.close();
        proxy.close();
    }

    @Test
    void aRefusedDatabaseThatComesBackGetsEverySampleOnce() throws Exception {
        try (HistoryWriter writer = writer()) {
            int row = trickle(writer, 0, () -> writer.status().committed() < 1000);
            for (int outage = 0; outage < 3; outage++) {
                proxy.refuse();
                row = trickle(writer, row, () -> writer.status().spooled() == 0);
                proxy.admit();
                row = trickle(writer, row, () -> writer.status().spooled() > 0);
            }
            assertAllStored(writer, row);
        }
    }

    /** The server goes on waiting for the rest of the COPY, with its rows half inserted: their next insert waits for it. */
    @Test
    void aConnectionThatIsHalfOpenForEverDoesNotHoldUpTheNextOne() throws Exception {
        BufferLimits patient = new BufferLimits(200_000, 1000, Duration.ofMillis(50), Duration.ofMillis(300), 1 << 20, BOUND,
                WhenFull.DROP_NEWEST, Duration.ofSeconds(4), Duration.ofSeconds(3));
        try (HistoryWriter writer = historyWriter(pool, index, folder, TIME, new LateRanges(TIME, false), patient)) {
            int row = trickle(writer, 0, () -> writer.status().committed() < 1000);
            proxy.slow(100_000);
            while (!isInserting()) {
                // A batch may have passed, or been broken and shrunk, before somebody looked.
                row = writer.status().backlog() == 0 ? burst(writer, burst(writer, row)) : row;
            }
            proxy.hangOpenConnections();
            proxy.slow(0);
            row = trickle(writer, row, () -> writer.status().problem().isEmpty());
            Await.until("all is stored", LONG, () -> writer.status().backlog() == 0);
            assertAllStored(writer, row);
        }
    }

    @Test
    void aConnectionThatIsResetInTheMiddleOfACopyLosesAndRepeatsNothing() throws Exception {
        Random random = new Random(20261125);
        try (HistoryWriter writer = writer()) {
            int row = trickle(writer, 0, () -> writer.status().committed() == 0);
            for (int reset = 1; reset <= 6; reset++) {
                int so = reset;
                proxy.resetAfter(2_000 + random.nextInt(300_000));
                for (int i = 0; i < 300 && proxy.resets() < so; i++) {
                    row = burst(writer, row);
                    Await.until("there is room in memory", LONG, () -> writer.status().backlog() < 50_000);
                }
                assertEquals(reset, proxy.resets());
            }
            assertAllStored(writer, row);
        }
    }

    @Test
    void overASlowLineBatchesShrinkUntilTheyPass() throws Exception {
        try (HistoryWriter writer = writer()) {
            store(writer, 0, 10);
            awaitStored(writer);
            proxy.slow(10_000);
            int rows = 3000;
            store(writer, 10, rows - 10);
            Await.until("some pass at 10 kB/s, of which a whole batch takes longer than any call may", LONG,
                    () -> writer.status().committed() >= 100);
            proxy.slow(0);
            assertAllStored(writer, rows);
        }
    }

    private HistoryWriter writer() throws IOException {
        return historyWriter(pool, index, folder, TIME, new LateRanges(TIME, false), IMPATIENT);
    }

    /** 50 rows each 5 ms as long as the condition holds. @return one past the last row */
    private int trickle(HistoryWriter writer, int firstRow, Condition condition) {
        int row = firstRow;
        while (condition.holds()) {
            store(writer, row, 50);
            row += 50;
            assertTrue(row < 1_000_000, "it takes too long");
            LockSupport.parkNanos(5_000_000);
        }
        return row;
    }

    /** Enough for a COPY that takes a while. @return one past the last row */
    private int burst(HistoryWriter writer, int row) {
        store(writer, row, 1500);
        return row + 1500;
    }

    /** A COPY inserts by 1,000 rows, whereupon its transaction has a number; TimescaleDB's own COPY reports no progress. */
    private boolean isInserting() {
        if (database.timescale()) {
            return !database.query("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' "
                    + "AND backend_xid IS NOT NULL AND query LIKE 'COPY channel_data (%'").isEmpty();
        }
        return !database.query("SELECT 1 FROM pg_stat_progress_copy WHERE datname = current_database() "
                + "AND tuples_processed > 1000").isEmpty();
    }

    private void assertAllStored(HistoryWriter writer, int rows) {
        awaitStored(writer);
        Await.until("it says so", LONG, () -> writer.status().problem().isEmpty());
        assertEquals(0, writer.status().dropped());
        assertEquals(0, writer.status().quarantined());
        assertTrue(writer.status().dropsByCause().isEmpty());
        assertStoredOnce(database, rows);
    }
}
