package parx.model;

import java.util.List;
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
    /** How the data types begin that have no fraction, with any number of bits or digits. */
    private static final List<String> WHOLE_TYPES = List.of("bool", "int", "uint", "bcd");

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

    /**
     * Digits after the decimal sign, 0–9: what the metadata say; else none where whole numbers are read and stay whole, and
     * two for anything else.
     */
    public int decimals() {
        int chosen = metadata.decimals(-1);
        return chosen >= 0 ? chosen : isWhole() ? 0 : ChannelMetadata.STANDARD_DECIMALS;
    }

    private boolean isWhole() {
        String type = config.text("dataType", "");
        if (type.isBlank() ? !protocol.isWholeWithoutType() : WHOLE_TYPES.stream().noneMatch(type::startsWith)) {
            return false;
        }
        try {
            Scaling scaling = scaling();
            return scaling.factor() == Math.rint(scaling.factor()) && scaling.offset() == Math.rint(scaling.offset());
        } catch (SettingsException e) {
            // Who reads the channel says that its scaling is wrong; no value comes of it.
            return false;
        }
    }

    /** The scaling of {@link #config}. @throws SettingsException where it is no valid scaling */
    public Scaling scaling() {
        return Scaling.of(config.child("scaling"));
    }
}
