package parx.acquisition.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import parx.acquisition.internal.AcquisitionEngine.Limits;
import parx.acquisition.internal.AcquisitionEngine.Sources;
import parx.driver.Drivers;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.Sample;
import parx.model.SampleSink;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.TimeSource;
import parx.model.User;
import parx.service.Acquisition.ConnectionStatus;
import parx.service.Change;
import parx.service.Channels;
import parx.service.ConnectionSettings;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;
import parx.service.LiveValues;
import parx.service.RunLog;
import parx.service.StorageRules;
import parx.service.StoredHistory;
import parx.service.Subscription;
import parx.service.Trace;

/** A whole acquisition on the system's clock, with a configuration and databases that the test holds in its hand. */
final class Site implements AutoCloseable {
    final FakeDriver driver = new FakeDriver();
    final RecordingSink sink = new RecordingSink();
    final ChannelIndex index = new ChannelIndex();
    final Configured configured = new Configured();
    final Runs runs = new Runs();
    final AcquisitionEngine engine;
    private boolean running;

    Site() {
        this(null);
    }

    /** @param drivers instead of the fake one */
    Site(Drivers drivers) {
        engine = new AcquisitionEngine(new Sources(configured, configured.connectionSettings, configured.rules, sink,
                runs, runs, index, drivers == null ? driver : drivers), TimeSource.system(), Limits.STANDARD);
        configured.connectionSettings.all.put("fake a", Settings.with("retryMin", 5, "retryMax", 20));
        configured.connectionSettings.all.put("fake b", Settings.with("retryMin", 5, "retryMax", 20));
        configured.rules.all = List.of(new StorageRule("all", "All", true, StorageRule.Backend.TIMESCALEDB,
                StorageRule.Mode.CONTINUOUS, List.of("*"), Settings.with("interval", 0)));
    }

    Site start() {
        engine.start();
        running = true;
        return this;
    }

    static Channel channel(String id, String host, Object... more) {
        Settings config = Settings.with("host", host, "register", 1, "scanRate", 10).overlay(Settings.with(more));
        return new Channel(id, id, Protocol.MODBUS, true, config, ChannelMetadata.NONE);
    }

    Site with(Channel... channels) {
        configured.put(channels);
        return this;
    }

    int handle(String id) {
        return index.handle(id);
    }

    /** The newest value, or null where nothing is known. */
    LiveValues.Slot live(String id) {
        LiveValues.Slot slot = new LiveValues.Slot();
        return engine.live().read(handle(id), slot) ? slot : null;
    }

    boolean isGood(String id) {
        return live(id) != null && !QualityCode.isBad(live(id).quality);
    }

    Reason reason(String id) {
        return live(id) == null ? null : QualityCode.reason(live(id).quality);
    }

