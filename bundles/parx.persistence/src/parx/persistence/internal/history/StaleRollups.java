package parx.persistence.internal.history;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.OptionalLong;
import parx.model.Micros;
import parx.persistence.internal.history.packed.UnpackedSamples;

/**
 * Rollups of times for which rows came when they had passed, as rollup_stale says. Pure functions, the maintenance's
 * thread; what they take is proportional to the rows that came, not to the time between them.
 */
final class StaleRollups {
    private static final long MINUTE = 60 * Micros.PER_SECOND;
    private static final long HOUR = 60 * MINUTE;
    /**
     * Before this finer rollups may be gone of which the coarser ones were made. There whole hours, the widest buckets,
     * are computed from their samples; there is little beside them that late.
     */
    private static final long FINER_KEPT = 80 * Partitions.DAY_MICROS;

    private StaleRollups() {
    }

    /** Rolls up anew where rows came late; what overlaps is done once. @return whether there may be more */
    static boolean step(Connection connection, long now) throws SQLException {
        OptionalLong oldest = oldest(connection);
        if (oldest.isEmpty()) {
            return false;
        }
        long at = oldest.getAsLong();
        long width = at < now - FINER_KEPT ? HOUR : MINUTE;
        long from = Math.floorDiv(at, width) * width;
        long until = from + width;
        takeAway(connection, at, until);
        boolean unpacked = UnpackedSamples.prepare(connection, from, until);
        refresh(connection, from, until - 1);
        if (unpacked) {
            UnpackedSamples.discard(connection);
        }
        jump(connection, until);
        return true;
    }

    /** Computes every rollup anew that touches {@code from} to {@code to}, both included. */
    static void refresh(Connection connection, long from, long to) throws SQLException {
        for (String function : new String[] {"refresh_rollups", "refresh_coarser_rollups"}) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT " + function + "(?, ?)")) {
                statement.setObject(1, Partitions.timestamp(from));
                statement.setObject(2, Partitions.timestamp(to));
                statement.execute();
            }
        }
    }

    /**
     * The time of the first row in channel_data from {@code from} on and before {@code before}; that where there is none.
     * It looks farther with each step: a statement locks every partition that it may have to read.
     */
    static long firstRow(Connection connection, long from, long before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT time FROM channel_data WHERE time >= ? AND time < ? ORDER BY time LIMIT 1")) {
            long begin = from;
            for (long length = Partitions.DAY_MICROS; begin < before; length *= 2) {
                long end = Math.min(before, begin + length);
                statement.setObject(1, Partitions.timestamp(begin));
                statement.setObject(2, Partitions.timestamp(end));
                try (ResultSet rows = statement.executeQuery()) {
                    if (rows.next()) {
                        return Partitions.micros(rows.getObject(1, OffsetDateTime.class));
                    }
                }
                begin = end;
            }
        }
        return before;
    }

    private static OptionalLong oldest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT from_time FROM rollup_stale ORDER BY from_time LIMIT 1")) {
            return rows.next() ? OptionalLong.of(Partitions.micros(rows.getObject(1, OffsetDateTime.class)))
                    : OptionalLong.empty();
        }
    }

    /**
     * Takes away what of the ranges lies from {@code from} on and before {@code until}, before the rows themselves are
     * looked at.
     */
    private static void takeAway(Connection connection, long from, long until) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM rollup_stale WHERE from_time >= ? AND to_time < ?");
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE rollup_stale SET from_time = ? WHERE from_time >= ? AND from_time < ?")) {
            delete.setObject(1, Partitions.timestamp(from));
            delete.setObject(2, Partitions.timestamp(until));
            delete.execute();
            update.setObject(1, Partitions.timestamp(until));
            update.setObject(2, Partitions.timestamp(from));
            update.setObject(3, Partitions.timestamp(until));
            update.execute();
        }
    }

    /**
     * Lets the ranges that go on at {@code at} begin at the next row. Only those that were there before the rows are
     * looked at: the rows of one that is noted meanwhile may not have been seen.
     */
    private static void jump(Connection connection, long at) throws SQLException {
        Array ids;
        long end;
        try (PreparedStatement going = connection.prepareStatement(
                "SELECT array_agg(id), max(to_time) FROM rollup_stale WHERE from_time = ?")) {
            going.setObject(1, Partitions.timestamp(at));
            try (ResultSet row = going.executeQuery()) {
                row.next();
                ids = row.getArray(1);
                if (ids == null) {
                    return;
                }
                end = Partitions.micros(row.getObject(2, OffsetDateTime.class)) + 1;
            }
        }
        OffsetDateTime next = Partitions.timestamp(firstRow(connection, at, end));
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM rollup_stale WHERE id = ANY (?) AND to_time < ?");
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE rollup_stale SET from_time = ? WHERE id = ANY (?)")) {
            delete.setArray(1, ids);
            delete.setObject(2, next);
            delete.execute();
            update.setObject(1, next);
            update.setArray(2, ids);
            update.execute();
        }
    }
}
