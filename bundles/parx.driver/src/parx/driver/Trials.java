package parx.driver;

import java.time.Duration;
import parx.model.Settings;

/**
 * Reads a channel once, for a person: over the link that acquisition has to the device, as a serial port and many a
 * device allow no second one, and where there is none over one of its own. Thread-safe; blocks.
 */
public interface Trials {
    /**
     * @param channelConfig laid over its connection's own settings
     * @param limit         of the wait, about
     * @return what came, or why nothing did
     */
    Reading test(Driver driver, Settings channelConfig, Duration limit);
}