    ConnectionStatus connection(String name) {
        return engine.status().connections().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    Site untilGood(String... ids) {
        for (String id : ids) {
            Eventually.until(id + " is good", () -> isGood(id));
        }
        return this;
    }

    void stop() throws InterruptedException {
        running = false;
        engine.stop();
    }

    @Override
    public void close() throws InterruptedException {
        if (running) {
            stop();
        }
    }

    /** The configuration, changed by the test. */
    static final class Configured implements Channels {
        private final Map<String, Channel> all = new TreeMap<>();
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        final Connections connectionSettings = new Connections();
        final Rules rules = new Rules();

        void put(Channel... channels) {
            synchronized (this) {
                List.of(channels).forEach(channel -> all.put(channel.id(), channel));
            }
            listeners.forEach(Runnable::run);
        }

        void remove(String id) {
            synchronized (this) {
                all.remove(id);
            }
            listeners.forEach(Runnable::run);
        }

        @Override
        public synchronized List<Channel> all() {
            return List.copyOf(all.values());
        }

        @Override
        public synchronized Optional<Channel> byId(String id) {
            return Optional.ofNullable(all.get(id));
        }

        @Override
        public void apply(User by, Collection<Change<Channel>> changes) {
            throw new UnsupportedOperationException("the test changes directly");
        }

        @Override
        public Subscription onChange(Runnable listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }

    static final class Connections implements ConnectionSettings {
        final Map<String, Settings> all = new ConcurrentHashMap<>();
        final List<Runnable> listeners = new CopyOnWriteArrayList<>();

        @Override
        public Settings of(String connectionName) {
            return all.getOrDefault(connectionName, Settings.EMPTY);
        }

        @Override
        public Map<String, Settings> all() {
            return Map.copyOf(all);
        }

        @Override
        public void put(User by, String connectionName, Settings seen, Settings settings) {
            all.put(connectionName, settings);
            listeners.forEach(Runnable::run);
        }

        @Override
        public Subscription onChange(Runnable listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }

    static final class Rules implements StorageRules {
        volatile List<StorageRule> all = List.of();
        final List<Runnable> listeners = new CopyOnWriteArrayList<>();

        void set(StorageRule... rules) {
            all = List.of(rules);
            listeners.forEach(Runnable::run);
        }

        @Override
        public List<StorageRule> all() {
            return all;
        }

        @Override
        public void apply(User by, Collection<Change<StorageRule>> changes) {
            throw new UnsupportedOperationException("the test changes directly");
        }

        @Override
        public Subscription onChange(Runnable listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }

    /** The database: the log of runs, and what was stored before this run. */
    static final class Runs implements RunLog, StoredHistory {
        final List<String> log = new ArrayList<>();
        final Map<String, Long> newest = new ConcurrentHashMap<>();
        /** The newest of an earlier run, by id. */
        final Map<String, Long> before = new ConcurrentHashMap<>();
        volatile long aliveBefore = -1;
        volatile boolean down;

        @Override
        public long begin(long nowMicros) throws HistoryException {
            note("begin");
            return aliveBefore;
        }

        @Override
        public void alive(long nowMicros) throws HistoryException {
            note("alive");
        }

        @Override
        public void end(long nowMicros) throws HistoryException {
            note("end");
        }

        private void note(String what) throws HistoryException {
            if (down) {
                throw new HistoryException("The database is away", null);
            }
            synchronized (log) {
                log.add(what);
            }
        }

        List<String> noted() {
            synchronized (log) {
                return List.copyOf(log);
            }
        }

        @Override
        public List<Trace> read(HistoryQuery query) {
            return query.channelIds().stream().map(id -> before.containsKey(id) ? one(id, before.get(id))
                    : Trace.empty(id)).toList();
        }

        private static Trace one(String id, long timeMicros) {
            return Trace.ofSamples(id, new long[] { timeMicros }, new double[] { 1 }, new byte[] { QualityCode.GOOD },
                    new boolean[1]);
        }

        @Override
        public void samples(List<String> channelIds, long fromMicros, long toMicros, SampleSink into) {
            for (int place = 0; place < channelIds.size(); place++) {
                long at = before.getOrDefault(channelIds.get(place), Long.MIN_VALUE);
                if (at >= fromMicros && at <= toMicros) {
                    into.sample(place, at, 1, QualityCode.GOOD);
                }
            }
        }

        @Override
        public long aggregates(List<String> channelIds, long fromMicros, long toMicros, long stepMicros, AggregateSink into) {
            return fromMicros;
        }

        @Override
        public List<Optional<Sample>> valueAt(List<String> channelIds, long timeMicros) {
            return channelIds.stream().map(id -> sampleOf(id, at -> at <= timeMicros)).toList();
        }

        @Override
        public List<Optional<Sample>> firstFrom(List<String> channelIds, long timeMicros) {
            return channelIds.stream().map(id -> sampleOf(id, at -> at >= timeMicros)).toList();
        }

        private Optional<Sample> sampleOf(String id, java.util.function.LongPredicate when) {
            return Optional.ofNullable(before.get(id)).filter(when::test).map(at -> new Sample(0, at, 1, QualityCode.GOOD));
        }

        @Override
        public Map<String, Long> newestNotBad(Collection<String> channelIds) {
            Map<String, Long> asked = new TreeMap<>(newest);
            asked.keySet().retainAll(channelIds);
            return asked;
        }
    }

    /**
     * What takes effect within a second, and in these tests never where it is not cared for, on a machine that does ten
     * other things.
     */
    static Duration soon() {
        return Duration.ofSeconds(15);
    }
}
