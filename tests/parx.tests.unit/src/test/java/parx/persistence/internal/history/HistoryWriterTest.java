package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.SampleBatch;
import parx.persistence.TestDatabase;
import parx.service.DropCause;

class HistoryWriterTest extends HistoryWriterFixture {
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
            awaitStored(writer);
            assertEquals(4, writer.status().committed());
            assertEquals("", writer.status().problem());
        }
        assertEquals(List.of(at + "|ch-ä|125.5|GOOD", at + 1 + "|ch-2|-0.1|UNCERTAIN",
                at + 1 + "|ch-ä|NaN|BAD", at + 2 + "|ch-2|-Infinity|GOOD"), database.query(
                "SELECT (extract(epoch FROM time) * 1000000)::bigint, channel_id, value, quality FROM channel_data "
                        + "ORDER BY 1, 2"));
    }

    @Test
    void aSingleSampleIsCommittedWithinTwiceTheTimeBetweenCommits() throws IOException {
        Duration every = Duration.ofMillis(800);
        BufferLimits patient = new BufferLimits(200_000, 10_000, every, every, 1 << 20, BOUND, WhenFull.DROP_NEWEST,
                Duration.ofSeconds(60), Duration.ofSeconds(60));
        try (HistoryWriter writer = historyWriter(database.dataSource(), index, folder, TIME, new LateRanges(TIME, false), patient)) {
            store(writer, 0, 1);
            Await.until("connected", LONG, () -> writer.status().committed() == 1);
            long best = Long.MAX_VALUE;
            for (int i = 1; i < 5; i++) {
                int expected = i + 1;
                long began = System.nanoTime();
                store(writer, i, 1);
                Await.until("committed", LONG, () -> writer.status().committed() == expected);
                best = Math.min(best, System.nanoTime() - began);
            }
            // The best of several: a busy machine delays any one of them, waiting too long delays them all.
            assertTrue(best < 2 * every.toNanos(), best + " ns");
        }
    }

    @Test
    void whatIsStoredTwiceIsThereOnceAndItsNeighboursToo() throws Exception {
        try (HistoryWriter writer = writer(database.dataSource())) {
            store(writer, 0, 1000);
            awaitStored(writer);
            store(writer, 500, 1000);
            store(writer, 1500, 10);
            store(writer, 1505, 10);
            awaitStored(writer);
        }
        assertStoredOnce(database, 1515);
    }

    @Test
    void howLongARowStaysIsStoredWithItAndALaterWishBesideIt() throws Exception {
        try (HistoryWriter writer = writer(database.dataSource())) {
            SampleBatch batch = new SampleBatch(8);
            int channel = index.handle("ch-1");
            batch.sample(channel, start, 0, QualityCode.GOOD);
            batch.sample(channel, start + 1, 1, QualityCode.GOOD, (short) 30);
            batch.sample(channel, start, 0, QualityCode.GOOD, (short) -400);
            batch.sample(channel, start, 0, QualityCode.GOOD, (short) -7);
            writer.store(batch);
            awaitStored(writer);
            batch.clear();
            batch.sample(channel, start, 0, QualityCode.GOOD, (short) -365);
            batch.sample(channel, start + 1, 1, QualityCode.GOOD, (short) -365);
            writer.store(batch);
            awaitStored(writer);
            assertEquals("", writer.status().problem());
        }
        String days = "SELECT (extract(epoch FROM time) * 1000000)::bigint, keep_days FROM ";
        assertEquals(List.of(start + "|", start + 1 + "|30"), database.query(days + "channel_data ORDER BY 1"));
        assertEquals(List.of(start + "|400", start + 1 + "|365"), database.query(days + "channel_data_kept ORDER BY 1"));
    }

    @Test
    void aSampleThatComesAgainStaysForAsLongAsTheLongestSays() throws Exception {
        short[] first = {0, 0, 30, 30, 400};
        short[] again = {7, 400, 0, 31, 0};
        try (HistoryWriter writer = writer(database.dataSource())) {
            for (short[] keepDays : new short[][] {first, again}) {
                SampleBatch batch = new SampleBatch(8);
                for (int row = 0; row < keepDays.length; row++) {
                    batch.sample(index.handle("ch-1"), start + row, row, QualityCode.GOOD, keepDays[row]);
                }
                writer.store(batch);
                awaitStored(writer);
            }
            assertEquals(Map.of(), writer.status().dropsByCause());
        }
        assertEquals(List.of(start + 1 + "|400", start + 2 + "|90", start + 3 + "|31"), database.query(
                "SELECT (extract(epoch FROM time) * 1000000)::bigint, keep_days FROM channel_data_kept ORDER BY 1"));
    }

    @Test
    void aTimeThatAnotherValueHasIsCountedAndWhatIsThereAlreadyIsNot() throws Exception {
        try (HistoryWriter writer = writer(database.dataSource())) {
            store(writer, 0, 100);
            awaitStored(writer);
            SampleBatch batch = new SampleBatch(4);
            batch.sample(index.handle("ch-1"), start + 1, 1, QualityCode.GOOD);
            batch.sample(index.handle("ch-1"), start + 8, 4711, QualityCode.GOOD);
            batch.sample(index.handle("ch-2"), start + 9, 9, QualityCode.of(Reason.TIMEOUT));
            batch.sample(index.handle("ch-2"), start + 100, 100, QualityCode.GOOD);
            batch.sample(index.handle("ch-2"), start + 100, 101, QualityCode.GOOD);
            writer.store(batch);
            awaitStored(writer);
            assertEquals(Map.of(DropCause.REPEATED_TIME, 3L), writer.status().dropsByCause());
            assertEquals(Map.of("ch-2", 2L, "ch-1", 1L), writer.status().dropsByChannel());
            assertEquals(0, writer.status().dropped(), "nothing that the writer itself lost");
        }
        assertStoredOnce(database, 101);
    }

    @Test
    void anyTimeAndAnyNumberIsStoredAsItIs() throws Exception {
        long year1970 = 1_000_000;
        long year2050 = Micros.of(Instant.parse("2050-06-01T00:00:00Z"));
        double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE, Double.MAX_VALUE};
        try (HistoryWriter writer = writer(database.dataSource())) {
            SampleBatch batch = new SampleBatch(16);
            for (int i = 0; i < values.length; i++) {
                batch.sample(index.handle("ch-1"), year1970 + i, values[i], QualityCode.GOOD);
                batch.sample(index.handle("ch-1"), year2050 + i, values[i], QualityCode.GOOD);
            }
            writer.store(batch);
            awaitStored(writer);
            assertEquals(12, writer.status().committed());
            assertEquals(0, writer.status().quarantined());
        }
        List<String> expected = List.of("NaN", "Infinity", "-Infinity", "-0", "5e-324", "1.7976931348623157e+308");
        for (String year : List.of("1970", "2050")) {
            assertEquals(expected, database.query("SELECT value::text FROM channel_data WHERE extract(year FROM time) = " + year
                    + " ORDER BY time"));
        }
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
            awaitStored(writer);
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
            Await.until("nothing is wrong any more", LONG, () -> writer.status().problem().isEmpty());
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
                Await.until("it says so", LONG, () -> writer.status().problem().contains("PostgreSQL"));
                own.server().start();
                row = feed(writer, row, () -> writer.status().spooled() > 0, 5000);
            }
            awaitStored(writer);
            Await.until("all is stored", LONG, () -> writer.status().backlog() == 0);
            Await.until("nothing is wrong any more", LONG, () -> writer.status().problem().isEmpty());
            assertEquals(0, writer.status().dropped());
            assertStoredOnce(own, row);
        }
    }

    @Test
    void whatCannotBeStoredAtTheEndWaitsOnDiskForTheNextStart() throws Exception {
        PGSimpleDataSource nobody = new PGSimpleDataSource();
        nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        HistoryWriter writer = writer(nobody);
        store(writer, 0, 1234);
        writer.close();
        assertEquals(1234, writer.status().spooled());
        assertEquals(0, writer.status().dropped());

        HistoryWriter stillAway = writer(nobody);
        assertEquals(1234, stillAway.status().backlog());
        store(stillAway, 1234, 100);
        assertTrue(stillAway.flush(LONG), "safe on disk");
        Await.until("it says why", LONG, () -> stillAway.status().problem().contains("PostgreSQL"));
        stillAway.close();

        try (HistoryWriter back = historyWriter(database.dataSource(), new ChannelIndex(), folder, TIME, false)) {
            Await.until("the spool is drained", LONG, () -> back.status().backlog() == 0);
            assertEquals(1334, back.status().committed());
        }
        assertStoredOnce(database, 1334);
    }

    @Test
    void whenMemoryIsFullRowsGoToDiskAndComeBackInOrder() throws Exception {
        BufferLimits small = new BufferLimits(20_000, 1000, Duration.ofMillis(50), Duration.ofHours(1),
                100_000, BOUND, WhenFull.DROP_NEWEST, Duration.ofSeconds(5), Duration.ofSeconds(5));
                try (HistoryWriter writer = historyWriter(database.dataSource(), index, folder, TIME,
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
                Await.until("it says so", LONG, () -> writer.status().problem().contains("PostgreSQL"));
                locker.createStatement().execute("ALTER TABLE elsewhere RENAME TO channel_data");
                locker.commit();
            }
            Await.until("all is stored", LONG, () -> writer.status().backlog() == 0);
            assertEquals(0, writer.status().dropped());
        }
        assertStoredOnce(database, 100_000);
    }
}
