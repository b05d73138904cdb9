package parx.ui.channels.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import parx.driver.Driver;
import parx.driver.Drivers;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.model.User;
import parx.service.Acquisition;
import parx.service.Change;
import parx.service.ChangedMeanwhileException;
import parx.service.Channels;
import parx.service.ConfigurationException;
import parx.service.ConnectionSettings;
import parx.service.LiveValues;
import parx.service.Subscription;
import parx.ui.Rows;

/** The services of the view in memory, with the rules that the interfaces promise. Thread-safe where they are. */
final class Plant implements Channels, LiveValues, Acquisition, TimeSource {
    final PlantDriver driver = new PlantDriver();
    Driver installed = driver;
    final ChannelIndex index = new ChannelIndex();
    final Map<String, ConnectionStatus> statuses = new TreeMap<>();
    final Map<String, Settings> connectionSettings = new ConcurrentHashMap<>();
    private final Rows<Channel> channels = new Rows<>(Channel::id);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<Integer, Slot> values = new ConcurrentHashMap<>();
    volatile String refuse = "";
    volatile long now = 1_700_000_000_000_000L;
    private volatile List<Channel> all = List.of();
    private volatile long revision;

    ChannelServices services() {
        return new ChannelServices(this, this, this, () -> new User(1, "eng", User.Role.ENGINEER), settings(), drivers(),
                Driver::test, index, this);
    }

    static Channel channel(String id, String name, String host, int register) {
        return new Channel(id, name, Protocol.MODBUS, true,
                Settings.with("host", host, "port", 502, "unitId", 1, "register", register, "dataType", "float"),
                new ChannelMetadata(Settings.with("units", "m/min", "decimals", 1, "area", "Pickling", "line", "Entry")));
    }

    void fill(int devices, int perDevice) {
        for (int d = 0; d < devices; d++) {
            for (int c = 0; c < perDevice; c++) {
                Channel channel = channel("ch-%02d-%04d".formatted(d, c), "Zone " + d + " signal " + c, "10.0.0." + (d + 1), 40_001 + 2 * c);
                channels.put(channel);
            }
        }
        all = channels.all();
    }

    void add(Channel... added) {
        for (Channel channel : added) {
            channels.put(channel);
        }
        all = channels.all();
    }

    void value(String id, double value, byte quality) {
        int handle = index.handle(id);
        Slot old = values.get(handle);
        Slot slot = new Slot();
        boolean bad = QualityCode.isBad(quality);
        slot.value = value;
        slot.timeMicros = now;
        slot.quality = quality;
        slot.lastGoodValue = !bad ? value : old == null ? Double.NaN : old.lastGoodValue;
        slot.lastGoodTimeMicros = !bad ? now : old == null ? 0 : old.lastGoodTimeMicros;
        slot.revision = ++revision;
        values.put(handle, slot);
    }

    @Override
    public List<Channel> all() {
        return all;
    }

    @Override
    public Optional<Channel> byId(String id) {
        return all.stream().filter(channel -> channel.id().equals(id)).findFirst();
    }

    @Override
    public void apply(User by, Collection<Change<Channel>> changes) throws ConfigurationException {
        if (!refuse.isEmpty()) {
            throw new ConfigurationException(refuse);
        }
        synchronized (this) {
            channels.apply(changes);
            all = channels.all();
        }
        listeners.forEach(Runnable::run);
    }

    @Override
    public Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public boolean read(int handle, Slot into) {
        Slot slot = values.get(handle);
        if (slot == null) {
            return false;
        }
        into.value = slot.value;
        into.timeMicros = slot.timeMicros;
        into.quality = slot.quality;
        into.lastGoodValue = slot.lastGoodValue;
        into.lastGoodTimeMicros = slot.lastGoodTimeMicros;
        into.text = slot.text;
        into.revision = slot.revision;
        return true;
    }

    @Override
    public boolean changedSince(int handle, long since) {
        Slot slot = values.get(handle);
        return slot != null && slot.revision > since;
    }

    @Override
    public int size() {
        return index.size();
    }

    @Override
    public Optional<Channel> inForce(int handle) {
        return byId(index.id(handle));
    }

    @Override
    public List<ConnectionStatus> connections() {
        return List.copyOf(statuses.values());
    }

    @Override
    public AcquisitionRates rates() {
        return new AcquisitionRates(0, 0, 0, 0);
    }

    @Override
    public String connectionOf(String channelId) {
        return byId(channelId).filter(Channel::enabled).map(channel -> installed.connectionName(channel.config())).orElse(null);
    }

    private ConnectionSettings settings() {
        return new ConnectionSettings() {
            @Override
            public Settings of(String connectionName) {
                return connectionSettings.getOrDefault(connectionName, Settings.EMPTY);
            }

            @Override
            public Map<String, Settings> all() {
                return Map.copyOf(connectionSettings);
            }

            @Override
            public void put(User by, String connectionName, Settings seen, Settings settings) throws ConfigurationException {
                if (!refuse.isEmpty()) {
                    throw new ConfigurationException(refuse);
                }
                if (!of(connectionName).equals(seen)) {
                    throw new ChangedMeanwhileException(connectionName + " was changed", connectionName, false, "colleague", now);
                }
                connectionSettings.put(connectionName, settings);
                listeners.forEach(Runnable::run);
            }

            @Override
            public Subscription onChange(Runnable listener) {
                return Plant.this.onChange(listener);
            }
        };
    }

    Drivers drivers() {
        return new Drivers() {
            @Override
            public Optional<Driver> of(Protocol protocol) {
                return protocol == Protocol.MODBUS ? Optional.of(installed) : Optional.empty();
            }

            @Override
            public List<Driver> all() {
                return List.of(installed);
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
}
