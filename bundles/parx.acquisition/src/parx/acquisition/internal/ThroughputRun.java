package parx.acquisition.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.TimeSource;
import parx.service.HistorySink;

/** Drives a pipeline as fast as it goes; see {@link parx.acquisition.bench.PipelineThroughput}. The caller's thread. */
public final class ThroughputRun {
    private static final int ROWS = 4_096;
    private static final long RETENTION_MICROS = 600_000_000L;
    private static final long RECENT_SAMPLES = 4_000_000L;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Object origin = new Object();
    private final SteadyClock clock = new SteadyClock(TimeSource.system());
    private final Pipeline pipeline;
    private final int channels;
    private final int[] handles;
    private final long stepMicros;
    private long time;
    private int next;

    private ThroughputRun(HistorySink sink, ChannelIndex index, String prefix, int channels, long samples) {
        List<StorageRule> rules = List.of(
                rule("every", StorageRule.Mode.CONTINUOUS, Settings.with("interval", 0, "retention", "7d")),
                rule("change", StorageRule.Mode.CHANGE, Settings.with("deadband", 10_000, "retention", "1y")));
        this.channels = channels;
        this.handles = new int[channels];
        this.pipeline = new Pipeline(clock, Duration.ofMinutes(1), new LiveTable(),
                new RecentSamples(RETENTION_MICROS, RECENT_SAMPLES), sink);
        List<AcquiredChannel> acquired = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            String id = prefix + i;
            handles[i] = index.handle(id);
            acquired.add(new AcquiredChannel(handles[i],
                    new Channel(id, id, Protocol.MODBUS, true, Settings.EMPTY, ChannelMetadata.NONE),
                    new Scaling(0.1, 5, -1e9, 1e9), 100));
        }
        stepMicros = Math.min(100_000, 86_400_000_000L / Math.max(1, samples / channels));
        time = clock.nowMicros() - (samples / channels + 2) * stepMicros;
        pipeline.start();
        StorageInForce toStore = StorageInForce.of(StoragePlan.of(rules, id -> Optional.empty()),
                acquired.stream().map(AcquiredChannel::channel).toList(), index, null);
        pipeline.put(new Message.Task(() -> {
            pipeline.store(toStore);
            pipeline.adopt(origin, acquired, 1);
        }));
    }

    private static StorageRule rule(String id, StorageRule.Mode mode, Settings config) {
        return new StorageRule(id, id, true, StorageRule.Backend.TIMESCALEDB, mode, List.of(StorageRule.EVERY_CHANNEL), config);
    }

    /** See {@link parx.acquisition.bench.PipelineThroughput#measure}. */
    public static double alone(long samples, int channels) throws InterruptedException {
        long warmUp = Math.max(samples / 4, 5_000_000);
        ThroughputRun run = new ThroughputRun(new CountingSink(), new ChannelIndex(), "bench-", channels, samples + warmUp);
        try {
            run.send(warmUp);
            long begin = System.nanoTime();
            run.send(samples);
            return samples * 1e9 / (System.nanoTime() - begin);
        } finally {
            run.pipeline.stop(LIMIT);
        }
    }

    /** See {@link parx.acquisition.bench.PipelineThroughput#feed}. */
    public static long feed(HistorySink sink, ChannelIndex index, String prefix, int channels, long samples)
            throws InterruptedException {
        ThroughputRun run = new ThroughputRun(sink, index, prefix, channels, samples);
        run.send(samples);
        run.pipeline.stop(LIMIT);
        return run.pipeline.counts().stored();
    }

    private void send(long samples) throws InterruptedException {
        BlockingQueue<Message.Parcel> home = Message.Parcel.pool(origin, 8, ROWS);
        for (long sent = 0; sent < samples;) {
            Message.Parcel parcel = home.take();
            int rows = (int) Math.min(ROWS, samples - sent);
            fill(parcel.batch, rows);
            sent += rows;
            pipeline.put(parcel);
        }
        pipeline.drain(LIMIT);
    }

    private void fill(SampleBatch batch, int rows) {
        for (int row = 0; row < rows; row++) {
            if (next == channels) {
                next = 0;
                time += stepMicros;
            }
            batch.sample(handles[next], time, (time >> 10) + next, QualityCode.GOOD);
            next++;
        }
    }

    /** Takes everything and keeps nothing. */
    private static final class CountingSink implements HistorySink {
        private long taken;

        @Override
        public void store(SampleBatch batch) {
            taken += batch.length();
        }

        @Override
        public boolean flush(Duration limit) {
            return true;
        }

        @Override
        public HistoryStatus status() {
            return new HistoryStatus(taken, 0, 0, 0, 0, "");
        }
    }
}
