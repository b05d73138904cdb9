package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.service.LiveValues;

/** Acquisition as a service that comes and goes. */
class AcquisitionComponentTest {
    private final Map<String, Reason> whenItWent = new ConcurrentHashMap<>();
    private final Site parts = new Site();
    private LiveValues live;

    @Test
    void whoMirrorsTheLiveValuesSeesTheirEndBeforeTheyGo() throws InterruptedException {
        InstalledDrivers drivers = new InstalledDrivers();
        drivers.add(parts.driver);
        AcquisitionComponent component = new AcquisitionComponent(context(), parts.configured,
                parts.configured.connectionSettings, parts.configured.rules, parts.sink, parts.runs, parts.runs,
                parts.index, drivers);
        parts.with(Site.channel("a1", "a"));
        Eventually.until("good", () -> reason() == Reason.NONE);
        component.stop();
        assertEquals(Reason.STOPPED, whenItWent.get(LiveValues.class.getName()));
    }

    private Reason reason() {
        LiveValues.Slot slot = new LiveValues.Slot();
        return live.read(parts.handle("a1"), slot) ? QualityCode.reason(slot.quality) : Reason.NOT_YET_READ;
    }

    /** A bundle's context that has no properties and notes how the channel was when a service went. */
    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { BundleContext.class },
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "registerService" -> registered((Class<?>) arguments[0], arguments[1]);
                    default -> null;
                });
    }

    private ServiceRegistration<?> registered(Class<?> type, Object service) {
        if (service instanceof LiveValues values) {
            live = values;
        }
        return (ServiceRegistration<?>) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] { ServiceRegistration.class }, (proxy, method, arguments) -> {
                    if (method.getName().equals("unregister")) {
                        whenItWent.put(type.getName(), reason());
                    }
                    return null;
                });
    }
}
