package parx.persistence.internal.history;

import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import parx.model.SampleSink;

/**
 * The rows of the rollups, and what stands in for them where they are not up to date: those of a finer rollup, in the
 * end the samples themselves. Owned by the thread of a query, within its transaction.
 */
final class RollupRows {
    private final PGConnection connection;
    private final RawRows rows;
    private final RollupCoverage coverage;
    private final CopyReader copy = new CopyReader();

    RollupRows(PGConnection connection, RawRows rows, RollupCoverage coverage) {
        this.connection = connection;
        this.rows = rows;
        this.coverage = coverage;
    }

    /**
     * Reads a range, {@code to} exclusive, into one builder per channel.
     *
     * @param level in {@link RollupLevel#ALL}
     * @param from  begins a bucket of the level
     */
    void read(int level, List<String> channelIds, long from, long to, TraceBuilder[] into) throws SQLException {
        for (RollupCoverage.Stretch stretch : coverage.cut(RollupLevel.ALL.get(level), from, to)) {
            if (stretch.rollup()) {
                table(RollupLevel.ALL.get(level), channelIds, stretch, into);
            } else if (level > 0) {
                read(level - 1, channelIds, stretch.from(), stretch.to(), into);
            } else {
                SampleSink sink = (place, time, value, quality) -> into[place].sample(time, value, quality);
                rows.read(connection, channelIds, stretch.from(), stretch.to() - 1, RawRows.ALL, sink);
            }
        }
    }

    /** How many samples each channel has at least in this range, as far as this level knows. */
    long[] count(RollupLevel level, List<String> channelIds, long from, long to) throws SQLException {
        long[] counts = new long[channelIds.size()];
        long width = level.micros();
        long first = Math.ceilDiv(from, width) * width;
        for (RollupCoverage.Stretch stretch : coverage.cut(level, first, Math.floorDiv(to, width) * width)) {
            if (stretch.rollup()) {
                copy.read(connection, "SELECT c.place, r.n FROM " + Sql.places(connection, channelIds)
                        + ", LATERAL (SELECT sum(sample_count + bad_count)::bigint AS n FROM " + level.table()
                        + " WHERE " + within(stretch) + ") r",
                        row -> counts[(int) row.integer(0) - 1] += row.isNull(1) ? 0 : row.integer(1));
            }
        }
        return counts;
    }

    private void table(RollupLevel level, List<String> channelIds, RollupCoverage.Stretch stretch, TraceBuilder[] into)
            throws SQLException {
        copy.read(connection, "SELECT c.place, r.* FROM " + Sql.places(connection, channelIds)
                + ", LATERAL (SELECT bucket, first_value, min_value, max_value, last_value, avg_value, sample_count,"
                + " uncertain_count, bad_count FROM " + level.table() + " WHERE " + within(stretch) + " ORDER BY bucket) r",
                row -> into[(int) row.integer(0) - 1].bucket(row.micros(1), row.number(2), row.number(3), row.number(4),
                        row.number(5), row.number(6), row.integer(7), row.integer(8), row.integer(9)));
    }

    private static String within(RollupCoverage.Stretch stretch) {
        return "channel_id = c.id AND bucket >= " + Sql.time(stretch.from()) + " AND bucket < " + Sql.time(stretch.to());
    }
}
