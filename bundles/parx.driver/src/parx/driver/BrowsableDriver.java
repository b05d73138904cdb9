package parx.driver;

import java.time.Duration;
import parx.model.Settings;

/** A driver whose devices say themselves what they have. Thread-safe. */
public interface BrowsableDriver extends Driver {
    /**
     * Opens a connection of its own to look around over. Blocks; the caller closes it.
     *
     * @param device the part of a config that names the device, laid over the connection's own settings
     * @param limit  about, for each time that the device is asked
     * @throws DriverException if the device cannot be reached
     */
    DeviceBrowser browse(Settings device, Duration limit) throws DriverException;
}
