package parx.persistence.internal.history;

import java.util.List;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.service.History.HistoryException;
import parx.service.StoredHistory.AggregateSink;
import parx.service.Trace;

/**
 * The buckets of a rollup in the order of time over some channels, window by window as {@link SampleStream} does it with
 * samples. One call, one thread.
 */
final class AggregateStream {
    /** Buckets in memory at a time, of all channels: at 73 bytes each about 10 MB. */
    private static final int WINDOW_BUCKETS = 1 << 17;

    private final Snapshots snapshots;
    private final RawRows rows;
    private final boolean timescale;
    private final List<String> channelIds;

    AggregateStream(Snapshots snapshots, RawRows rows, boolean timescale, List<String> channelIds) {
        this.snapshots = snapshots;
        this.rows = rows;
        this.timescale = timescale;
        this.channelIds = channelIds;
    }

    /** The coarsest rollup of which whole buckets make up such steps; -1 where there is none. */
    static int level(long fromMicros, long stepMicros) {
        int level = RollupLevel.coarsest(stepMicros);
        while (level >= 0 && (stepMicros % RollupLevel.ALL.get(level).micros() != 0
                || fromMicros % RollupLevel.ALL.get(level).micros() != 0)) {
            level--;
        }
        return level;
    }

    /**
     * Hands over the buckets from {@code from}, where one begins, to the last that ends by {@code to}; the sink gets
     * places in the list.
     *
     * @return where that bucket ends
     */
    long read(int level, long from, long to, AggregateSink into) throws HistoryException {
        long width = RollupLevel.ALL.get(level).micros();
        long end = Math.floorDiv(to, width) * width;
        long window = Math.max(1, WINDOW_BUCKETS / Math.max(1, channelIds.size())) * width;
        for (long at = from; at < end && !channelIds.isEmpty(); at += window) {
            handOver(load(level, at, Math.min(end, at + window)), into);
        }
        return Math.max(from, end);
    }

    private Trace[] load(int level, long from, long to) throws HistoryException {
        long width = RollupLevel.ALL.get(level).micros();
        TraceBuilder[] builders = channelIds.stream().map(id -> new TraceBuilder(id, width, 64)).toArray(TraceBuilder[]::new);
        snapshots.read((connection, copy) -> {
            RollupCoverage coverage = RollupCoverage.read(connection, timescale);
            new RollupRows(copy, rows, coverage).read(level, channelIds, from, to, builders);
            return null;
        });
        Trace[] traces = new Trace[builders.length];
        for (int place = 0; place < traces.length; place++) {
            traces[place] = builders[place].build();
        }
        return traces;
    }

    private static void handOver(Trace[] traces, AggregateSink into) throws HistoryException {
        int[] next = new int[traces.length];
        while (true) {
            if (Thread.currentThread().isInterrupted()) {
                throw Snapshots.cancelled(null);
            }
            long time = Long.MAX_VALUE;
            for (int place = 0; place < traces.length; place++) {
                time = next[place] < traces[place].length() ? Math.min(time, traces[place].timeMicros()[next[place]]) : time;
            }
            if (time == Long.MAX_VALUE) {
                return;
            }
            for (int place = 0; place < traces.length; place++) {
                Trace trace = traces[place];
                int row = next[place];
                if (row < trace.length() && trace.timeMicros()[row] == time) {
                    into.aggregate(place, time, trace.counted()[row], trace.average()[row], trace.min()[row],
                            trace.max()[row], QualityCode.quality(trace.quality()[row]) != Quality.GOOD);
                    next[place]++;
                }
            }
        }
    }
}
