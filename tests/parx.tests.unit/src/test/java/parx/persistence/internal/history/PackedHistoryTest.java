package parx.persistence.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.TimeSource;
import parx.persistence.TestDatabase;
import parx.persistence.internal.history.packed.BriefLocks;
import parx.persistence.internal.history.packed.PackedRows;
import parx.persistence.internal.history.packed.Packing;
import parx.simulator.DemoRecording;

/** Packed days behind the queries, beside the writer, and after a crash. */
class PackedHistoryTest {
    private static final long SECOND = 1_000_000L;
    private static final long DAY = 86_400 * SECOND;
    /** 2026-03-01T00:00:00Z */
    private static final long START = 1_772_323_200L * SECOND;
    private static final List<String> CHANNELS = List.of("steady", "it's", "noise", "odd", "none");
    private static final long[] PECULIAR = {0x7ff8_0000_0000_0000L, 0x7ff8_0000_dead_beefL, 0x8000_0000_0000_0000L, 1L,
            0x7ff0_0000_0000_0000L, 0xfff0_0000_0000_0000L, 0x7fef_ffff_ffff_ffffL, 0x3fb9_9999_9999_999aL};

    private final AtomicLong now = new AtomicLong(START + 2 * DAY + 7200 * SECOND);
    private final TimeSource time = new TimeSource() {
        @Override
        public long nowMicros() {
            return now.get();
        }

        @Override
        public long monotonicNanos() {
            return System.nanoTime();
        }
    };
    private final Random random = new Random(7);
    private TestDatabase database;

    @BeforeEach
    void create() {
        database = TestDatabase.migrated();
        assumeTrue(!database.timescale(), "skipped: TimescaleDB compresses itself; see ChunksTest");
        database.execute("SELECT ensure_partitions('2026-03-01 00:00+00', '2026-03-03 00:00+00'), "
                + "ensure_rollup_partitions('2026-03-01 00:00+00', '2026-03-03 00:00+00')",
                "INSERT INTO rollup_state (refreshed_until) VALUES ('2026-03-03 00:00+00')");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void queriesFindEveryBitOfEverySampleWhereverItLies() throws Exception {
        fill();
        RawRows table = new TableRows();
        List<String> all = read(table, START - DAY, START + 5 * DAY, RawRows.ALL);
        List<long[]> ranges = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long from = START - 3600 * SECOND + random.nextLong(3 * DAY);
            long to = from + random.nextLong(1L << 20 + random.nextInt(20));
            long most = i % 2 == 0 ? RawRows.ALL : 1 + random.nextInt(300);
            ranges.add(new long[] {from, to, most});
            expected.add(read(table, from, to, most));
            expected.add(newest(table, from, to));
        }
        pack();
        assertTrue(Integer.parseInt(database.query("SELECT count(*) FROM channel_data").get(0)) < all.size() / 2);
        // What comes late lies in channel_data, between what is packed; a copy of a packed sample counts as that.
        database.execute("INSERT INTO channel_data SELECT time, channel_id, value, quality FROM copies WHERE channel_id = 'noise' "
                + "AND time < '2026-03-01 01:00+00'");
        RawRows packed = new PackedRows(table);
        assertEquals(all, read(packed, START - DAY, START + 5 * DAY, RawRows.ALL));
        for (int i = 0; i < ranges.size(); i++) {
            long[] range = ranges.get(i);
            assertEquals(expected.get(2 * i), read(packed, range[0], range[1], range[2]), "range " + i);
            assertEquals(expected.get(2 * i + 1), newest(packed, range[0], range[1]), "newest of range " + i);
        }
    }

