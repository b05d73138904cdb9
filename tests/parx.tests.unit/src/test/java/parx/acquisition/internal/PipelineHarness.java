package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.service.LiveValues;

/** A real pipeline on its thread with a manual clock and a sink that remembers. */
final class PipelineHarness implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(10);
    final Object origin = new Object();
    final ManualClock clock = new ManualClock();
    final RecordingSink sink = new RecordingSink();
    final LiveTable live = new LiveTable();
    final RecentSamples recent = new RecentSamples(600_000_000L, 1_000_000);
    final Pipeline pipeline = new Pipeline(new SteadyClock(clock), Duration.ofMinutes(1), live, recent, sink);
    private long generation;

    PipelineHarness() {
        pipeline.start();
    }

    static Channel channel(int handle) {
        return new Channel("ch-" + handle, "Channel " + handle, Protocol.MODBUS, true, Settings.EMPTY,
                new ChannelMetadata(Settings.with("low", 0, "high", 200)));
    }

    static StorageRule rule(StorageRule.Mode mode, Object... config) {
        return new StorageRule("r" + mode + List.of(config), "Rule", true, StorageRule.Backend.TIMESCALEDB, mode,
                List.of(StorageRule.EVERY_CHANNEL), Settings.with(config));
    }

    PipelineHarness adopt(int handle, Scaling scaling, long scanMillis, StorageRule... rules) {
        StoragePlan plan = StoragePlan.of(List.of(rules));
        long as = ++generation;
        Channel channel = channel(handle);
        pipeline.put(new Message.Task(() -> pipeline.adopt(origin,
                List.of(new AcquiredChannel(handle, channel, scaling, scanMillis, plan.of(channel))), as)));
        return this;
    }

    /** One poll that yields one good value at this offset from the clock's start. */
    PipelineHarness good(int handle, long offsetMicros, double value) {
        return sample(handle, offsetMicros, value, QualityCode.GOOD);
    }

    PipelineHarness sample(int handle, long offsetMicros, double value, byte quality) {
        SampleBatch batch = new SampleBatch(1);
        batch.sample(handle, ManualClock.START + offsetMicros, value, quality);
        return poll(batch);
    }

    PipelineHarness poll(SampleBatch batch) {
        assertTrue(pipeline.put(Message.Parcel.once(origin, batch)));
        return this;
    }

    PipelineHarness drained() throws InterruptedException {
        assertTrue(pipeline.drain(LIMIT));
        return this;
    }

    LiveValues.Slot slot(int handle) {
        LiveValues.Slot slot = new LiveValues.Slot();
        assertTrue(live.read(handle, slot));
        return slot;
    }

    @Override
    public void close() throws InterruptedException {
        pipeline.stop(LIMIT);
    }
}
