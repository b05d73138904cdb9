package parx.acquisition.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import parx.acquisition.bench.SteadyLoad.Lateness;
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
import parx.service.LiveValues;

/** Drives a pipeline at a steady rate; see {@link parx.acquisition.bench.SteadyLoad}. Thread-safe. */
public final class SteadyRun {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    /** In each tick the first channel gets a value, by which the other thread sees how late it is. */
    private static final int PROBE = 0;
    private static final int REMEMBERED_TICKS = 1 << 16;
    private static final long RETENTION_MICROS = 60_000_000L;
    private static final long RECENT_SAMPLES = 2_000_000L;

    private static final StorageRule EVERY_SAMPLE = new StorageRule("every", "Every sample", true,
            StorageRule.Backend.TIMESCALEDB, StorageRule.Mode.CONTINUOUS, List.of(StorageRule.EVERY_CHANNEL),
            Settings.with("interval", 0, "retention", "7d"));

    private final Object origin = new Object();
    private final SteadyClock clock = new SteadyClock(TimeSource.system());
    private final LiveTable live = new LiveTable();
    private final Pipeline pipeline;
    private final int[] handles;
    private final long[] counts;
    private final long perSecond;
    /** When a tick was due, by its number. */
    private final long[] due = new long[REMEMBERED_TICKS];
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong ticks = new AtomicLong();
    private final Thread feeder;
    private final Thread observer;
    private volatile boolean closed;
    private double[] late = new double[1024];
    private int seen;

    /** See {@link parx.acquisition.bench.SteadyLoad}. */
    public SteadyRun(HistorySink sink, ChannelIndex index, String prefix, int channels, int perSecond) {
        this.perSecond = perSecond;
        handles = new int[channels];
        counts = new long[channels];
        pipeline = new Pipeline(clock, Duration.ofMinutes(1), live, new RecentSamples(RETENTION_MICROS, RECENT_SAMPLES), sink);
        List<AcquiredChannel> acquired = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            String id = prefix + i;
            handles[i] = index.handle(id);
            acquired.add(new AcquiredChannel(handles[i],
                    new Channel(id, id, Protocol.MODBUS, true, Settings.EMPTY, ChannelMetadata.NONE), Scaling.NONE, 10));
        }
        pipeline.start();
        StorageInForce toStore = StorageInForce.of(StoragePlan.of(List.of(EVERY_SAMPLE), id -> Optional.empty()),
                acquired.stream().map(AcquiredChannel::channel).toList(), index, null);
        pipeline.put(new Message.Task(() -> {
            pipeline.store(toStore);
            pipeline.adopt(origin, acquired, 1);
        }));
        feeder = daemon(this::feed, "load-feeder");
        observer = daemon(this::observe, "load-observer");
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    public long sent() {
        return sent.get();
    }

    /** What was seen since the last call. */
    public synchronized Lateness lateness() {
        double[] sorted = Arrays.copyOf(late, seen);
        seen = 0;
        Arrays.sort(sorted);
        return new Lateness(sorted.length, share(sorted, 0.5), share(sorted, 0.99), share(sorted, 1));
    }

    public void close() throws InterruptedException {
        closed = true;
        feeder.join(LIMIT);
        observer.join(LIMIT);
        pipeline.stop(LIMIT);
    }

    private static double share(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }

    private void feed() {
        long begin = System.nanoTime();
        int next = PROBE + 1;
        for (long tick = 0; !closed; tick++) {
            long at = begin + tick * TICK_NANOS;
            for (long left = at - System.nanoTime(); left > 0 && !closed; left = at - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            due[(int) (tick % REMEMBERED_TICKS)] = at;
            ticks.set(tick + 1);
            long rows = (tick + 1) * TICK_NANOS * perSecond / 1_000_000_000L - sent.get();
            SampleBatch batch = new SampleBatch((int) Math.max(1, rows));
            long now = clock.nowMicros();
            add(batch, PROBE, now);
            for (int row = 1; row < rows; row++) {
                add(batch, next, now);
                next = next + 1 < handles.length ? next + 1 : PROBE + 1;
            }
            pipeline.put(Message.Parcel.once(origin, batch));
            sent.addAndGet(batch.length());
        }
    }

    /** Later than the one before it in the same channel by the pipeline's own rule. */
    private void add(SampleBatch batch, int channel, long now) {
        batch.sample(handles[channel], now, counts[channel]++, QualityCode.GOOD);
    }

    private void observe() {
        LiveValues.Slot slot = new LiveValues.Slot();
        long known = -1;
        while (!closed) {
            if (live.read(handles[PROBE], slot) && !Double.isNaN(slot.value) && slot.value > known) {
                long now = System.nanoTime();
                long newest = (long) slot.value;
                for (long tick = known + 1; tick <= newest; tick++) {
                    note((now - due[(int) (tick % REMEMBERED_TICKS)]) / 1e6);
                }
                known = newest;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private synchronized void note(double millis) {
        if (seen == late.length) {
            late = Arrays.copyOf(late, seen * 2);
        }
        late[seen++] = millis;
    }
}
