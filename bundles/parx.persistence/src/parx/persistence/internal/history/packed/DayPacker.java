package parx.persistence.internal.history.packed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGConnection;
import parx.persistence.internal.history.CopyReader;
import parx.persistence.internal.history.LongerKept;
import parx.persistence.internal.history.Partitions;
import parx.persistence.internal.history.Sql;
import parx.persistence.internal.history.StoredQuality;
import parx.persistence.internal.history.packed.BlockTable.Leaf;

/**
 * Fills leaves from the rows of a day's partition, or from those rows of an expired leaf that stay longer, in one
 * transaction each; {@link Swaps} then puts them in their place. One thread, one day at a time.
 *
 * <p>While it reads, rows may still come: a trigger on the partition notes them, and the swap puts them back. Nothing
 * that exists is changed before the swap, so that whoever is killed leaves everything as it was.
 */
final class DayPacker {
    /** Rows that are read before what is complete is written. */
    private static final long WINDOW_ROWS = 500_000;

    private final Connection connection;
    private final PGConnection postgres;
    private final long day;
    private final long now;
    private final int standard;
    private final Map<Integer, Leaf> leaves = new TreeMap<>();
    private final LongerKept longerKept = new LongerKept();
    private int part;
    private boolean expired;

    /** @param now microseconds: what has expired by now is left out */
    private DayPacker(Connection connection, long day, long now) throws SQLException {
        this.connection = connection;
        this.postgres = connection.unwrap(PGConnection.class);
        this.day = day;
        this.now = now;
        this.standard = (int) number("SELECT standard_keep_days()");
    }

    /**
     * Packs what is in a partition of channel_data. Not within a transaction.
     *
     * @param day in days since 1970
     * @return false where others use the partition now, or rows came that are not rolled up yet
     */
    static boolean pack(Connection connection, BriefLocks locks, String partition, long day, long now)
            throws SQLException, InterruptedException {
        if (!locks.take(connection, () -> close(connection, partition, day))) {
            return false;
        }
        boolean[] done = {false};
        inSnapshot(connection, () -> done[0] = new DayPacker(connection, day, now).pack(partition));
        return done[0];
    }

    /** Packs those rows of an expired leaf anew that were told to stay longer. Not within a transaction. */
    static void rescue(Connection connection, Leaf leaf, long now) throws SQLException {
        inSnapshot(connection, () -> new DayPacker(connection, leaf.day(), now).rescue(leaf));
    }