    @Test
    void lateSamplesOfPackedDaysChangeTheirRollupsAndNoOthers() throws Exception {
        fill();
        database.execute("SELECT refresh_rollups('2026-03-01 00:00+00', '2026-03-02 23:59+00')");
        pack();
        String rollups = "SELECT bucket, channel_id, avg_value, min_value, max_value, sample_count, bad_count, first_value, "
                + "last_value FROM channel_data_1m WHERE NOT (channel_id = 'noise' AND bucket = '2026-03-01 05:00+00') ORDER BY 1, 2";
        List<String> others = database.query(rollups);
        database.execute("INSERT INTO channel_data VALUES ('2026-03-01 05:00:30.5+00', 'noise', 1e6, 'GOOD')",
                "INSERT INTO rollup_stale (from_time, to_time) VALUES ('2026-03-01 05:00:30.5+00', '2026-03-01 05:00:30.5+00')");
        List<String> before = database.query("SELECT min_value, sample_count FROM channel_data_1m WHERE channel_id = 'noise' AND "
                + "bucket = '2026-03-01 05:00+00'");
        try (Maintenance maintenance = new Maintenance(database.dataSource(), false, time, HistorySettings.STANDARD)) {
            Await.until("rolled up anew", Duration.ofSeconds(120),
                    () -> database.query("SELECT count(*) FROM rollup_stale").equals(List.of("0")));
            assertEquals("", maintenance.problem());
        }
        assertEquals(others, database.query(rollups));
        String[] words = before.get(0).split("\\|");
        assertEquals(List.of(words[0] + "|1000000|" + (Integer.parseInt(words[1]) + 1)), database.query("SELECT min_value, max_value, "
                + "sample_count FROM channel_data_1m WHERE channel_id = 'noise' AND bucket = '2026-03-01 05:00+00'"));
        assertEquals(List.of("0"), database.query("SELECT count(*) FROM channel_data_unpacked"));
    }

    @Test
    void rollupsOutliveAPartOfTheirSamplesAndALateOneWidensThem() throws Exception {
        database.execute("INSERT INTO channel_data SELECT timestamptz '2026-03-01 12:00+00' + make_interval(secs => i), 'a', i, "
                + "'GOOD', CASE WHEN i < 30 THEN 1 ELSE 60 END FROM generate_series(0, 59) i",
                "SELECT refresh_rollups('2026-03-01 12:00+00', '2026-03-01 12:00:59+00')");
        now.set(START + 9 * DAY);
        pack();
        assertEquals(List.of("30"), database.query("SELECT count(*) FROM channel_history"));
        database.execute("INSERT INTO channel_data VALUES ('2026-03-01 12:00:10.5+00', 'a', 500, 'GOOD', 60), "
                + "('2026-03-01 12:01:10.5+00', 'a', 7, 'GOOD', 60)",
                "INSERT INTO rollup_stale (from_time, to_time) VALUES ('2026-03-01 12:00:10+00', '2026-03-01 12:01:11+00')");
        try (Maintenance maintenance = new Maintenance(database.dataSource(), false, time, HistorySettings.STANDARD)) {
            Await.until("rolled up anew", Duration.ofSeconds(120),
                    () -> database.query("SELECT count(*) FROM rollup_stale").equals(List.of("0")));
        }
        assertEquals(List.of("0|500|29.5|60", "7|7|7|1"), database.query("SELECT min_value, max_value, avg_value, sample_count "
                + "FROM channel_data_1m ORDER BY bucket"));
    }

    @Test
    void aCrashAtAnyPointOfPackingLosesAndDoublesNothing() throws Exception {
        try (TestDatabase own = TestDatabase.onOwnServer()) {
            assumeTrue(!own.timescale(), "skipped: TimescaleDB compresses itself; see ChunksTest");
            own.execute("SELECT ensure_partitions('2026-03-01 00:00+00', '2026-03-01 00:00+00')",
                    "INSERT INTO rollup_state (refreshed_until) VALUES ('2026-03-03 00:00+00')",
                    "INSERT INTO channel_data SELECT timestamptz '2026-03-01 00:00+00' + make_interval(secs => i / 3.0), 'ch-' || c, "
                            + "random(), 'GOOD' FROM generate_series(0, 59999) i, generate_series(1, 2) c",
                    "CREATE TABLE expected AS SELECT * FROM channel_data");
            for (int round = 0; round < 3; round++) {
                AtomicBoolean ended = new AtomicBoolean();
                Thread packer = new Thread(() -> {
                    try {
                        packWith(own);
                    } catch (Exception e) {
                        // The server was killed under it, which is what is tried here.
                        ended.set(true);
                    }
                    ended.set(true);
                });
                packer.start();
                int wanted = round;
                Await.until("packing has come so far", Duration.ofSeconds(120), () -> ended.get() || switch (wanted) {
                    case 0 -> active(own, "CREATE%TRIGGER%") || active(own, "SELECT channel_id, count%");
                    case 1 -> active(own, "COPY (%");
                    default -> !own.query("SELECT 1 FROM channel_data_swaps").isEmpty();
                });
                own.server().kill();
                packer.join();
                own.server().start();
                assertEquals(List.of("120000"), own.query("SELECT (SELECT count(*) FROM channel_data) + "
                        + "(SELECT coalesce(sum(samples), 0) FROM channel_data_packed)"), "after crash " + round);
            }
            packWith(own);
            assertEquals(List.of("0|120000"), own.query("SELECT (SELECT count(*) FROM channel_data), (SELECT sum(samples) FROM "
                    + "channel_data_packed)"));
            assertEquals(List.of("0"), own.query("SELECT count(*) FROM (SELECT * FROM expected WHERE channel_id = 'ch-2' AND time < "
                    + "'2026-03-01 00:30+00') e FULL JOIN channel_history('ch-2', '2026-03-01', '2026-03-01 00:30+00') h "
                    + "USING (time, value) WHERE e.time IS NULL OR h.time IS NULL"));
        }
    }

