package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.TimeSource;
import parx.persistence.TestDatabase;

/** A database, a folder for the spool, and writers on them. */
abstract class HistoryWriterFixture {
    static final Duration LONG = Duration.ofSeconds(180);
    static final long BOUND = 1L << 30;
    static final BufferLimits QUICK = new BufferLimits(200_000, 10_000, Duration.ofMillis(250),
            Duration.ofMillis(300), 1 << 20, BOUND, WhenFull.DROP_NEWEST, Duration.ofSeconds(5), Duration.ofSeconds(5));
    static final TimeSource TIME = TimeSource.system();

    @TempDir
    Path folder;
    final ChannelIndex index = new ChannelIndex();
    final long start = TIME.nowMicros() / 1000 * 1000;
    TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated();
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** As in production: a pool hides a lost connection for a while and waits before it says that there is none. */
    static HikariDataSource pool(TestDatabase where) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(where.dataSource());
        pool.setMaximumPoolSize(3);
        pool.setConnectionTimeout(2000);
        return pool;
    }

    final HistoryWriter writer(DataSource source) {
        try {
            return historyWriter(source, index, folder, TIME, new LateRanges(TIME, false), QUICK);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** With a quarantine of its own in the folder of its spool. */
    static HistoryWriter historyWriter(DataSource source, ChannelIndex index, Path folder, TimeSource time, LateRanges late,
            BufferLimits limits) throws IOException {
        return new HistoryWriter(source, index, folder, new Quarantine(folder, index, time), time, late, limits);
    }

    /** As above, as in production. */
    static HistoryWriter historyWriter(DataSource source, ChannelIndex index, Path folder, TimeSource time, boolean timescale)
            throws IOException {
        return historyWriter(source, index, folder, time, new LateRanges(time, timescale), BufferLimits.configured());
    }

    interface Condition {
        boolean holds();
    }

    /** Stores 100 rows each 5 ms as long as the condition holds. @return one past the last row */
    int feed(HistoryWriter writer, int firstRow, Condition condition, int batches) {
        int row = firstRow;
        for (int i = 0; i < batches && condition.holds(); i++) {
            store(writer, row, 100);
            row += 100;
            LockSupport.parkNanos(5_000_000);
        }
        return row;
    }

    /** More than {@link HistoryWriter#flush}, for which rows are safe on disk too. */
    static void awaitStored(HistoryWriter writer) {
        Await.until("all is stored", LONG, () -> writer.status().backlog() == 0);
    }

    final void store(HistoryWriter writer, int from, int count) {
        SampleBatch batch = new SampleBatch(count);
        for (int i = from; i < from + count; i++) {
            batch.sample(index.handle("ch-" + i % 7), start + i, i, QualityCode.GOOD);
        }
        writer.store(batch);
    }

    /** Rows 0 to n-1, each once, with its own value, channel and time. */
    final void assertStoredOnce(TestDatabase where, int rows) {
        assertEquals(List.of(rows + "|" + rows + "|0|" + (rows - 1)), where.query(
                "SELECT count(*), count(DISTINCT value), min(value), max(value) FROM channel_data"));
        assertEquals(List.of("0"), where.query("SELECT count(*) FROM channel_data WHERE channel_id <> 'ch-' || (value::int % 7) "
                + "OR (extract(epoch FROM time) * 1000000)::bigint <> " + start + " + value::int"));
    }
}
