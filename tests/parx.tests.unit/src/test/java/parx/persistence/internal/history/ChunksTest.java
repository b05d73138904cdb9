package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.persistence.internal.history.packed.BriefLocks;
import parx.service.DropCause;

/** TimescaleDB's chunks: how long they are, what goes of them and when, and what comes for compressed ones. */
class ChunksTest extends HistoryWriterFixture {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final long DAY = Partitions.DAY_MICROS;
    /** The midnight (UTC) with which the day begins whose samples age here. */
    private final long day = Math.floorDiv(start, DAY) * DAY - 10 * DAY;

    @BeforeEach
    void needTimescale() {
        assumeTrue(database.timescale(), "skipped: no timescaledb");
    }

    @Test
    void newChunksAreAsLongAsTheSettingSaysAndOldOnesStayAsTheyAre() throws Exception {
        insert("a", day, 0, 1, null);
        tidy(Duration.ofHours(6), start);
        insert("a", day + DAY, 0, 1, null);
        insert("a", day + DAY + DAY / 4, 0, 1, null);
        assertEquals(List.of("24:00:00", "06:00:00", "06:00:00"), database.query("SELECT range_end - range_start FROM "
                + "timescaledb_information.chunks WHERE hypertable_name = 'channel_data' ORDER BY range_start")
                .stream().map(length -> length.replace("1 day", "24:00:00")).toList());
    }

    @Test
    void eachSampleStaysForItsOwnDaysAndTheLastOneTakesTheChunkAlong() throws Exception {
        for (boolean compressed : new boolean[] {false, true}) {
            insert("short", day, 0, 500, 1);
            insert("month", day, 0, 500, 30);
            insert("standard", day, 0, 500, null);
            insert("other", day + DAY, 0, 1, null);
            if (compressed) {
                compress();
            }
            tidy(Duration.ofDays(1), day + 2 * DAY - 1);
            assertEquals(List.of("month|500", "other|1", "short|500", "standard|500"), counts());
            tidy(Duration.ofDays(1), day + 2 * DAY);
            assertEquals(List.of("month|500", "other|1", "standard|500"), counts());
            tidy(Duration.ofDays(1), day + 31 * DAY);
            assertEquals(List.of("other|1", "standard|500"), counts());
            if (compressed) {
                assertEquals(List.of("1"), database.query("SELECT status FROM _timescaledb_catalog.chunk WHERE format('%I.%I', "
                        + "schema_name, table_name) = '" + chunk() + "'"),
                        "compressed and no more: what has expired goes as whole segments, nothing is unpacked for it");
            }
            tidy(Duration.ofDays(1), day + 91 * DAY - 1);
            assertEquals(List.of("other|1", "standard|500"), counts());
            tidy(Duration.ofDays(1), day + 91 * DAY);
            assertEquals(List.of("other|1"), counts());
            assertEquals(List.of("1"), database.query("SELECT count(*) FROM timescaledb_information.chunks "
                    + "WHERE hypertable_name = 'channel_data'"), "nothing of the chunk is left");
            tidy(Duration.ofDays(1), day + 92 * DAY);
            assertEquals(List.of(), counts());
        }
    }

    @Test
    void aSampleWhoseRuleLearnsLaterThatItIsToStayDoesSoAlsoInACompressedChunk() throws Exception {
        insert("a", day, 0, 10, 1);
        insert("b", day, 0, 10, 1);
        insert("c", day, 0, 10, null);
        compress();
        String time = time(day + 3_000_000);
        database.execute("INSERT INTO channel_data_kept VALUES (" + time + ", 'a', 365), (" + time + ", 'c', 7), (" + time
                + ", 'none', 9)");
        tidy(Duration.ofDays(1), day + 60_000_000);
        assertEquals(List.of("3"), database.query("SELECT count(*) FROM channel_data_kept"), "the row itself may be on its way");
        tidy(Duration.ofDays(1), day + DAY);
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_data_kept"));
        tidy(Duration.ofDays(1), day + 91 * DAY);
        assertEquals(List.of("a|3|365"), database.query("SELECT channel_id, value, keep_days FROM channel_data"));
    }

