package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.service.DropCause;
import parx.service.Health;
import parx.service.HistorySink;

/** What the writer does where memory, disk or its own thread come to an end. */
class HistoryWriterLimitsTest extends HistoryWriterFixture {
    @Test
    void aFullDiskDropsTheNewestCountsThemAndSaysSo() throws Exception {
        BufferLimits tiny = new BufferLimits(1000, 100, Duration.ofMillis(50), Duration.ZERO, 1,
                BOUND, WhenFull.DROP_NEWEST, Duration.ofSeconds(5), Duration.ofSeconds(1));
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        Path blocked = folder.resolve("blocked");
        try (HistoryWriter writer = historyWriter(nobody, index, blocked, TIME, new LateRanges(TIME, false), tiny)) {
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

    /** What kill -9 of ParX can lose in an outage: a pool that waits for a connection must not add to it. */
    @Test
    void inAnOutageRowsAreOnDiskWhileThePoolStillWaitsForAConnection() throws Exception {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        CountDownLatch givenUp = new CountDownLatch(1);
        DataSource pool = (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    givenUp.await();
                    throw new SQLTransientConnectionException("there is no connection");
                });
        try (HistoryWriter writer = historyWriter(pool, index, folder, TIME, false)) {
            for (int row = 0; row < 6; row++) {
                store(writer, row, 1);
                int rows = row + 1;
                Await.until("on disk", LONG, () -> writer.status().spooled() == rows);
            }
            assertEquals(1, givenUp.getCount(), "the pool waits all the while");
            givenUp.countDown();
        }
        // Another run, as after a crash, knows what the first one left.
        try (HistoryWriter next = historyWriter(nobody, new ChannelIndex(), folder, TIME, false)) {
            assertEquals(6, next.status().spooled());
            assertEquals(new NewestSample(start + 5, false), next.leftOnDisk().get("ch-5"));
        }
    }

    @Test
    void aRowOfNoChannelDoesNotKeepTheOthersFromTheDisk() throws Exception {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        try (HistoryWriter writer = writer(nobody)) {
            store(writer, 0, 10);
            SampleBatch stray = new SampleBatch(1);
            stray.sample(60_000, start, 1, QualityCode.GOOD);
            writer.store(stray);
            store(writer, 10, 10);
            assertTrue(writer.flush(LONG));
            assertEquals(20, writer.status().spooled());
            assertEquals(1, writer.status().quarantined());
        }
    }

    @Test
    void aDiskThatFillsUpLosesOnlyWhatMemoryCannotHoldAndHeals() throws Exception {
        Path full = folder.resolve("full");
        Files.createDirectories(full);
        assumeTrue(mount(full), "skipped: only root may mount a small disk");
        try {
            BufferLimits limits = new BufferLimits(50_000, 1000, Duration.ofMillis(50), Duration.ZERO,
                    500_000, BOUND, WhenFull.DROP_NEWEST, Duration.ofSeconds(5), Duration.ofSeconds(2));
            PGSimpleDataSource nobody = new PGSimpleDataSource();
            nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
            long onDisk;
            int row = 0;
            try (HistoryWriter writer = historyWriter(nobody, index, full, TIME, new LateRanges(TIME, false), limits)) {
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
            try (HistoryWriter back = historyWriter(database.dataSource(), new ChannelIndex(), full, TIME, false)) {
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
        BufferLimits impatient = new BufferLimits(100_000, 1000, Duration.ofMillis(50),
                Duration.ofMillis(100), 1 << 20, BOUND, WhenFull.DROP_NEWEST, Duration.ofMillis(500), Duration.ofSeconds(2));
        try (HistoryWriter writer = historyWriter(database.dataSource(), index, folder, TIME,
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
        BufferLimits limits = new BufferLimits(1000, 100, Duration.ofMillis(50), Duration.ZERO, 5000,
                100_000, WhenFull.DROP_NEWEST, Duration.ofSeconds(5), Duration.ofSeconds(1));
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        long kept;
        try (HistoryWriter writer = historyWriter(nobody, index, folder, TIME, new LateRanges(TIME, false), limits)) {
            int row = 0;
            String warning = "";
            while (writer.status().dropped() == 0) {
                HistorySink.HistoryStatus now = writer.status();
                if (now.problem().contains("% full")) {
                    warning = now.problem();
                    assertTrue(now.spoolShare() >= 0.8, now.toString());
                    assertEquals(Health.State.DEGRADED, new HistoryHealth(writer).state());
                }
                if (now.problem().contains("reached their limit") || now.backlog() == now.spooled()) {
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
            assertTrue(kept * 23 > 80_000 && kept * 23 <= 100_000, kept + " rows");
            assertEquals(row, writer.status().backlog() + writer.status().dropped());
            assertEquals(Map.of(DropCause.NO_ROOM, 200L), writer.status().dropsByCause());
            assertEquals(200, writer.status().dropsByChannel().values().stream().mapToLong(n -> n).sum());
            assertEquals(7, writer.status().dropsByChannel().size(), "each channel has its count");
            assertEquals(Health.State.FAILED, new HistoryHealth(writer).state());
        }
        try (HistoryWriter back = historyWriter(database.dataSource(), new ChannelIndex(), folder, TIME,
                new LateRanges(TIME, false), limits)) {
            Await.until("all is stored", LONG, () -> back.status().committed() == kept);
            Await.until("it is over", LONG, () -> back.status().problem().isEmpty());
        }
        assertStoredOnce(database, (int) kept);
    }

    @Test
    void whereTheSiteWantsTheNewestTheOldestMakeRoomAndAreCounted() throws Exception {
        BufferLimits limits = new BufferLimits(2000, 100, Duration.ofMillis(50), Duration.ZERO, 5000, 100_000,
                WhenFull.DROP_OLDEST, Duration.ofSeconds(5), Duration.ofSeconds(1));
        int rows = 20_000;
        long lost = floodWhileAway(folder, limits, rows);
        assertNewestStored(folder, limits, rows, lost);
    }

    @Test
    void aFullDiskTurnsOverWithoutGrowingWhereTheSiteWantsTheNewest() throws Exception {
        Path full = folder.resolve("full");
        Files.createDirectories(full);
        assumeTrue(mount(full), "skipped: only root may mount a small disk");
        try {
            BufferLimits limits = new BufferLimits(20_000, 1000, Duration.ofMillis(50), Duration.ZERO, 100_000, BOUND,
                    WhenFull.DROP_OLDEST, Duration.ofSeconds(5), Duration.ofSeconds(1));
            // Something else takes half of the disk, and nearly all that is reserved.
            Files.write(full.resolve("other"), new byte[1_100_000]);
            int rows = 200_000;
            long lost = floodWhileAway(full, limits, rows);
            assertTrue(lost < 190_000, "what was on disk turned over, it was not thrown away: " + lost);
            assertNewestStored(full, limits, rows, lost);
        } finally {
            run("umount", full.toString());
        }
    }

    /** @return how many rows were dropped, each counted */
    private long floodWhileAway(Path spool, BufferLimits limits, int rows) throws Exception {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        HistoryWriter writer = historyWriter(nobody, index, spool, TIME, new LateRanges(TIME, false), limits);
        try (writer) {
            for (int row = 0; row < rows; row += 500) {
                store(writer, row, 500);
                assertTrue(writer.flush(LONG));
            }
            assertTrue(writer.status().problem().contains("the oldest are lost"), writer.status().problem());
            assertTrue(writer.status().problem().contains(writer.status().dropped() + " samples were lost"), writer.status().problem());
        }
        HistorySink.HistoryStatus end = writer.status();
        assertEquals(Map.of(DropCause.MADE_ROOM, end.dropped()), end.dropsByCause());
        assertEquals(end.dropped(), end.dropsByChannel().values().stream().mapToLong(n -> n).sum());
        assertEquals(rows, end.spooled() + end.dropped());
        return end.dropped();
    }

    /** Without a gap, from the first that was not dropped to the last. */
    private void assertNewestStored(Path spool, BufferLimits limits, int rows, long lost) throws Exception {
        try (HistoryWriter back = historyWriter(database.dataSource(), new ChannelIndex(), spool, TIME,
                new LateRanges(TIME, false), limits)) {
            awaitStored(back);
        }
        assertEquals(List.of(rows - lost + "|" + lost + "|" + (rows - 1)), database.query(
                "SELECT count(DISTINCT value), min(value), max(value) FROM channel_data"));
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
        return (Connection) Proxy.newProxyInstance(HistoryWriterLimitsTest.class.getClassLoader(),
                new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("unwrap") && now.get()) {
                        throw new OutOfMemoryError("as a test");
                    }
                    return method.invoke(connection, arguments);
                });
    }
}
