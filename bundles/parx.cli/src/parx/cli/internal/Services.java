package parx.cli.internal;

import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;
import parx.service.StartException;

/** Where a headless application, which Equinox makes by itself, gets its services. Main thread. */
public final class Services {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private final BundleContext context = FrameworkUtil.getBundle(Services.class).getBundleContext();

    /** Waits for the service. @throws StartException if nobody publishes it */
    public <T> T get(Class<T> type) throws StartException {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        try {
            T service = tracker.waitForService(LIMIT.toMillis());
            if (service == null) {
                throw new StartException("This installation is incomplete: nothing provides " + type.getSimpleName()
                        + ". Build it again with ./parx build.");
            }
            return service;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start was cancelled.", e);
        } finally {
            tracker.close();
        }
    }
}
