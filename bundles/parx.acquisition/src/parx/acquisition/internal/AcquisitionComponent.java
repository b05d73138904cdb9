package parx.acquisition.internal;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import parx.driver.Trials;
import parx.model.ChannelIndex;
import parx.model.TimeSource;
import parx.service.Acquisition;
import parx.service.AuditTrail;
import parx.service.Channels;
import parx.service.ConnectionSettings;
import parx.service.Health;
import parx.service.History;
import parx.service.HistorySink;
import parx.service.LiveValues;
import parx.service.RecentHistory;
import parx.service.RulePreview;
import parx.service.RuleStores;
import parx.service.RunLog;
import parx.service.Storage;
import parx.service.StorageRules;
import parx.service.StoredHistory;
import parx.service.Subscription;

/**
 * Runs acquisition while a site is open: begins when the site's services are there, ends before they go, and
 * publishes what acquisition offers. Called by Declarative Services, one call at a time.
 */
@Component(immediate = true, service = {})
public final class AcquisitionComponent {
    private final AcquisitionEngine engine;
    private final Subscription drivers;
    private final List<ServiceRegistration<?>> published = new ArrayList<>();

    @Activate
    public AcquisitionComponent(BundleContext context, @Reference Channels channels,
            @Reference ConnectionSettings connectionSettings, @Reference StorageRules rules,
            @Reference HistorySink sink, @Reference StoredHistory stored, @Reference RunLog runs,
            @Reference ChannelIndex index, @Reference InstalledDrivers installed) {
        engine = new AcquisitionEngine(new AcquisitionEngine.Sources(channels, connectionSettings, rules, sink, stored,
                runs, index, installed), TimeSource.system(), AcquisitionEngine.Limits.of(context::getProperty));
        drivers = installed.onChange(engine::changed);
        engine.start();
        publish(context, LiveValues.class, engine.live());
        publish(context, RecentHistory.class, engine.recent());
        publish(context, History.class, engine.history());
        publish(context, Acquisition.class, engine.status());
        publish(context, Health.class, engine.status());
        publish(context, Trials.class, new LinkTrials(engine.status()::running, TimeSource.system()));
        publish(context, Storage.class, engine.storage());
        publish(context, RulePreview.class, engine.preview());
    }

    /** Comes and goes: rules that store to the database need none. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    public void bindStores(RuleStores stores) {
        engine.stores(stores);
    }

    public void unbindStores(RuleStores stores) {
        engine.withoutStores(stores);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    public void bindAudit(AuditTrail trail) {
        engine.storage().audit(trail);
    }

    public void unbindAudit(AuditTrail trail) {
        engine.storage().withoutAudit(trail);
    }

    @Deactivate
    public void stop() throws InterruptedException {
        drivers.close();
        // The engine first: who mirrors the live values must still see that they are no longer read.
        try {
            engine.stop();
        } finally {
            published.forEach(ServiceRegistration::unregister);
        }
    }

    private <S> void publish(BundleContext context, Class<S> type, S service) {
        published.add(context.registerService(type, service, new Hashtable<>()));
    }
}
