package parx.acquisition.internal;

import java.util.List;
import parx.driver.Driver;
import parx.model.Settings;

/**
 * What one connection is to do. Immutable, any thread; equal plans mean that there is nothing to change.
 *
 * @param settings the part of the config that names the device, laid over the connection's own settings
 * @param channels ordered by handle
 * @param problem  about channels that it cannot read, for people, or empty
 */
record ConnectionPlan(String name, Driver driver, Settings settings, List<AcquiredChannel> channels, String problem) {
    static final String RETRY_MIN = "retryMin";
    static final String RETRY_MAX = "retryMax";

    /** Milliseconds; the setting, or 1 s. */
    long retryMinMillis() {
        return millis(RETRY_MIN, 1_000);
    }

    /** Milliseconds; the setting, or 30 s. */
    long retryMaxMillis() {
        return millis(RETRY_MAX, 30_000);
    }

    private long millis(String key, long otherwise) {
        try {
            return Math.max(1, settings.longInteger(key, otherwise));
        } catch (parx.model.SettingsException e) {
            return otherwise;
        }
    }
}
