package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import parx.model.SampleSink;
import parx.service.History.HistoryQuery;
import parx.service.Trace;

/**
 * Reads the channels of one query in pixels, within one transaction: samples where a channel has few enough of them,
 * else the coarsest rollup that is not coarser than a pixel, and samples where that is not up to date. Owned by the
 * query's thread.
 */
final class TraceReader {
    /** More samples than this per column come as buckets. */
    private static final int ROWS_PER_COLUMN = 4;
    private static final long MOST_RAW = 1_000_000;
    private static final long LOOK_BACK = 7 * Partitions.DAY_MICROS;
    /** So many buckets tell well enough how many samples a range has. */
    private static final int COUNTED_BUCKETS = 60;

    private final PGConnection connection;
    private final RawRows rows;
    private final RollupRows rollups;
    private final List<String> ids;
    private final long from;
    private final long to;
    private final int columns;
    private final long mostRaw;
    private final long width;
    private final Trace[] traces;

    private TraceReader(PGConnection connection, RawRows rows, RollupCoverage coverage, HistoryQuery query) {
        this.connection = connection;
        this.rows = rows;
        this.rollups = new RollupRows(connection, rows, coverage);
        ids = query.channelIds();
        from = Sql.clamp(query.fromMicros());
        to = Sql.clamp(query.toMicros());
        columns = query.columns();
        mostRaw = Math.min(MOST_RAW, (long) columns * ROWS_PER_COLUMN);
        width = width();
        traces = new Trace[ids.size()];
    }

    static List<Trace> read(Connection connection, PGConnection copy, RawRows rows, boolean timescale, HistoryQuery query)
            throws SQLException {
        RollupCoverage coverage = RollupCoverage.read(connection, timescale);
        return new TraceReader(copy, rows, coverage, query).read();
    }

    private List<Trace> read() throws SQLException {
        int level = RollupLevel.coarsest(width);
        int counting = RollupLevel.coarsest((to - from) / COUNTED_BUCKETS);
        int[] all = IntStream.range(0, ids.size()).toArray();
        if (level < 0) {
            samples(all, new long[ids.size()]);
            buckets(untold(), 0);
        } else if (counting > level) {
            long[] counts = rollups.count(RollupLevel.ALL.get(counting), ids, from, to);
            samples(IntStream.of(all).filter(place -> counts[place] <= mostRaw).toArray(), counts);
            buckets(untold(), level);
        } else {
            long[] counts = buckets(all, level);
            samples(IntStream.of(all).filter(place -> counts[place] <= mostRaw).toArray(), counts);
        }
        return List.of(traces);
    }

    private int[] untold() {
        return IntStream.range(0, traces.length).filter(place -> traces[place] == null).toArray();
    }

    /** At least one bucket and less than two per column, in whole buckets of the rollup that serves them. */
    private long width() {
        long exact = Math.max(1, (to - from + columns) / columns);
        int level = RollupLevel.coarsest(exact);
        long unit = level < 0 ? 1 : RollupLevel.ALL.get(level).micros();
        return exact / unit * unit;
    }

    /**
     * Takes the samples of these channels as they are where there are few enough.
     *
     * @param counts how many there should be, by place: fewer mean that retention has dropped them
     */
    private void samples(int[] places, long[] counts) throws SQLException {
        TraceBuilder[] builders = builders(places, 0, from);
        int[] before = Arrays.stream(builders).mapToInt(TraceBuilder::length).toArray();
        rows.read(connection, of(places), from, to, mostRaw + 1, into(builders));
        for (int i = 0; i < places.length; i++) {
            int samples = builders[i].length() - before[i];
            if (samples > 0 && samples <= mostRaw && samples >= counts[places[i]]) {
                traces[places[i]] = builders[i].build();
            }
        }
    }

    /** Puts these channels into buckets. @return how many samples are in them, by place */
    private long[] buckets(int[] places, int level) throws SQLException {
        long[] counts = new long[ids.size()];
        if (places.length == 0) {
            return counts;
        }
        long unit = RollupLevel.ALL.get(level).micros();
        long first = Math.floorDiv(from, width) * width;
        TraceBuilder[] builders = builders(places, width, first);
        List<String> channelIds = of(places);
        if (width < unit) {
            rows.read(connection, channelIds, first, to, RawRows.ALL, into(builders));
        } else {
            rollups.read(level, channelIds, first, to + 1, builders);
        }
        coarserWhereGone(level, places, builders, first);
        for (int i = 0; i < places.length; i++) {
            traces[places[i]] = builders[i].build();
            counts[places[i]] = builders[i].samples();
        }
        return counts;
    }

    /** Fine rollups and samples are kept for a shorter time than coarse ones: before they begin, the next coarser one does. */
    private void coarserWhereGone(int level, int[] places, TraceBuilder[] builders, long first) throws SQLException {
        for (int coarser = level + 1; coarser < RollupLevel.ALL.size(); coarser++) {
            long unit = RollupLevel.ALL.get(coarser).micros();
            long begin = Math.ceilDiv(first, unit) * unit;
            Map<Long, List<Integer>> byEnd = new TreeMap<>();
            for (int i = 0; i < places.length; i++) {
                long end = Math.floorDiv(Math.min(to + 1, builders[i].begin()), unit) * unit;
                if (end > begin) {
                    byEnd.computeIfAbsent(end, key -> new ArrayList<>()).add(i);
                }
            }
            for (Map.Entry<Long, List<Integer>> gap : byEnd.entrySet()) {
                List<String> channelIds = gap.getValue().stream().map(i -> ids.get(places[i])).toList();
                TraceBuilder[] older = channelIds.stream().map(id -> new TraceBuilder(id, width, columns))
                        .toArray(TraceBuilder[]::new);
                rollups.read(coarser, channelIds, begin, gap.getKey(), older);
                for (int i = 0; i < older.length; i++) {
                    builders[gap.getValue().get(i)].prepend(older[i]);
                }
            }
        }
    }

    /** Builders that begin with the sample before the range. */
    private TraceBuilder[] builders(int[] places, long bucketMicros, long limit) throws SQLException {
        TraceBuilder[] builders = new TraceBuilder[places.length];
        for (int i = 0; i < places.length; i++) {
            builders[i] = new TraceBuilder(ids.get(places[i]), bucketMicros, bucketMicros == 0 ? 256 : columns * 2 + 8);
        }
        rows.newest(connection, of(places), limit - LOOK_BACK, limit - 1,
                (place, time, value, quality) -> builders[place].before(time, value, quality));
        return builders;
    }

    private List<String> of(int[] places) {
        List<String> part = new ArrayList<>(places.length);
        for (int place : places) {
            part.add(ids.get(place));
        }
        return part;
    }

    private static SampleSink into(TraceBuilder[] builders) {
        return (place, time, value, quality) -> builders[place].sample(time, value, quality);
    }
}
