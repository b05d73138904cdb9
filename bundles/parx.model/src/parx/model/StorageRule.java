package parx.model;

import java.util.List;
import java.util.Objects;

/**
 * Which samples of which channels are kept (specification, table storage_rules). Immutable, any thread.
 *
 * @param channels channel ids; the single entry {@code *} means every channel
 * @param config   see {@link RuleSettings} and {@link BackendSettings}
 */
public record StorageRule(String id, String name, boolean enabled, Backend backend, Mode mode,
        List<String> channels, Settings config) {
    public static final String EVERY_CHANNEL = "*";

    /** Where samples go (storage_rules.backend); the name in lower case is the database's word. */
    public enum Backend { TIMESCALEDB, INFLUXDB, FILE }

    /** When samples are kept (storage_rules.mode); the name in lower case is the database's word. */
    public enum Mode { CONTINUOUS, CHANGE, EVENT, TRIGGER }

    public StorageRule {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        channels = List.copyOf(channels);
        Objects.requireNonNull(config);
    }

    public StorageRule withEnabled(boolean value) {
        return new StorageRule(id, name, value, backend, mode, channels, config);
    }

    public StorageRule withChannels(List<String> value) {
        return new StorageRule(id, name, enabled, backend, mode, value, config);
    }

    public boolean covers(String channelId) {
        return channels.contains(channelId) || channels.contains(EVERY_CHANNEL);
    }
}