    @Test
    void theWriterGoesOnWhileDaysArePackedAndDropped() throws Exception {
        for (int day = 1; day <= 9; day++) {
            database.execute("SELECT ensure_partitions('2026-03-0" + day + " 00:00+00', '2026-03-0" + day + " 00:00+00')");
            database.execute("INSERT INTO channel_data SELECT timestamptz '2026-03-0" + day + " 00:00+00' + make_interval(secs => i), "
                    + "'old', i, 'GOOD', 1 + i % 3 FROM generate_series(0, 4999) i");
        }
        database.execute("UPDATE rollup_state SET refreshed_until = '2026-03-30 00:00+00'",
                "SELECT ensure_partitions('2026-03-20 00:00+00', '2026-03-20 00:00+00')");
        now.set(Micros.of(Instant.parse("2026-03-06T06:00:00Z")));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        List<Exception> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
        Thread writer = new Thread(() -> {
            ChannelIndex index = new ChannelIndex();
            int handle = index.handle("live");
            long at = Micros.of(Instant.parse("2026-03-20T00:00:00Z"));
            try (ChannelDataTable table = new ChannelDataTable(database.dataSource(), index, new LateRanges(time, false))) {
                while (!table.isConnected() && !table.connect()) {
                    Thread.onSpinWait();
                }
                while (!stop.get()) {
                    SampleBatch batch = new SampleBatch(2000);
                    for (int row = 0; row < 2000; row++) {
                        batch.sample(handle, at++, row, QualityCode.GOOD);
                    }
                    table.copy(new Rows(batch, 0, batch.length()));
                    written.addAndGet(2000);
                }
            } catch (Exception e) {
                failures.add(e);
            }
        });
        writer.start();
        try (Connection reader = database.connect()) {
            // Whoever keeps a table of the past busy keeps the purge waiting, never the writer.
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT 1 FROM channel_data_20260302 LIMIT 1");
            pack();
            long whileBusy = written.get();
            Await.until("it writes while the past is busy", Duration.ofSeconds(120),
                    () -> written.get() > whileBusy || !failures.isEmpty());
            reader.rollback();
        }
        now.set(Micros.of(Instant.parse("2026-03-19T12:00:00Z")));
        long before = written.get();
        pack();
        pack();
        Await.until("it writes on", Duration.ofSeconds(120), () -> written.get() > before || !failures.isEmpty());
        stop.set(true);
        writer.join();
        assertEquals(List.of(), failures);
        assertEquals(List.of("0|" + written.get()), database.query("SELECT count(*) FILTER (WHERE channel_id = 'old'), "
                + "count(*) FILTER (WHERE channel_id = 'live') FROM channel_history"));
        assertEquals(List.of(), database.query("SELECT relname FROM pg_class WHERE relname ~ '^channel_data_(packed_)?2026030'"));
    }

