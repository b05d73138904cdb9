package parx.acquisition.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.model.SampleSink;
import parx.service.HistorySink;

/**
 * Sends recorded samples through a storage rule, by the very code that stores, into memory. Gaps are where the record
 * has them: a BAD sample, not a silence, for a record that was thinned out is silent for long. Pure; the caller's
 * thread.
 */
final class RuleReplay implements SampleSink {
    private static final int FEW = 64;

    private final Kept kept = new Kept();
    private final LiveTable live = new LiveTable();
    private final StorageStage stage = new StorageStage(kept, new PipelineCounts(), live);
    private final Tracks tracks = new Tracks(live, new RecentSamples(0, FEW), stage.feed());
    private long number;

    /** @param plan of the one rule @param channels that it covers */
    RuleReplay(StoragePlan plan, Collection<Channel> channels, ChannelIndex index) {
        stage.inForce(StorageInForce.of(plan, channels, index, null), tracks);
    }

    /** The next sample; times ascend over all channels. */
    @Override
    public void sample(int channel, long timeMicros, double value, byte quality) {
        Track track = tracks.of(channel);
        if (timeMicros <= track.line.time) {
            return;
        }
        track.line.keep(timeMicros, value, quality, number++);
        for (Watch watch : track.watches) {
            watch.sample(timeMicros, value, quality);
        }
        stage.settle();
        stage.tick(timeMicros);
        if (stage.isDue()) {
            hand();
        }
    }

    /** The end of the record is the end of recordings. */
    void finish() {
        stage.endRecordings();
        hand();
    }

    private void hand() {
        stage.hand(tracks, fault -> {
            throw new IllegalStateException("memory does not refuse", fault);
        });
    }

    /** What the rule kept of this channel from here on, in order of time. */
    Rows kept(int channel, long fromMicros) {
        Rows rows = new Rows();
        kept.rows.getOrDefault(channel, new TreeMap<>()).tailMap(fromMicros)
                .forEach((time, row) -> rows.sample(channel, time, row.value, row.quality));
        return rows;
    }

    private record Row(double value, byte quality) {
    }

    /** Takes everything; a row that comes late finds its place. */
    private static final class Kept implements HistorySink {
        private final Map<Integer, TreeMap<Long, Row>> rows = new HashMap<>();

        @Override
        public void store(SampleBatch batch) {
            for (int row = 0; row < batch.length(); row++) {
                rows.computeIfAbsent(batch.channel(row), key -> new TreeMap<>()).putIfAbsent(batch.timeMicros(row),
                        new Row(batch.value(row), batch.quality(row)));
            }
        }

        @Override
        public boolean flush(Duration limit) {
            return true;
        }

        @Override
        public HistoryStatus status() {
            return new HistoryStatus(0, 0, 0, 0, 0, "");
        }
    }
}
