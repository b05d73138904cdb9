package parx.ui.channels.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parx.driver.BrowsableDriver;
import parx.driver.DeviceBrowser;
import parx.driver.DriverException;
import parx.model.Settings;

/** One dialog's look around in a device: connects at the first question, asks one after the other. Thread-safe; {@link #below} blocks. */
final class DeviceLook implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final BrowsableDriver driver;
    private final Settings device;
    private volatile DeviceBrowser browser;
    private volatile boolean closed;

    /** @param device laid over its connection's own settings */
    DeviceLook(BrowsableDriver driver, Settings device) {
        this.driver = driver;
        this.device = device;
    }

    /** @throws DriverException where the device refuses or the link is lost; asked again, it connects anew */
    synchronized List<DeviceBrowser.Node> below(Optional<DeviceBrowser.Node> parent) throws DriverException {
        if (browser == null) {
            browser = driver.browse(device, LIMIT);
        }
        try {
            return closed ? List.of() : browser.children(parent);
        } finally {
            if (closed) {
                browser.close();
            }
        }
    }

    /** Ends what is being waited for. Does not block: the goodbye to the device has a thread of its own. */
    @Override
    public void close() {
        closed = true;
        DeviceBrowser open = browser;
        if (open != null) {
            Thread.ofVirtual().name("browse-end").start(open::close);
        }
    }
}
