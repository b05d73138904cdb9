package parx.driver;

import parx.model.Settings;

/**
 * One link to one device. Owned by one {@code io-…} thread; only {@link #statistics} and {@link #close} may be
 * called from others, and close makes a blocked call end soon.
 */
public sealed interface Connection extends AutoCloseable permits PollingConnection, SubscribingConnection {
    /** Connects; blocks at most the connect time-out. Called again after {@link #close} to connect anew. */
    void open() throws DriverException;

    /** Breaks the link. Idempotent, any thread. */
    @Override
    void close();

    /**
     * Reads one channel once over this link, for a person, between two polls or notifications. The link is open.
     *
     * @return what came, or why nothing did; a device's refusal or silence is an outcome, not an exception
     * @throws DriverException if the link is lost
     */
    Reading test(Settings channelConfig) throws DriverException;

    /**
     * Writes one raw value (Double or String) to the channel's address and reads it back where the protocol allows.
     *
     * @throws DriverException if the device refuses or the link is lost; the message says which
     */
    void write(Settings channelConfig, Object rawValue) throws DriverException;

    /** Counters since the connection was made. Any thread. */
    ConnectionStatistics statistics();
}
