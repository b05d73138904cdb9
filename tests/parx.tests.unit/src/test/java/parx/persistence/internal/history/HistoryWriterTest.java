package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.SampleBatch;
import parx.model.TimeSource;
import parx.persistence.TestDatabase;

class HistoryWriterTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long BOUND = 1L << 30;
    private static final HistoryWriter.Limits QUICK = new HistoryWriter.Limits(200_000, 10_000, Duration.ofMillis(250),
            Duration.ofMillis(300), 1 << 20, BOUND, Duration.ofSeconds(5), Duration.ofSeconds(5));
    private static final TimeSource TIME = TimeSource.system();

    @TempDir
    Path folder;
    private final ChannelIndex index = new ChannelIndex();
    private final long start = TIME.nowMicros() / 1000 * 1000;
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.migrated();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSampleIsReadBackExactlyAsItWasStored() throws Exception {
        long at = start / 1_000_000 * 1_000_000 + 123_456;
        try (HistoryWriter writer = writer(database.dataSource())) {
            SampleBatch batch = new SampleBatch(4);
            batch.sample(index.handle("ch-ä"), at, 125.5, QualityCode.GOOD);
            batch.sample(index.handle("ch-ä"), at + 1, Double.NaN, QualityCode.of(Reason.TIMEOUT));
            batch.sample(index.handle("ch-2"), at + 1, -0.1, QualityCode.of(Reason.CLAMPED));
            batch.sample(index.handle("ch-2"), at + 2, Double.NEGATIVE_INFINITY, QualityCode.GOOD);
            writer.store(batch);
            batch.clear();
            assertTrue(writer.flush(LONG));
            assertEquals(4, writer.status().committed());
            assertEquals("", writer.status().problem());
        }
        assertEquals(List.of(at + "|ch-ä|125.5|GOOD", at + 1 + "|ch-2|-0.1|UNCERTAIN",
                at + 1 + "|ch-ä|NaN|BAD", at + 2 + "|ch-2|-Infinity|GOOD"), database.query(
                "SELECT (extract(epoch FROM time) * 1000000)::bigint, channel_id, value, quality FROM channel_data "
                        + "ORDER BY 1, 2"));
    }

    @Test
    void aSingleSampleIsCommittedWithinHalfASecond() {
        try (HistoryWriter writer = writer(database.dataSource())) {
            store(writer, 0, 1);
            Await.until("connected", LONG, () -> writer.status().committed() == 1);
            long best = Long.MAX_VALUE;
            for (int i = 1; i < 8; i++) {
                int expected = i + 1;
                long began = System.nanoTime();
                store(writer, i, 1);
                Await.until("committed", LONG, () -> writer.status().committed() == expected);
                best = Math.min(best, System.nanoTime() - began);
            }
            // The best of several: a busy machine delays any one of them, waiting too long delays them all.
            assertTrue(best < TimeUnit.MILLISECONDS.toNanos(500), best + " ns");
        }
    }

    @Test
    void whatIsStoredTwiceIsThereOnceAndItsNeighboursToo() throws Exception {
        try (HistoryWriter writer = writer(database.dataSource())) {
            store(writer, 0, 1000);
            assertTrue(writer.flush(LONG));
            store(writer, 500, 1000);
            store(writer, 1500, 10);
            store(writer, 1505, 10);
            assertTrue(writer.flush(LONG));
        }
        assertStoredOnce(database, 1515);
    }

    @Test
    void poisonedRowsAreSetAsideWithTheirReasonAndTheRestIsStored() throws Exception {
        String tooLong = "x".repeat(51);
        try (HistoryWriter writer = writer(database.dataSource())) {
            SampleBatch batch = new SampleBatch(2000);
            for (int i = 0; i < 2000; i++) {
                batch.sample(index.handle("ch-" + i % 7), start + i, i, QualityCode.GOOD);
                if (i == 0 || i == 777 || i == 1999) {
                    batch.sample(index.handle(tooLong), start + i, i, QualityCode.GOOD);
                }
                if (i == 778) {
                    batch.sample(60_000, start + i, i, QualityCode.GOOD);
                    batch.sample(index.handle("=nul\0"), start + i, i, QualityCode.GOOD);
                    batch.sample(index.handle("ch-1"), Long.MIN_VALUE / 2, i, QualityCode.GOOD);
                }
            }
            writer.store(batch);
            store(writer, 2000, 100);
            assertTrue(writer.flush(LONG));
            assertEquals(6, writer.status().quarantined());
            assertEquals(2100, writer.status().committed());
            assertEquals(0, writer.status().backlog());
        }
        assertStoredOnce(database, 2100);
        List<String> set = Files.readAllLines(folder.resolve("quarantine.csv"));
        assertEquals(7, set.size(), String.join("\n", set));
        assertTrue(set.get(1).contains(tooLong) && set.get(1).contains("too long"), set.get(1));
        assertTrue(set.stream().anyMatch(line -> line.contains("\"'=nul\\0\"")), String.join("\n", set));
    }

    @Test
    void rowsOfADayWithoutPartitionAreStored() throws Exception {
        assumeTrue(!database.timescale(), "skipped: TimescaleDB makes its chunks itself");
        database.execute("DROP TABLE channel_data_default");
        try (HistoryWriter writer = writer(database.dataSource())) {
            SampleBatch batch = new SampleBatch(8);
            for (int day = 0; day < 4; day++) {
                batch.sample(index.handle("ch-1"), start + day * 40 * Partitions.DAY_MICROS, day, QualityCode.GOOD);
            }
            // The schema's function looks into the default partition, which need not be attached for that.
            database.execute("CREATE TABLE channel_data_default (LIKE channel_data INCLUDING ALL)");
            writer.store(batch);
            assertTrue(writer.flush(LONG));
            assertEquals(0, writer.status().quarantined());
        }
        assertEquals(List.of("4"), database.query("SELECT count(*) FROM channel_data"));
    }

    @Test
    void samplesSurviveThatTheirConnectionIsKilledInTheMiddleAndAreThereOnce() throws Exception {
        int rows = 150_000;
        try (HistoryWriter writer = writer(database.dataSource())) {
            for (int i = 0; i < rows; i += 1000) {
                store(writer, i, 1000);
                if (i % 15_000 == 0 && i > 0) {
                    long before = writer.status().committed();
                    Await.until("a COPY is under way", LONG, () -> writer.status().committed() != before
                            || !database.query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'COPY%' AND state = 'active'").isEmpty());
                    database.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
                            + "'ParX history-writer' AND datname = current_database()");
                }
            }
            Await.until("all is stored", LONG, () -> writer.status().backlog() == 0);
            assertEquals(0, writer.status().dropped());
            assertEquals(0, writer.status().quarantined());
            assertEquals("", writer.status().problem());
        }
        assertStoredOnce(database, rows);
    }

    @Test
    void aServerThatIsKilledAndStartedAgainLosesAndRepeatsNothing() throws Exception {
        try (TestDatabase own = TestDatabase.onOwnServer(); HikariDataSource pool = pool(own);
                HistoryWriter writer = writer(pool)) {
            int row = 0;
            for (int outage = 0; outage < 2; outage++) {
                row = feed(writer, row, () -> true, 200);
                if (outage == 0) {
                    own.server().kill();
                } else {
                    own.server().stop();
                }
                row = feed(writer, row, () -> writer.status().spooled() == 0, 5000);
                assertTrue(writer.status().problem().contains("PostgreSQL"), writer.status().problem());
                own.server().start();
                row = feed(writer, row, () -> writer.status().spooled() > 0, 5000);
            }
            assertTrue(writer.flush(LONG));
            Await.until("all is stored", LONG, () -> writer.status().backlog() == 0);
            assertEquals("", writer.status().problem());
            assertEquals(0, writer.status().dropped());
            assertStoredOnce(own, row);
        }
    }

    @Test
    void whatCannotBeStoredAtTheEndWaitsOnDiskForTheNextStart() throws Exception {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        long began = System.nanoTime();
        HistoryWriter writer = writer(nobody);
        store(writer, 0, 1234);
        writer.close();
        assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(5));
        assertEquals(1234, writer.status().spooled());
        assertEquals(0, writer.status().dropped());

        HistoryWriter stillAway = writer(nobody);
        assertEquals(1234, stillAway.status().backlog());
        store(stillAway, 1234, 100);
        assertTrue(stillAway.flush(LONG), "safe on disk");
        Await.until("it says why", LONG, () -> stillAway.status().problem().contains("PostgreSQL"));
        stillAway.close();

        try (HistoryWriter back = new HistoryWriter(database.dataSource(), new ChannelIndex(), folder, TIME, false)) {
            Await.until("the spool is drained", LONG, () -> back.status().backlog() == 0);
            assertEquals(1334, back.status().committed());
        }
        assertStoredOnce(database, 1334);
    }

    @Test
    void whenMemoryIsFullRowsGoToDiskAndComeBackInOrder() throws Exception {
        HistoryWriter.Limits small = new HistoryWriter.Limits(20_000, 1000, Duration.ofMillis(50), Duration.ofHours(1),
                100_000, BOUND, Duration.ofSeconds(5), Duration.ofSeconds(5));
                try (HistoryWriter writer = new HistoryWriter(database.dataSource(), index, folder, TIME,
                new LateRanges(TIME, false), small)) {
            try (var locker = database.connect()) {
                locker.setAutoCommit(false);
                locker.createStatement().execute("ALTER TABLE channel_data RENAME TO elsewhere");
                locker.commit();
                int row = 0;
                while (row < 100_000) {
                    if (writer.status().backlog() - writer.status().spooled() < 15_000) {
                        store(writer, row, 1000);
                        row += 1000;
                    } else {
                        LockSupport.parkNanos(1_000_000);
                    }
                }
                assertTrue(writer.status().spooled() > 50_000);
                assertTrue(writer.status().problem().contains("PostgreSQL"), writer.status().problem());
                locker.createStatement().execute("ALTER TABLE elsewhere RENAME TO channel_data");
                locker.commit();
            }
            Await.until("all is stored", LONG, () -> writer.status().backlog() == 0);
            assertEquals(0, writer.status().dropped());
        }
        assertStoredOnce(database, 100_000);
    }

    @Test
    void aFullDiskDropsTheNewestCountsThemAndSaysSo() throws Exception {
        HistoryWriter.Limits tiny = new HistoryWriter.Limits(1000, 100, Duration.ofMillis(50), Duration.ZERO, 1,
                BOUND, Duration.ofSeconds(5), Duration.ofSeconds(1));
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        Path blocked = folder.resolve("blocked");
        try (HistoryWriter writer = new HistoryWriter(nobody, index, blocked, TIME, new LateRanges(TIME, false), tiny)) {
            Files.delete(blocked.resolve("spool.lock"));
            Files.delete(blocked);
            store(writer, 0, 900);
            Await.until("it says so", LONG, () -> writer.status().problem().contains("disk"));
            store(writer, 900, 300);
            assertEquals(200, writer.status().dropped());
            assertEquals(1000, writer.status().backlog());
            assertTrue(writer.status().problem().contains("200 samples were lost"), writer.status().problem());
            Files.createDirectory(blocked);
            Await.until("it heals", LONG, () -> writer.status().spooled() == 1000);
        }
    }

    /** What kill -9 of ParX can lose in an outage: a pool that waits 5 s for a connection must not add those. */
    @Test
    void inAnOutageRowsAreOnDiskWithinASecond() throws Exception {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        try (HikariDataSource slow = new HikariDataSource()) {
            slow.setDataSource(nobody);
            slow.setConnectionTimeout(5000);
            slow.setInitializationFailTimeout(-1);
            try (HistoryWriter writer = new HistoryWriter(slow, index, folder, TIME, false)) {
                store(writer, 0, 1);
                Await.until("it is known to be away", LONG, () -> writer.status().spooled() == 1);
                for (int row = 1; row < 6; row++) {
                    long stored = System.nanoTime();
                    store(writer, row, 1);
                    int rows = row + 1;
                    Await.until("on disk", LONG, () -> writer.status().spooled() == rows);
                    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stored);
                    assertTrue(millis < 3000, "after " + millis + " ms");
                }
            }
        }
        // Another run, as after a crash, knows what the first one left.
        try (HistoryWriter next = new HistoryWriter(nobody, new ChannelIndex(), folder, TIME, false)) {
            assertEquals(6, next.status().spooled());
            assertEquals(new NewestSample(start + 5, false), next.leftOnDisk().get("ch-5"));
        }
    }

    @Test
    void aDiskThatFillsUpLosesOnlyWhatMemoryCannotHoldAndHeals() throws Exception {
        Path full = folder.resolve("full");
        Files.createDirectories(full);
        assumeTrue(mount(full), "skipped: only root may mount a small disk");
        try {
            HistoryWriter.Limits limits = new HistoryWriter.Limits(50_000, 1000, Duration.ofMillis(50), Duration.ZERO,
                    500_000, BOUND, Duration.ofSeconds(5), Duration.ofSeconds(2));
            PGSimpleDataSource nobody = new PGSimpleDataSource();
            nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
            long onDisk;
            int row = 0;
            try (HistoryWriter writer = new HistoryWriter(nobody, index, full, TIME, new LateRanges(TIME, false), limits)) {
                while (writer.status().dropped() == 0) {
                    boolean said = writer.status().problem().contains("cannot be kept on disk");
                    if (said || writer.status().backlog() - writer.status().spooled() < 40_000) {
                        store(writer, row, 1000);
                        row += 1000;
                    } else {
                        LockSupport.parkNanos(1_000_000);
                    }
                    assertTrue(row < 1_000_000, "2 MB hold no more than a hundred thousand rows");
                }
                String problem = writer.status().problem();
                assertTrue(problem.contains("cannot be kept on disk") && problem.contains("reserved for the database"), problem);
                assertTrue(problem.contains("Free some space"), problem);
                assertEquals(row, writer.status().backlog() + writer.status().dropped(), "each row is counted");
                onDisk = writer.status().spooled();
                assertTrue(onDisk > 50_000, "the disk was used: " + onDisk);
                assertEquals(0, run("mount", "-o", "remount,size=16m", full.toString()));
                Await.until("it heals", LONG, () -> writer.status().spooled() == writer.status().backlog());
                long lost = writer.status().dropped();
                store(writer, row, 1000);
                assertEquals(lost, writer.status().dropped(), "from now on nothing is lost");
                row += 1000 - (int) lost;
            }
            try (HistoryWriter back = new HistoryWriter(database.dataSource(), new ChannelIndex(), full, TIME, false)) {
                Await.until("all is stored", LONG, () -> back.status().backlog() == 0);
            }
            assertEquals(List.of(row + "|" + row), database.query("SELECT count(*), count(DISTINCT value) FROM channel_data"));
        } finally {
            run("umount", full.toString());
        }
    }

    private static boolean mount(Path on) throws Exception {
        return "root".equals(System.getProperty("user.name"))
                && run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", on.toString()) == 0;
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                .waitFor();
    }

    @Test
    void aServerThatHangsHoldsTheWriterOnlyForAWhile() throws Exception {
        HistoryWriter.Limits impatient = new HistoryWriter.Limits(100_000, 1000, Duration.ofMillis(50),
                Duration.ofMillis(100), 1 << 20, BOUND, Duration.ofMillis(500), Duration.ofSeconds(2));
        try (HistoryWriter writer = new HistoryWriter(database.dataSource(), index, folder, TIME,
                new LateRanges(TIME, false), impatient); var locker = database.connect()) {
            locker.setAutoCommit(false);
            locker.createStatement().execute("LOCK TABLE channel_data IN ACCESS EXCLUSIVE MODE");
            store(writer, 0, 5000);
            assertTrue(writer.flush(LONG), "safe on disk while the table is locked");
            assertEquals(5000, writer.status().spooled());
            locker.rollback();
            Await.until("all is stored", LONG, () -> writer.status().backlog() == 0);
        }
        assertStoredOnce(database, 5000);
    }

    @Test
    void theSpoolIsBoundedWarnsBeforeAndCountsWhatItDrops() throws Exception {
        HistoryWriter.Limits limits = new HistoryWriter.Limits(1000, 100, Duration.ofMillis(50), Duration.ZERO, 5000,
                100_000, Duration.ofSeconds(5), Duration.ofSeconds(1));
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        long kept;
        try (HistoryWriter writer = new HistoryWriter(nobody, index, folder, TIME, new LateRanges(TIME, false), limits)) {
            int row = 0;
            String warning = "";
            while (writer.status().dropped() == 0) {
                String problem = writer.status().problem();
                warning = problem.contains("% full") ? problem : warning;
                if (problem.contains("reached their limit") || writer.status().backlog() == writer.status().spooled()) {
                    store(writer, row, 400);
                    row += 400;
                } else {
                    LockSupport.parkNanos(1_000_000);
                }
                assertTrue(row < 20_000, "100 kB hold no more than five thousand rows");
            }
            assertTrue(warning.contains("PostgreSQL"), "a warning came before: " + warning);
            assertTrue(writer.status().problem().contains("reached their limit"), writer.status().problem());
            assertTrue(writer.status().problem().contains("200 samples were lost"), writer.status().problem());
            kept = writer.status().spooled();
            assertTrue(kept * 21 > 80_000 && kept * 21 <= 100_000, kept + " rows");
            assertEquals(row, writer.status().backlog() + writer.status().dropped());
        }
        try (HistoryWriter back = new HistoryWriter(database.dataSource(), new ChannelIndex(), folder, TIME,
                new LateRanges(TIME, false), limits)) {
            Await.until("all is stored", LONG, () -> back.status().committed() == kept);
            Await.until("it is over", LONG, () -> back.status().problem().isEmpty());
        }
        assertStoredOnce(database, (int) kept);
    }

    @Test
    void aLackOfMemoryHoldsUpTheWriterOnlyWhileItLastsAndIsSaid() throws Exception {
        AtomicBoolean scarce = new AtomicBoolean(true);
        DataSource source = failing(scarce);
        try (HistoryWriter writer = writer(source)) {
            store(writer, 0, 100);
            Await.until("it says so", LONG, () -> writer.status().problem().contains("fails and tries again"));
            store(writer, 100, 100);
            scarce.set(false);
            Await.until("all is stored", LONG, () -> writer.status().committed() == 200);
            Await.until("it is over", LONG, () -> writer.status().problem().isEmpty());
            assertEquals(0, writer.status().dropped());
        }
        assertStoredOnce(database, 200);
    }

    @Test
    void aWriterWhoseThreadHasEndedSaysSo() {
        try (HistoryWriter writer = writer(database.dataSource())) {
            store(writer, 0, 1);
            Await.until("stored", LONG, () -> writer.status().committed() == 1);
            Await.until("it has ended", LONG, () -> {
                Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("history-writer"))
                        .forEach(Thread::interrupt);
                return writer.status().problem().contains("has ended unexpectedly");
            });
        }
    }

    /** Connections on which, while it is set, memory runs out as soon as they are used. */
    private DataSource failing(AtomicBoolean now) {
        return (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> method.getName().equals("getConnection")
                        ? failing(database.dataSource().getConnection(), now)
                        : method.invoke(database.dataSource(), arguments));
    }

    private static Connection failing(Connection connection, AtomicBoolean now) {
        return (Connection) Proxy.newProxyInstance(HistoryWriterTest.class.getClassLoader(),
                new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("unwrap") && now.get()) {
                        throw new OutOfMemoryError("as a test");
                    }
                    return method.invoke(connection, arguments);
                });
    }

    /** As in production: a pool hides a lost connection for a while and waits before it says that there is none. */
    private static HikariDataSource pool(TestDatabase where) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(where.dataSource());
        pool.setMaximumPoolSize(3);
        pool.setConnectionTimeout(2000);
        return pool;
    }

    private HistoryWriter writer(DataSource source) {
        try {
            return new HistoryWriter(source, index, folder, TIME, new LateRanges(TIME, false), QUICK);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    /** Stores 100 rows each 2 ms as long as the condition holds. @return one past the last row */
    private int feed(HistoryWriter writer, int firstRow, Condition condition, int batches) {
        int row = firstRow;
        for (int i = 0; i < batches && condition.holds(); i++) {
            store(writer, row, 100);
            row += 100;
            LockSupport.parkNanos(2_000_000);
        }
        return row;
    }

    private void store(HistoryWriter writer, int from, int count) {
        SampleBatch batch = new SampleBatch(count);
        for (int i = from; i < from + count; i++) {
            batch.sample(index.handle("ch-" + i % 7), start + i, i, QualityCode.GOOD);
        }
        writer.store(batch);
    }

    /** Rows 0 to n-1, each once, with its own value, channel and time. */
    private void assertStoredOnce(TestDatabase where, int rows) {
        assertEquals(List.of(rows + "|" + rows + "|0|" + (rows - 1)), where.query(
                "SELECT count(*), count(DISTINCT value), min(value), max(value) FROM channel_data"));
        assertEquals(List.of("0"), where.query("SELECT count(*) FROM channel_data WHERE channel_id <> 'ch-' || (value::int % 7) "
                + "OR (extract(epoch FROM time) * 1000000)::bigint <> " + start + " + value::int"));
    }
}