    @Test
    void whatComesLateForACompressedChunkIsStoredOnceAndStaysOnce() throws Exception {
        insert("ch-1", day, 0, 1000, null);
        compress();
        try (HistoryWriter writer = historyWriter(database.dataSource(), index, folder, TIME, new LateRanges(TIME, true), QUICK)) {
            SampleBatch batch = new SampleBatch(2000);
            for (int i = 500; i < 1500; i++) {
                batch.sample(index.handle("ch-1"), day + i * 1_000_000L, i, QualityCode.GOOD);
            }
            batch.sample(index.handle("ch-2"), day, 7, QualityCode.GOOD);
            writer.store(batch);
            awaitStored(writer);
            batch.clear();
            batch.sample(index.handle("ch-1"), day + 1_000_000, 4711, QualityCode.GOOD);
            batch.sample(index.handle("ch-1"), day + 2_500_000, 2.5, QualityCode.GOOD);
            writer.store(batch);
            awaitStored(writer);
            assertEquals("", writer.status().problem());
            assertEquals(Map.of(DropCause.REPEATED_TIME, 1L), writer.status().dropsByCause());
        }
        String whole = "SELECT channel_id, count(*), count(DISTINCT time), sum(value) FROM channel_data GROUP BY 1 ORDER BY 1";
        List<String> expected = List.of("ch-1|1501|1501|" + (1499 * 750 + 2.5), "ch-2|1|1|7");
        assertEquals(expected, database.query(whole));
        compress();
        assertEquals(expected, database.query(whole), "compressed again");
    }

    @Test
    void aPurgeUnderIngestLosesNothingThatComes() throws Exception {
        long[] days = {day - 200 * DAY, day - 199 * DAY, day - 198 * DAY};
        for (long old : days) {
            insert("old", old, 0, 5000, null);
            insert("older", old, 0, 5000, 1);
        }
        AtomicBoolean purged = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (HistoryWriter writer = historyWriter(database.dataSource(), index, folder, TIME, new LateRanges(TIME, true), QUICK)) {
            store(writer, 0, 100);
            Future<Integer> fed = thread.submit(() -> feed(writer, 100, () -> !purged.get(), Integer.MAX_VALUE));
            Await.until("rows come", LONG, () -> writer.status().committed() > 1000);
            Await.until("everything old is gone", LONG, () -> {
                tidy(Duration.ofDays(1), start);
                return database.query("SELECT 1 FROM channel_data WHERE channel_id LIKE 'old%' LIMIT 1").isEmpty();
            });
            long committed = writer.status().committed();
            Await.until("rows still come", LONG, () -> writer.status().committed() > committed);
            purged.set(true);
            int rows = fed.get();
            awaitStored(writer);
            assertEquals("", writer.status().problem());
            assertEquals(0, writer.status().dropped());
            assertStoredOnce(database, rows);
        } finally {
            purged.set(true);
            thread.shutdown();
            assertTrue(thread.awaitTermination(LONG.toSeconds(), java.util.concurrent.TimeUnit.SECONDS));
        }
    }

    private void tidy(Duration length, long now) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            new Chunks(new BriefLocks(LockSupport::parkNanos), length).tidy(connection, Partitions.timestamp(now));
            connection.commit();
        } catch (java.sql.SQLException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One a second from this time on; the value is the second. */
    private void insert(String channel, long from, int firstSecond, int seconds, Integer keepDays) {
        database.execute("INSERT INTO channel_data (time, channel_id, value, quality, keep_days) SELECT " + time(from)
                + " + make_interval(secs => i), '" + channel + "', i, 'GOOD', " + keepDays + " FROM generate_series("
                + firstSecond + ", " + (firstSecond + seconds - 1) + ") i");
    }

    private void compress() {
        database.execute("SELECT compress_chunk(c) FROM show_chunks('channel_data') c");
    }

    private String chunk() {
        return database.query("SELECT c FROM show_chunks('channel_data', older_than => " + time(day + DAY) + ") c").get(0);
    }

    private List<String> counts() {
        return database.query("SELECT channel_id, count(*) FROM channel_data GROUP BY 1 ORDER BY 1");
    }

    private static String time(long micros) {
        return "'" + parx.model.Micros.toInstant(micros) + "'::timestamptz";
    }
}
