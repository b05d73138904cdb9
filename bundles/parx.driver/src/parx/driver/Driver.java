package parx.driver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parx.model.Protocol;
import parx.model.Settings;

/**
 * One protocol. Published as an OSGi service; thread-safe, holds no sockets itself.
 * Its settings are data, so that one dialog draws every driver's form.
 */
public interface Driver {
    Protocol protocol();

    /** Every setting that this driver knows, in the order of its form. */
    List<Setting> settings();

    /**
     * The name of the device connection that a channel with this config shares with others, such as
     * {@code modbus tcp 192.168.1.10:502}. Equal names share one connection, one thread and one tree node.
     *
     * @throws parx.model.SettingsException where the config does not name a device
     */
    String connectionName(Settings channelConfig);

    /** Problems of this config beyond what {@link SettingsCheck} finds by itself; empty where all is well. */
    List<SettingProblem> check(Settings channelConfig);

    /** The address of a channel as people should read it, never ambiguous: {@code holding 40001 (address 0), float}. */
    String describeAddress(Settings channelConfig);

    /**
     * The same as short as can be without being ambiguous, for a column: {@code 40001 (address 0), float}. The whole
     * address where a driver knows nothing shorter.
     */
    default String briefAddress(Settings channelConfig) {
        return describeAddress(channelConfig);
    }

    /**
     * How long a channel may have nothing new to say although all is well, in milliseconds; after some of these without
     * a sample its line is broken. That of a device that is asked: its scan rate.
     */
    default long quietMillis(long scanMillis) {
        return scanMillis;
    }

    /**
     * A connection, not yet open.
     *
     * @param connection the part of the config that names the device, laid over the connection's own settings
     *                   (scan rate, timeouts, retries …)
     */
    Connection connect(Settings connection, DriverContext context);

    /**
     * Opens a connection of its own, reads this channel once and closes it again. Blocks at most {@code limit};
     * never throws for what the device or the network does: the result says it.
     */
    Reading test(Settings channelConfig, Duration limit);

    /**
     * What the server of this connection has to offer, not yet reached; empty where the protocol has no such thing.
     *
     * @param connection as for {@link #connect}
     */
    default Optional<AddressSpace> addressSpace(Settings connection) {
        return Optional.empty();
    }
}
