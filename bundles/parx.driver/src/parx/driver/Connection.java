package parx.driver;

/**
 * One link to one device. Owned by one {@code io-…} thread; only {@link #statistics} and {@link #close} may be
 * called from others, and close makes a blocked call end soon.
 */
public sealed interface Connection extends AutoCloseable permits PollingConnection {
    /** Connects; blocks at most the connect time-out. Called again after {@link #close} to connect anew. */
    void open() throws DriverException;

    /** Breaks the link. Idempotent, any thread. */
    @Override
    void close();

    /** Counters since the connection was made. Any thread. */
    ConnectionStatistics statistics();
}
