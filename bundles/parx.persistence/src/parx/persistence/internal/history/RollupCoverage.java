package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import parx.model.Micros;

/**
 * For which times the rollups hold what channel_data holds, as of the reader's snapshot. Immutable, any thread.
 *
 * @param until       the rollups end here; a bucket that is wider holds its part before that
 * @param coarserFrom the coarser ones begin here
 * @param stale       ranges before that in which they are out of date, ascending, apart from each other, in whole minutes
 */
record RollupCoverage(long until, long coarserFrom, List<Range> stale) {
    private static final long MINUTE = 60 * Micros.PER_SECOND;

    /** {@code from} inclusive, {@code to} exclusive; microseconds. */
    record Range(long from, long to) {
    }

    /** A stretch of a query's range. */
    record Stretch(long from, long to, boolean rollup) {
    }

    /** @param timescale whether its aggregates compute themselves what is newer than what they have stored */
    static RollupCoverage read(Connection connection, boolean timescale) throws SQLException {
        return timescale ? new RollupCoverage(Long.MAX_VALUE, Long.MIN_VALUE, stale(connection)) : read(connection);
    }

    private static RollupCoverage read(Connection connection) throws SQLException {
        long until = Long.MIN_VALUE;
        long coarserFrom = Long.MIN_VALUE;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT refreshed_until, coarser_from FROM rollup_state")) {
            if (rows.next()) {
                long at = Partitions.micros(rows.getObject(1, OffsetDateTime.class));
                until = Math.floorDiv(at, MINUTE) * MINUTE;
                OffsetDateTime begin = rows.getObject(2, OffsetDateTime.class);
                coarserFrom = begin == null ? Long.MIN_VALUE : Partitions.micros(begin);
            }
        }
        return new RollupCoverage(until, coarserFrom, stale(connection));
    }

    private static List<Range> stale(Connection connection) throws SQLException {
        List<Range> stale = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT from_time, to_time FROM rollup_stale ORDER BY from_time")) {
            while (rows.next()) {
                add(stale, Math.floorDiv(Partitions.micros(rows.getObject(1, OffsetDateTime.class)), MINUTE) * MINUTE,
                        (Math.floorDiv(Partitions.micros(rows.getObject(2, OffsetDateTime.class)), MINUTE) + 1) * MINUTE);
            }
        }
        return List.copyOf(stale);
    }

    /**
     * Cuts a range, {@code to} exclusive, into stretches that this level can answer and others.
     *
     * @param from begins a bucket of the level
     */
    List<Stretch> cut(RollupLevel level, long from, long to) {
        List<Stretch> stretches = new ArrayList<>();
        long width = level.micros();
        long at = from;
        if (level.coarser() && coarserFrom > at) {
            at = Math.min(to, Math.ceilDiv(coarserFrom, width) * width);
            raw(stretches, from, at);
        }
        for (Range range : stale) {
            long begin = Math.floorDiv(range.from(), width) * width;
            long end = Math.ceilDiv(range.to(), width) * width;
            if (begin >= Math.min(to, until)) {
                break;
            }
            if (end > at) {
                rollup(stretches, at, begin);
                at = Math.max(at, begin);
                raw(stretches, at, Math.min(to, end));
                at = Math.min(to, end);
            }
        }
        long end = Math.min(to, until);
        if (end > at) {
            rollup(stretches, at, end);
            at = end;
        }
        raw(stretches, at, to);
        return stretches;
    }

    private static void rollup(List<Stretch> stretches, long from, long to) {
        if (to > from) {
            stretches.add(new Stretch(from, to, true));
        }
    }

    private static void raw(List<Stretch> stretches, long from, long to) {
        if (to > from) {
            stretches.add(new Stretch(from, to, false));
        }
    }

    private static void add(List<Range> ranges, long from, long to) {
        Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
        if (last != null && from <= last.to()) {
            ranges.set(ranges.size() - 1, new Range(last.from(), Math.max(last.to(), to)));
        } else {
            ranges.add(new Range(from, to));
        }
    }
}
