package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import parx.model.Micros;
import parx.service.History.HistoryQuery;
import parx.service.Trace;

/** Reads the channels of one query in pixels, within one transaction. Owned by the query's thread. */
final class TraceReader {
    /** More samples than this per column come as buckets. */
    private static final int ROWS_PER_COLUMN = 4;
    private static final long LOOK_BACK = 7 * Partitions.DAY_MICROS;
    private static final long SECOND = Micros.PER_SECOND;
    private static final long MINUTE = 60 * SECOND;

    private final PGConnection connection;
    private final RawRows rows;
    private final RollupCoverage coverage;
    private final CopyReader copy = new CopyReader();
    private final long from;
    private final long to;
    private final int columns;
    private final int mostRaw;

    TraceReader(PGConnection connection, RawRows rows, RollupCoverage coverage, HistoryQuery query) {
        this.connection = connection;
        this.rows = rows;
        this.coverage = coverage;
        from = Sql.clamp(query.fromMicros());
        to = Sql.clamp(query.toMicros());
        columns = query.columns();
        mostRaw = (int) Math.min(1_000_000L, (long) columns * ROWS_PER_COLUMN);
    }

    static List<Trace> read(Connection connection, PGConnection copy, RawRows rows, boolean timescale, HistoryQuery query)
            throws SQLException {
        RollupCoverage coverage = timescale ? RollupCoverage.ALL : RollupCoverage.read(connection);
        TraceReader reader = new TraceReader(copy, rows, coverage, query);
        List<Trace> traces = new ArrayList<>();
        for (String channelId : query.channelIds()) {
            traces.add(reader.trace(channelId));
        }
        return traces;
    }

    private Trace trace(String channelId) throws SQLException {
        TraceBuilder raw = new TraceBuilder(channelId, 0, 256);
        before(channelId, from, raw);
        int before = raw.length();
        samples(channelId, from, to, mostRaw + 1L, raw);
        int samples = raw.length() - before;
        // None at all: retention may have dropped them, while the rollups of minutes are kept for longer.
        boolean fewEnough = samples <= mostRaw && (samples > 0 || width() < SECOND);
        return fewEnough ? raw.build() : buckets(channelId);
    }

    private Trace buckets(String channelId) throws SQLException {
        long width = width();
        long first = Math.floorDiv(from, width) * width;
        TraceBuilder trace = new TraceBuilder(channelId, width, columns * 2 + 8);
        before(channelId, first, trace);
        if (width < SECOND) {
            samples(channelId, first, to, RawRows.ALL, trace);
            return trace.build();
        }
        for (RollupCoverage.Stretch stretch : coverage.cut(first, to + 1)) {
            if (stretch.rollup()) {
                rollup(channelId, width % MINUTE == 0 ? "channel_data_1m" : "channel_data_1s", stretch, trace);
            } else {
                samples(channelId, stretch.from(), stretch.to() - 1, RawRows.ALL, trace);
            }
        }
        return trace.build();
    }

    /** At least one bucket and less than two per column, in whole seconds or minutes where rollups serve them. */
    private long width() {
        long exact = Math.max(1, (to - from + columns) / columns);
        long unit = exact >= MINUTE ? MINUTE : exact >= SECOND ? SECOND : 1;
        return exact / unit * unit;
    }

    private void before(String channelId, long limit, TraceBuilder into) throws SQLException {
        rows.newest(connection, List.of(channelId), limit - LOOK_BACK, limit - 1,
                (place, time, value, quality) -> into.before(time, value, quality));
    }

    private void samples(String channelId, long first, long last, long most, TraceBuilder into) throws SQLException {
        rows.read(connection, List.of(channelId), first, last, most,
                (place, time, value, quality) -> into.sample(time, value, quality));
    }

    private void rollup(String channelId, String table, RollupCoverage.Stretch stretch, TraceBuilder into)
            throws SQLException {
        copy.read(connection, "SELECT bucket, first_value, min_value, max_value, last_value, avg_value, sample_count, "
                + "uncertain_count, bad_count FROM " + table + " WHERE channel_id = " + Sql.text(connection, channelId)
                + " AND bucket >= " + Sql.time(stretch.from()) + " AND bucket < " + Sql.time(stretch.to())
                + " ORDER BY bucket", row -> into.bucket(row.micros(0), row.number(1), row.number(2), row.number(3),
                        row.number(4), row.number(5), row.integer(6), row.integer(7), row.integer(8)));
    }
}
