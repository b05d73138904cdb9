package parx.persistence.internal.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.TimeSource;
import parx.persistence.internal.file.FileBackEnd;
import parx.persistence.internal.history.BufferLimits;
import parx.persistence.internal.history.Quarantine;
import parx.persistence.internal.history.WhenFull;
import parx.persistence.internal.influx.InfluxBackEnd;
import parx.persistence.internal.influx.SecretPlaces;
import parx.service.LeftRows;
import parx.service.RuleStore;
import parx.service.RuleStores;

/** The stores of a site's rules, with limits that let a test see in a second what takes a site a minute. */
public final class StoresFixture implements AutoCloseable {
    public static final Duration LONG = Duration.ofSeconds(180);
    public static final BufferLimits QUICK = new BufferLimits(500_000, 10_000, Duration.ofMillis(50),
            Duration.ofMillis(200), 1 << 20, 1L << 30, WhenFull.DROP_NEWEST, Duration.ofSeconds(3), Duration.ofSeconds(5));

    public final ChannelIndex index = new ChannelIndex();
    /** By channel id. */
    public final Map<String, String> units = new HashMap<>();
    public final long start = TimeSource.system().nowMicros() / 1000 * 1000;
    public final Quarantine quarantine;
    /** Where rows wait. */
    public final Path folder;
    private final TimeSource time;
    private BackEndStores stores;

    public StoresFixture(Path folder) {
        this(folder, TimeSource.system());
    }

    public StoresFixture(Path folder, TimeSource time) {
        this.folder = folder;
        this.time = time;
        try {
            Files.createDirectories(folder);
            quarantine = new Quarantine(folder, index, time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stores = open();
    }

    public RuleStore open(StorageRule rule) {
        return stores.open(rule);
    }

    public RuleStores stores() {
        return stores;
    }

    /** As an orderly end of ParX and its next start. */
    public void restart() {
        stores.close();
        stores = open();
    }

    /** As the start does with what waits for rules that are not among these. */
    public void drainLeft(StorageRule... configured) {
        stores.drainLeft(List.of(configured));
    }

    public List<LeftRows.Left> left() {
        return stores.left();
    }

    public boolean divert(String ruleId, Path into) {
        return stores.divert(ruleId, into);
    }

    /** The rule's own folder. */
    public Path folder(String ruleId) {
        return folder.resolve("rules").resolve(BackEndStores.folderName(ruleId));
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
    public int feed(RuleStore into, int first, BooleanSupplier condition) {
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
        UnaryOperator<String> unit = id -> units.getOrDefault(id, "");
        FileBackEnd.Site files = new FileBackEnd.Site(index, unit, time);
        return new BackEndStores(folder.resolve("rules"), Map.of(
                Backend.INFLUXDB, (rule, own, setAside) -> new InfluxBackEnd(rule, index, unit, setAside,
                        new SecretPlaces(() -> folder, System::getenv)),
                Backend.FILE, (rule, own, setAside) -> new FileBackEnd(rule, own, files, setAside)),
                quarantine, index, time, QUICK);
    }
}
