package parx.model;

import java.util.Objects;

/**
 * One signal: where it is read and what it means (specification, table channels). Immutable, any thread.
 *
 * @param id       at most 50 characters, unique, never changed
 * @param name     at most 100 characters, for people
 * @param config   where and how it is read, in the words of its driver: {@code host, port, unitId, register,
 *                 dataType, scaling {factor, offset}, scanRate} (milliseconds) …
 * @param metadata what it means; see {@link ChannelMetadata}
 */
public record Channel(String id, String name, Protocol protocol, boolean enabled, Settings config,
        ChannelMetadata metadata) {
    public static final int MAX_ID_LENGTH = 50;
    public static final int MAX_NAME_LENGTH = 100;
    /** Key in {@link #config} that overrides the connection's scan rate, in milliseconds. */
    public static final String SCAN_RATE = "scanRate";

    public Channel {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(protocol);
        Objects.requireNonNull(config);
        Objects.requireNonNull(metadata);
    }

    public Channel withEnabled(boolean value) {
        return new Channel(id, name, protocol, value, config, metadata);
    }

    public Channel withConfig(Settings value) {
        return new Channel(id, name, protocol, enabled, value, metadata);
    }

    public Channel withName(String value) {
        return new Channel(id, value, protocol, enabled, config, metadata);
    }

    public Channel withMetadata(ChannelMetadata value) {
        return new Channel(id, name, protocol, enabled, config, value);
    }

    /** The scaling of {@link #config}. @throws SettingsException where it is no valid scaling */
    public Scaling scaling() {
        return Scaling.of(config.child("scaling"));
    }
}
