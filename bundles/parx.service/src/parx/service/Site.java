package parx.service;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Opens the databases of a site: connects, migrates the schema, and publishes {@link Channels},
 * {@link ConnectionSettings}, {@link StorageRules}, {@link Users}, {@link StoredHistory}, {@link HistorySink},
 * {@link QuarantinedRows}, {@link RunLog}, {@link Health} and {@code parx.model.ChannelIndex} as OSGi services, whereupon acquisition starts
 * by itself. Thread-safe, blocks.
 */
public interface Site {
    /**
     * @param spoolFolder where samples wait on disk while the database is away
     * @throws StartException where a database cannot be reached or its schema is not one that this version may use
     */
    void open(Endpoints endpoints, Path spoolFolder, Consumer<String> progress) throws StartException;

    /** Takes the services back (acquisition stops first), writes what is left, closes the connections. Idempotent. */
    void close();
}
