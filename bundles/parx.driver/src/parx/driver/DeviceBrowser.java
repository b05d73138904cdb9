package parx.driver;

import java.util.List;
import java.util.Optional;
import parx.model.Settings;

/** A look around in one device, level by level. One thread at a time; {@link #close} from any. */
public interface DeviceBrowser extends AutoCloseable {
    /**
     * Something that a device has. Immutable, any thread.
     *
     * @param label   as the device calls it
     * @param type    for people: "REAL", "Program"; empty where there is nothing to say
     * @param channel the settings by which a channel reads it; empty where it has no value itself
     * @param opens   whether there is something below it
     */
    record Node(String label, String type, Settings channel, boolean opens) {
    }

    /**
     * What is directly below, in the device's order. Blocks.
     *
     * @param parent that this browser returned; empty for the device itself
     * @throws DriverException if the device refuses or the link is lost, after which every call fails
     */
    List<Node> children(Optional<Node> parent) throws DriverException;

    @Override
    void close();
}
