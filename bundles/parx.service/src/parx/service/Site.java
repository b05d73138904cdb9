package parx.service;

import java.nio.file.Path;
import java.util.function.Consumer;
import parx.model.ConfigurationFolder;

/**
 * Opens the databases of a site: connects, migrates the schema, and publishes {@link Channels},
 * {@link ConnectionSettings}, {@link StorageRules}, {@link Users}, {@link StoredHistory}, {@link HistorySink},
 * {@link QuarantinedRows}, {@link RunLog}, {@link Health} and {@code parx.model.ChannelIndex} as OSGi services, whereupon acquisition starts
 * by itself. Thread-safe, blocks.
 */
public interface Site {
    /**
     * @param spoolFolder where samples wait on disk while the database is away
     * @param configuration below it stand the secrets of storage rules
     * @throws StartException where a database cannot be reached or its schema is not one that this version may use
     */
    void open(Endpoints endpoints, Path spoolFolder, ConfigurationFolder configuration, Consumer<String> progress)
            throws StartException;

    /** Property of the services of an attached site, with the value true. */
    String ATTACHED = "parx.attached";

    /**
     * Opens a site beside the ParX that may be acquiring into it, to read its history and import into it: publishes
     * {@link Channels}, {@link Users}, {@link StoredHistory}, {@link HistoryImport} and
     * {@code parx.model.ChannelIndex}, with the property {@link #ATTACHED}. Nothing is acquired.
     *
     * @throws StartException as {@link #open}
     */
    void attach(Endpoints endpoints, Consumer<String> progress) throws StartException;

    /** Takes the services back (acquisition stops first), writes what is left, closes the connections. Idempotent. */
    void close();
}
