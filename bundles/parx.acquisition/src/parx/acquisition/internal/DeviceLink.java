package parx.acquisition.internal;

import static parx.acquisition.internal.AcquisitionTexts.TEXTS;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.driver.Connection;
import parx.driver.ConnectionStatistics;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.TimeSource;

/**
 * The driver's link of one device connection. The io thread makes, opens and uses it; {@link #breakUntil} and
 * {@link #statistics} may be called by any thread.
 */
final class DeviceLink {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceLink.class);
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final TimeSource clock;
    private volatile Connection made;
    /** The one that was broken from outside, where it is still in use. */
    private volatile Connection broken;
    /** Written by the io thread. */
    private volatile boolean open;

    DeviceLink(String name, TimeSource clock) {
        this.name = name;
        this.clock = clock;
    }

    /** Any thread. */
    boolean isOpen() {
        return open;
    }

    Connection connection() {
        return made;
    }

    /** Connects; blocks as long as the driver does. */
    void open(ConnectionPlan plan) throws DriverException {
        if (made == null) {
            made = make(plan);
        }
        made.open();
        open = true;
    }

    private Connection make(ConnectionPlan plan) throws DriverException {
        try {
            return plan.driver().connect(plan.settings(), new DriverContext(clock));
        } catch (parx.model.SettingsException e) {
            throw new DriverException(Reason.CONFIG_ERROR, TEXTS.of("link.settings", Sentence.of(e)), e);
        }
    }

    /** What the driver knows of the device stays for the next {@link #open}. */
    void close() {
        open = false;
        close(made);
    }

    /** The next {@link #open} makes a new one, of the settings that hold then. */
    void discard() {
        close();
        made = null;
        broken = null;
    }

    /** Whether it was broken from outside, which is no fault of the device. */
    boolean isBroken() {
        Connection now = made;
        return now != null && now == broken;
    }

    /**
     * Breaks the link that is in use or being made until the io thread has taken notice: a close that comes just before
     * the driver opens the link has no effect, hence again and again. On a thread of its own, as a driver may take long.
     *
     * @param noticed once true, a link that is made from then on is left alone
     */
    void breakUntil(BooleanSupplier noticed) {
        Thread.ofVirtual().name("break-" + name).start(() -> {
            long pause = SHORTEST_PAUSE_NANOS;
            while (true) {
                // In this order, so that a link that was made after it was noticed is not met.
                Connection old = made;
                if (noticed.getAsBoolean()) {
                    return;
                }
                broken = old;
                close(old);
                LockSupport.parkNanos(pause);
                pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
            }
        });
    }

    ConnectionStatistics statistics() {
        Connection now = made;
        return now == null ? ConnectionStatistics.NONE : now.statistics();
    }

    private void close(Connection link) {
        if (link != null) {
            try {
                link.close();
            } catch (RuntimeException e) {
                LOG.warn("{}: could not be closed cleanly", name, e);
            }
        }
    }
}
