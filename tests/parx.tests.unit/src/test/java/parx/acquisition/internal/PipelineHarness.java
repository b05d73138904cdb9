package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parx.model.Channel;
import parx.model.ChannelIndex;
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
    static final Duration LIMIT = Duration.ofSeconds(60);
    final Object origin = new Object();
    final ManualClock clock = new ManualClock();
    final RecordingSink sink = new RecordingSink();
    final LiveTable live = new LiveTable();
    final RecentSamples recent = new RecentSamples(600_000_000L, 1_000_000);
    final Pipeline pipeline = new Pipeline(new SteadyClock(clock), Duration.ofMinutes(1), live, recent, sink);
    final RecordingStores stores = new RecordingStores();
    /** Channel ch-N has the handle N. */
    final ChannelIndex index = new ChannelIndex();
    private final Map<Integer, List<StorageRule>> rulesOf = new LinkedHashMap<>();
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
        store(handle, rules);
        long as = ++generation;
        pipeline.put(new Message.Task(() -> pipeline.adopt(origin,
                List.of(new AcquiredChannel(handle, channel(handle), scaling, scanMillis)), as)));
        return this;
    }

    /** From here on these rules, and no others, hold for this channel. */
    PipelineHarness store(int handle, StorageRule... rules) {
        for (int known = 0; known <= handle; known++) {
            index.handle(channel(known).id());
        }
        rulesOf.put(handle, List.of(rules));
        Map<String, StoragePlan.Planned> all = new LinkedHashMap<>();
        Map<Integer, List<StoragePlan.Ask>> asks = new HashMap<>();
        rulesOf.forEach((of, theirs) -> {
            StoragePlan plan = StoragePlan.of(theirs, id -> Optional.of(channel(index.handle(id))));
            assertEquals(Map.of(), plan.problems());
            plan.rules().forEach(planned -> all.put(planned.rule().id(), planned));
            asks.put(of, plan.of(channel(of)));
        });
        StorageInForce wanted = new StorageInForce(List.copyOf(all.values()), asks, index, stores);
        pipeline.put(new Message.Task(() -> pipeline.store(wanted)));
        return this;
    }

    /** Every sample of these channels goes to the database. */
    static StorageInForce storeEvery(int... handles) {
        return store(List.of(rule(StorageRule.Mode.CONTINUOUS, "interval", 0)), handles);
    }

    /** What these rules ask of these channels. */
    static StorageInForce store(List<StorageRule> rules, int... handles) {
        StoragePlan plan = StoragePlan.of(rules, id -> Optional.empty());
        Map<Integer, List<StoragePlan.Ask>> asks = new HashMap<>();
        for (int handle : handles) {
            asks.put(handle, plan.of(channel(handle)));
        }
        return new StorageInForce(plan.rules(), asks, new ChannelIndex(), null);
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
