package parx.service;

import java.util.Map;
import parx.model.Settings;
import parx.model.User;

/**
 * What belongs to a device connection and not to a channel: scan rate, time-outs, retries (table
 * connection_settings). Keyed by {@code Driver.connectionName}. Thread-safe; {@link #put} waits for the database.
 */
public interface ConnectionSettings {
    /** The settings of this connection, empty where the driver's standards hold. Never blocks. */
    Settings of(String connectionName);

    Map<String, Settings> all();

    /**
     * Replaces the settings of one connection; empty settings restore the standards. Audited.
     *
     * @param seen what was on screen
     * @throws ChangedMeanwhileException where something else is stored than was seen; nothing was changed
     */
    void put(User by, String connectionName, Settings seen, Settings settings) throws ConfigurationException;

    Subscription onChange(Runnable listener);
}
