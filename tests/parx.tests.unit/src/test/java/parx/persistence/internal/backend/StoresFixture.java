package parx.persistence.internal.backend;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.TimeSource;
import parx.persistence.internal.history.BufferLimits;
import parx.persistence.internal.history.Quarantine;
import parx.persistence.internal.influx.InfluxBackEnd;
import parx.service.RuleStore;

/** The stores of a site's rules, with limits that let a test see in a second what takes a site a minute. */
public final class StoresFixture implements AutoCloseable {
    public static final Duration LONG = Duration.ofSeconds(60);
    public static final BufferLimits QUICK = new BufferLimits(500_000, 10_000, Duration.ofMillis(50),
            Duration.ofMillis(200), 1 << 20, 1L << 30, Duration.ofSeconds(3), Duration.ofSeconds(5));

    public final ChannelIndex index = new ChannelIndex();
    /** By channel id. */
    public final Map<String, String> units = new HashMap<>();
    public final long start = TimeSource.system().nowMicros() / 1000 * 1000;
    public final Quarantine quarantine;
    private final Path folder;
    private BackEndStores stores;

    /** @param folder where rows wait */
    public StoresFixture(Path folder) {
        this.folder = folder;
        quarantine = new Quarantine(folder, index);
        stores = open();
    }

    public RuleStore open(StorageRule rule) {
        return stores.open(rule);
    }

    /** As an orderly end of ParX and its next start. */
    public void restart() {
        stores.close();
        stores = open();
    }

    public static StorageRule rule(String id, Backend backend, Object... config) {
        return new StorageRule(id, "Rule " + id, true, backend, StorageRule.Mode.CONTINUOUS,
                List.of(StorageRule.EVERY_CHANNEL), Settings.with(config));
    }

    /** Rows {@code from} to {@code from + count - 1} of seven channels, a microsecond apart, each with its number as value. */
    public void store(RuleStore into, int from, int count) {
        SampleBatch batch = new SampleBatch(count);
        for (int i = from; i < from + count; i++) {
            batch.sample(index.handle("ch-" + i % 7), start + i, i, QualityCode.GOOD);
        }
        into.store(batch);
    }

    /** Stores 100 rows each 2 ms while the condition holds. @return one past the last row */
    public int feed(RuleStore into, int first, java.util.function.BooleanSupplier condition) {
        int row = first;
        for (int i = 0; i < 5_000 && condition.getAsBoolean(); i++) {
            store(into, row, 100);
            row += 100;
            LockSupport.parkNanos(2_000_000);
        }
        return row;
    }

    @Override
    public void close() {
        stores.close();
    }

    private BackEndStores open() {
        return new BackEndStores(folder.resolve("rules"), Map.of(Backend.INFLUXDB,
                (rule, own, setAside) -> new InfluxBackEnd(rule, index, id -> units.getOrDefault(id, ""), setAside)),
                quarantine, new RuleLine.Site(index, TimeSource.system(), QUICK));
    }
}
