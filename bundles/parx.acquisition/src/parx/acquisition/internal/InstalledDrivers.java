package parx.acquisition.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import parx.driver.Driver;
import parx.driver.Drivers;
import parx.model.Protocol;
import parx.service.Subscription;

/** The drivers that come and go as OSGi services. Thread-safe. */
@Component(service = { Drivers.class, InstalledDrivers.class }, immediate = true)
public final class InstalledDrivers implements Drivers {
    private final Map<Protocol, Driver> byProtocol = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    @Activate
    public InstalledDrivers() {
        // The drivers follow through add.
    }

    @Reference(name = "Driver", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            unbind = "remove")
    public void add(Driver driver) {
        byProtocol.put(driver.protocol(), driver);
        listeners.forEach(Runnable::run);
    }

    public void remove(Driver driver) {
        if (byProtocol.remove(driver.protocol(), driver)) {
            listeners.forEach(Runnable::run);
        }
    }

    /** Called on whatever thread a driver comes or goes. */
    Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Optional<Driver> of(Protocol protocol) {
        return Optional.ofNullable(byProtocol.get(protocol));
    }

    @Override
    public List<Driver> all() {
        List<Driver> drivers = new ArrayList<>(byProtocol.values());
        drivers.sort(Comparator.comparing(Driver::protocol));
        return drivers;
    }
}
