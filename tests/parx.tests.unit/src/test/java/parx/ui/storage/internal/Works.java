package parx.ui.storage.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.TimeSource;
import parx.model.User;
import parx.service.Change;
import parx.service.Channels;
import parx.service.ConfigurationException;
import parx.service.EmbeddedServers;
import parx.service.Endpoints;
import parx.service.LeftRows;
import parx.service.QuarantinedRows;
import parx.service.RulePreview;
import parx.service.StartException;
import parx.service.Storage;
import parx.service.StorageRules;
import parx.service.Subscription;
import parx.service.Trace;
import parx.ui.Rows;

/** The services of the storage view in memory, with the rules that the interfaces promise. Thread-safe where they are. */
final class Works implements StorageRules, Storage, TimeSource {
    private final Rows<StorageRule> rules = new Rows<>(StorageRule::id);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    final Map<String, RuleStatus> statuses = new ConcurrentHashMap<>();
    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<StorageRule> previewed = new CopyOnWriteArrayList<>();
    final Quarantine quarantine = new Quarantine();
    final Left left = new Left();
    final List<Channel> channels = new CopyOnWriteArrayList<>();
    volatile String refuse = "";
    volatile long roomLeft = 432_000_000;
    volatile long now = 1_700_000_000_000_000L;

    StorageServices services() {
        RulePreview preview = this::preview;
        return new StorageServices(this, this, Optional.of(preview), channels(), quarantine,
                Optional.of(left), () -> new User(1, "eng", User.Role.ENGINEER), Optional.of(servers()), this);
    }

    static StorageRule rule(String id, StorageRule.Mode mode, Object... config) {
        return new StorageRule(id, "Rule " + id, true, StorageRule.Backend.TIMESCALEDB, mode, List.of(StorageRule.EVERY_CHANNEL),
                Settings.with(config));
    }

    void add(StorageRule... added) {
        List.of(added).forEach(rules::put);
        listeners.forEach(Runnable::run);
    }

    void status(String id, RuleState state, String problem, double rowsPerDay, double bytesPerDay) {
        statuses.put(id, new RuleStatus(id, state, problem, 2, rowsPerDay / 86_400, rowsPerDay, bytesPerDay, 0, 0, 0, 0));
    }

    void channel(String id, String name) {
        channels.add(new Channel(id, name, Protocol.MODBUS, true, Settings.EMPTY,
                new ChannelMetadata(Settings.with("units", "m/min", "decimals", 1))));
    }

    @Override
    public List<StorageRule> all() {
        return rules.all();
    }

    @Override
    public void apply(User by, Collection<Change<StorageRule>> changes) throws ConfigurationException {
        if (!refuse.isEmpty()) {
            throw new ConfigurationException(refuse);
        }
        rules.apply(changes);
        listeners.forEach(Runnable::run);
    }

    @Override
    public Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public List<RuleStatus> rules() {
        return List.copyOf(new TreeMap<>(statuses).values());
    }

    @Override
    public void command(User by, String ruleId, boolean record) throws ConfigurationException {
        if (!refuse.isEmpty()) {
            throw new ConfigurationException(refuse);
        }
        commands.add(ruleId + (record ? " begins" : " ends"));
    }

    /** A sample each second of the range, of which every tenth is kept. */
    private List<RulePreview.Preview> preview(StorageRule rule, long from, long to) {
        previewed.add(rule);
        return channels.stream().filter(channel -> rule.covers(channel.id()))
                .map(channel -> new RulePreview.Preview(channel.id(), trace(channel.id(), from, to, 1_000_000), trace(channel.id(), from, to, 10_000_000)))
                .toList();
    }

    static Trace trace(String id, long from, long to, long step) {
        int length = (int) ((to - from) / step);
        long[] times = new long[length];
        double[] values = new double[length];
        byte[] qualities = new byte[length];
        for (int i = 0; i < length; i++) {
            times[i] = from + i * step;
            values[i] = 50 + 40 * Math.sin(times[i] / 300e6);
            qualities[i] = QualityCode.GOOD;
        }
        return Trace.ofSamples(id, times, values, qualities, new boolean[length]);
    }

    /** Of which only the disk is asked. */
    private EmbeddedServers servers() {
        return new EmbeddedServers() {
            @Override
            public Endpoints start(Path dataFolder, Consumer<String> progress) throws StartException {
                throw new StartException("The storage view starts no servers.");
            }

            @Override
            public Optional<Endpoints> running(Path dataFolder) {
                return Optional.empty();
            }

            @Override
            public OptionalLong roomLeft() {
                return OptionalLong.of(roomLeft);
            }

            @Override
            public void stop() {
                // Nothing runs.
            }
        };
    }

    private Channels channels() {
        return new Channels() {
            @Override
            public List<Channel> all() {
                return List.copyOf(channels);
            }

            @Override
            public Optional<Channel> byId(String id) {
                return channels.stream().filter(channel -> channel.id().equals(id)).findFirst();
            }

            @Override
            public void apply(User by, Collection<Change<Channel>> changes) throws ConfigurationException {
                throw new ConfigurationException("The storage view changes no channels.");
            }

            @Override
            public Subscription onChange(Runnable listener) {
                return () -> { };
            }
        };
    }

    @Override
    public long nowMicros() {
        return now;
    }

    @Override
    public long monotonicNanos() {
        return now * 1_000;
    }

    /** Rows set aside: those of odd ids are taken when they are tried again. */
    static final class Quarantine implements QuarantinedRows {
        private final TreeMap<Long, Row> rows = new TreeMap<>();
        volatile Path exported;

        synchronized void add(long id, String channelId) {
            rows.put(id, new Row(id, "channel_data", 1_700_000_000_000_000L, channelId, 12.5, Quality.GOOD, "value out of range", 0));
        }

        @Override
        public synchronized List<Row> list(int most) {
            return rows.descendingMap().values().stream().limit(most).toList();
        }

        @Override
        public synchronized long count() {
            return rows.size();
        }

        @Override
        public synchronized int retry(User by, Collection<Long> ids) {
            List<Long> taken = new ArrayList<>(ids.stream().filter(id -> id % 2 == 1 && rows.containsKey(id)).toList());
            taken.forEach(rows::remove);
            return taken.size();
        }

        @Override
        public void export(Path file, Collection<Long> ids) {
            exported = file;
        }

        @Override
        public synchronized void delete(User by, Collection<Long> ids) {
            ids.forEach(rows::remove);
        }
    }

    /** Thread-safe. */
    static final class Left implements LeftRows {
        final List<LeftRows.Left> waiting = new CopyOnWriteArrayList<>();
        final List<String> diverted = new CopyOnWriteArrayList<>();

        @Override
        public List<LeftRows.Left> all() {
            return List.copyOf(waiting);
        }

        @Override
        public void divert(User by, String ruleId, Path folder) {
            diverted.add(ruleId + " to " + folder);
            waiting.removeIf(left -> left.ruleId().equals(ruleId));
        }
    }
}