    @Test
    void theDemoPlantTakesLessThanFourBytesForASample() throws Exception {
        ChannelIndex index = new ChannelIndex();
        SampleBatch batch = new SampleBatch(300_000);
        DemoRecording.run(1, START + 8 * 3600 * SECOND, START + 9 * 3600 * SECOND, (id, at, value) ->
                batch.sample(index.handle(id), at, value, QualityCode.GOOD, (short) 30));
        store(index, batch);
        double before = Double.parseDouble(database.query("SELECT pg_total_relation_size('channel_data_20260301')").get(0));
        pack();
        assertEquals(List.of("" + batch.length()), database.query("SELECT sum(samples) FROM channel_data_packed"));
        double after = Double.parseDouble(database.query("SELECT pg_total_relation_size('channel_data_packed_20260301_30d_1')").get(0));
        assertTrue(after / batch.length() < 4, after / batch.length() + " bytes for a sample");
        assertTrue(before / after > 20, before / after + " times smaller");
    }

    private void store(ChannelIndex index, SampleBatch batch) throws Exception {
        try (ChannelDataTable table = new ChannelDataTable(database.dataSource(), index, new LateRanges(time, false))) {
            while (!table.isConnected() && !table.connect()) {
                Thread.onSpinWait();
            }
            table.copy(new Rows(batch, 0, batch.length()));
        }
        // These days are rolled up already, as far as that matters here.
        database.execute("DELETE FROM rollup_stale");
    }

    private static boolean active(TestDatabase own, String like) {
        return !own.query("SELECT 1 FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid() AND query LIKE '" + like
                + "'").isEmpty();
    }

    private void fill() {
        // A double of any bits, as the driver sends it; SQL itself knows one NaN only.
        try {
            ChannelIndex index = new ChannelIndex();
            SampleBatch batch = new SampleBatch(40_000);
            for (int i = 0; i < 5_000; i++) {
                long at = START + i * 31 * SECOND + random.nextInt(1000);
                byte quality = i % 97 == 5 ? StoredQuality.BAD : i % 130 < 3 ? StoredQuality.UNCERTAIN : QualityCode.GOOD;
                batch.sample(index.handle("steady"), at, i / 100, quality);
                batch.sample(index.handle("it's"), at, (700 + random.nextInt(30)) * 0.1, quality, (short) (i % 3 == 0 ? 200 : 0));
                batch.sample(index.handle("noise"), at + i % 2, random.nextGaussian(), quality, (short) 30);
                if (i % 10 == 0) {
                    batch.sample(index.handle("odd"), at, Double.longBitsToDouble(PECULIAR[i / 10 % PECULIAR.length]), quality);
                }
            }
            store(index, batch);
            database.execute("CREATE TABLE copies AS SELECT * FROM channel_data");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> read(RawRows rows, long from, long to, long most) throws Exception {
        List<String> found = new ArrayList<>();
        inTransaction(copy -> rows.read(copy, CHANNELS, from, to, most, (place, at, value, quality) ->
                found.add(row(place, at, value, quality))));
        // Channel by channel, whatever the order between them; ascending by time within each.
        List<String> sorted = new ArrayList<>();
        for (int place = 0; place < CHANNELS.size(); place++) {
            String prefix = place + "|";
            found.stream().filter(row -> row.startsWith(prefix)).forEach(sorted::add);
        }
        return sorted;
    }

    private List<String> newest(RawRows rows, long from, long to) throws Exception {
        List<String> found = new ArrayList<>();
        inTransaction(copy -> rows.newest(copy, CHANNELS, from, to, (place, at, value, quality) ->
                found.add(row(place, at, value, quality))));
        return found.stream().sorted().toList();
    }

    private static String row(int place, long at, double value, byte quality) {
        return place + "|" + at + "|" + Long.toHexString(Double.doubleToRawLongBits(value)) + "|" + quality;
    }

    private interface Reading {
        void run(PGConnection copy) throws Exception;
    }

    private void inTransaction(Reading reading) throws Exception {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            reading.run(connection.unwrap(PGConnection.class));
        }
    }

    private void pack() throws Exception {
        packWith(database);
    }

    private void packWith(TestDatabase target) throws Exception {
        try (Connection connection = target.connect()) {
            connection.setAutoCommit(false);
            Packing packing = new Packing(time, Duration.ofHours(1), Duration.ZERO,
                    new BriefLocks(nanos -> java.util.concurrent.locks.LockSupport.parkNanos(nanos)));
            while (packing.pass(connection)) {
                connection.commit();
            }
        }
    }
}