    /** From here on the partition's new rows are noted. */
    private static void close(Connection connection, String partition, long day) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TRIGGER note_late_row AFTER INSERT ON " + partition
                    + " FOR EACH ROW EXECUTE FUNCTION note_late_row()");
            statement.execute("DELETE FROM channel_data_late WHERE " + within(day));
        }
    }

    private static void inSnapshot(Connection connection, BriefLocks.Work work) throws SQLException {
        int isolation = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            work.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setTransactionIsolation(isolation);
            }
        }
    }

    private boolean pack(String partition) throws SQLException {
        // Whoever stored late rows noted so in the same transaction: what this snapshot sees of one it sees of the other.
        if (number("SELECT count(*) FROM rollup_stale WHERE to_time >= " + Sql.time(begin()) + " AND from_time < "
                + Sql.time(begin() + Partitions.DAY_MICROS)) > 0) {
            return false;
        }
        execute("DELETE FROM channel_data_late WHERE " + within(day));
        Map<String, Long> perDay = new HashMap<>();
        long rows = 0;
        try (Statement statement = connection.createStatement();
                ResultSet counts = statement.executeQuery("SELECT channel_id, count(*), count(*) * 86400 / "
                        + "greatest(extract(epoch FROM max(time) - min(time)), 1) FROM " + partition + " GROUP BY 1")) {
            while (counts.next()) {
                rows += counts.getLong(2);
                perDay.put(counts.getString(1), counts.getLong(3));
            }
        }
        beginPart();
        BlockBuilder builder = new BlockBuilder(perDay);
        long windows = Math.max(1, rows / WINDOW_ROWS);
        for (long window = 0; window < windows; window++) {
            String range = "d.time >= " + Sql.time(begin() + Partitions.DAY_MICROS * window / windows)
                    + " AND d.time < " + Sql.time(begin() + Partitions.DAY_MICROS * (window + 1) / windows);
            read(partition, range, builder);
            write(builder, window == windows - 1, part > 1);
        }
        finish(partition);
        return true;
    }

    private void read(String partition, String range, BlockBuilder builder) throws SQLException {
        new CopyReader().read(postgres, "SELECT d.time, d.channel_id, d.value, d.quality, coalesce(d.keep_days, 0)::int8, "
                + "coalesce(k.keep_days, 0)::int8 FROM " + partition + " d LEFT JOIN (SELECT * FROM channel_data_kept WHERE "
                + within(day) + ") k USING (time, channel_id) WHERE " + range + " ORDER BY d.time", row -> {
                    int keep = longer((int) row.integer(4), (int) row.integer(5));
                    if (hasExpired(keep)) {
                        expired = true;
                    } else {
                        builder.add(keep, row.text(1), row.micros(0), row.number(2), StoredQuality.ofLetter(row.letter(3)));
                    }
                });
    }

    private void rescue(Leaf leaf) throws SQLException {
        Map<String, Map<Long, Integer>> wanted = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT channel_id, time, keep_days FROM channel_data_kept WHERE "
                        + within(leaf.day()))) {
            while (rows.next()) {
                if (longer(leaf.keepDays(), rows.getInt(3)) != leaf.keepDays() && !hasExpired(rows.getInt(3))) {
                    wanted.computeIfAbsent(rows.getString(1), id -> new HashMap<>()).put(
                            Partitions.micros(rows.getObject(2, java.time.OffsetDateTime.class)), rows.getInt(3));
                }
            }
        }
        beginPart();
        BlockBuilder builder = new BlockBuilder(Map.of());
        BlockDecoder decoder = new BlockDecoder();
        BlockTable.read(postgres, "0::int8", leaf.table() + " b" + BlockTable.OWNER + "ORDER BY b.channel_id, b.from_time",
                (place, block, times) -> {
                    Map<Long, Integer> rows = wanted.getOrDefault(block.channelId(), Map.of());
                    Samples samples = decoder.decode(block, times);
                    for (int i = 0; i < samples.length && !rows.isEmpty(); i++) {
                        Integer keep = rows.get(samples.time[i]);
                        if (keep != null) {
                            builder.add(keep, block.channelId(), samples.time[i], samples.value[i], samples.quality[i]);
                        }
                    }
                });
        write(builder, true, false);
        finish(leaf.table());
    }

    private void beginPart() throws SQLException {
        part = (int) number("INSERT INTO channel_data_days (day, parts) VALUES ('" + LocalDate.ofEpochDay(day)
                + "', 1) ON CONFLICT (day) DO UPDATE SET parts = channel_data_days.parts + 1 RETURNING parts");
    }

    /** @param all also what is still being filled @param doubles whether there may be rows that are packed already */
    private void write(BlockBuilder builder, boolean all, boolean doubles) throws SQLException {
        Map<Leaf, List<Block>> blocks = new HashMap<>();
        for (BlockBuilder.Cut cut : builder.take(all)) {
            BlockBuilder.Cut fresh = doubles ? withoutPacked(cut) : cut;
            if (fresh.samples().length > 0) {
                blocks.computeIfAbsent(leaf(cut.keepDays()), leaf -> new ArrayList<>()).add(builder.encode(fresh));
            }
        }
        for (Map.Entry<Leaf, List<Block>> entry : blocks.entrySet()) {
            BlockTable.insert(connection, entry.getKey(), entry.getValue());
        }
    }

    /** Leaves out what is packed already: the first that came stays, for as long as the longer of both says. */
    private BlockBuilder.Cut withoutPacked(BlockBuilder.Cut cut) throws SQLException {
        Samples samples = cut.samples();
        Map<Long, Integer> packed = new HashMap<>();
        BlockDecoder decoder = new BlockDecoder();
        BlockTable.read(postgres, "b.keep_days::int8", "channel_data_packed b" + BlockTable.OWNER + "WHERE b.day = '"
                + LocalDate.ofEpochDay(day) + "' AND b.channel_id = '" + postgres.escapeLiteral(cut.channelId())
                + "' AND b.from_time <= " + Sql.time(samples.last()) + " AND b.to_time >= "
                + Sql.time(samples.first()), (keepDays, block, times) -> {
                    Samples there = decoder.decode(block, times);
                    for (int i = 0; i < there.length; i++) {
                        packed.put(there.time[i], keepDays);
                    }
                });
        if (packed.isEmpty()) {
            return cut;
        }
        Samples fresh = new Samples(samples.length);
        for (int i = 0; i < samples.length; i++) {
            Integer keepDays = packed.get(samples.time[i]);
            if (keepDays == null) {
                fresh.add(samples.time[i], samples.value[i], samples.quality[i]);
            } else {
                longerKept.add(cut.channelId(), samples.time[i], cut.keepDays(), keepDays);
            }
        }
        longerKept.store(connection);
        return new BlockBuilder.Cut(cut.keepDays(), cut.channelId(), fresh);
    }

    private Leaf leaf(int keepDays) throws SQLException {
        Leaf known = leaves.get(keepDays);
        if (known != null) {
            return known;
        }
        Leaf leaf = new Leaf(day, keepDays, part);
        execute("SELECT create_packed_leaf('" + leaf.date() + "', " + keepDays + "::smallint, " + part + "::smallint)");
        leaves.put(keepDays, leaf);
        return leaf;
    }

    private void finish(String replaces) throws SQLException {
        if (expired) {
            execute("UPDATE channel_data_days SET incomplete = true WHERE day = '" + LocalDate.ofEpochDay(day) + "'");
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO channel_data_swaps (day, leaves, replaces) VALUES (?, ?, ?)")) {
            insert.setObject(1, LocalDate.ofEpochDay(day));
            insert.setArray(2, connection.createArrayOf("text", leaves.values().stream().map(Leaf::table).toArray()));
            insert.setString(3, replaces);
            insert.execute();
        }
    }

    /** @param keepDays 0 for the standard, as in what it returns */
    private int longer(int keepDays, int other) {
        return other > (keepDays == 0 ? standard : keepDays) ? other : keepDays;
    }

    private boolean hasExpired(int keepDays) {
        return begin() + (1 + (keepDays == 0 ? standard : keepDays)) * Partitions.DAY_MICROS <= now;
    }

    private long begin() {
        return day * Partitions.DAY_MICROS;
    }

    private static String within(long day) {
        return "time >= " + Sql.time(day * Partitions.DAY_MICROS) + " AND time < "
                + Sql.time((day + 1) * Partitions.DAY_MICROS);
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
