package parx.persistence.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;
import parx.model.ChannelIndex;
import parx.model.ConfigurationFolder;
import parx.model.TimeSource;
import parx.persistence.internal.influx.SecretPlaces;
import parx.persistence.internal.history.HistoryHealth;
import parx.persistence.internal.migration.SchemaScripts;
import parx.persistence.internal.mirror.RedisMirror;
import parx.service.AuditTrail;
import parx.service.Channels;
import parx.service.ConnectionSettings;
import parx.service.Endpoints;
import parx.service.Health;
import parx.service.HistoryImport;
import parx.service.HistorySink;
import parx.service.LeftRows;
import parx.service.LiveValues;
import parx.service.QuarantinedRows;
import parx.service.RuleStores;
import parx.service.RunLog;
import parx.service.Site;
import parx.service.StartException;
import parx.service.StorageRules;
import parx.service.StoredHistory;
import parx.service.Users;

/** Opens a site's databases and publishes what ParX does with them. Thread-safe: one opening or closing at a time. */
@Component(service = Site.class)
public final class DatabaseSite implements Site {
    private final BundleContext context;
    /** Taken back in the reverse order. */
    private final Deque<ServiceRegistration<?>> published = new ArrayDeque<>();
    private OpenSite site;
    private AttachedSite attached;
    private ServiceTracker<LiveValues, LiveValues> liveValues;

    @Activate
    public DatabaseSite(BundleContext context) {
        this.context = context;
    }

    @Override
    public synchronized void open(Endpoints endpoints, Path spoolFolder, ConfigurationFolder configuration,
            Consumer<String> progress) throws StartException {
        close();
        site = OpenSite.open(endpoints, spoolFolder, new SecretPlaces(configuration, System::getenv), scripts(),
                System.getProperty("user.name"), TimeSource.system(), progress);
        try {
            site.acquireAlone();
        } catch (StartException e) {
            close();
            throw e;
        }
        publish(Health.class, site.health());
        publish(Health.class, site.mirror());
        publish(Health.class, new HistoryHealth(site.writer()));
        publish(ChannelIndex.class, site.index());
        publish(Users.class, site.users());
        publish(Channels.class, site.channels());
        publish(ConnectionSettings.class, site.connectionSettings());
        publish(StorageRules.class, site.storageRules());
        publish(StoredHistory.class, site.history());
        publish(QuarantinedRows.class, site.quarantined());
        publish(LeftRows.class, site.leftRows());
        publish(HistoryImport.class, site.historyImport());
        publish(AuditTrail.class, site.audit());
        publish(RunLog.class, site.runLog());
        publish(RuleStores.class, site.ruleStores());
        // Last: with it acquisition has all that it needs, and starts.
        publish(HistorySink.class, site.writer());
        liveValues = new ServiceTracker<>(context, LiveValues.class, null) {
            private final RedisMirror mirror = site.mirror();

            @Override
            public LiveValues addingService(ServiceReference<LiveValues> reference) {
                LiveValues values = super.addingService(reference);
                if (values != null) {
                    mirror.follow(values);
                }
                return values;
            }

            @Override
            public void removedService(ServiceReference<LiveValues> reference, LiveValues values) {
                mirror.unfollow();
                super.removedService(reference, values);
            }
        };
        liveValues.open();
    }

    @Override
    public synchronized void attach(Endpoints endpoints, Consumer<String> progress) throws StartException {
        close();
        attached = AttachedSite.open(endpoints, scripts(), System.getProperty("user.name"), TimeSource.system(), progress);
        Dictionary<String, Object> mark = new Hashtable<>(Map.of(ATTACHED, true));
        publish(ChannelIndex.class, attached.index(), mark);
        publish(Users.class, attached.users(), mark);
        publish(Channels.class, attached.channels(), mark);
        publish(StoredHistory.class, attached.history(), mark);
        publish(HistoryImport.class, attached.historyImport(), mark);
    }

    @Override
    @Deactivate
    public synchronized void close() {
        while (!published.isEmpty()) {
            published.pop().unregister();
        }
        if (liveValues != null) {
            liveValues.close();
            liveValues = null;
        }
        if (site != null) {
            site.close();
            site = null;
        }
        if (attached != null) {
            attached.close();
            attached = null;
        }
    }

    private SchemaScripts scripts() throws StartException {
        try {
            return SchemaScripts.of(context.getBundle());
        } catch (IOException e) {
            throw new StartException("This installation of ParX is damaged: its database schema cannot be read ("
                    + e.getMessage() + "). Install ParX anew.", e);
        }
    }

    private <S> void publish(Class<S> type, S service) {
        publish(type, service, null);
    }

    private <S> void publish(Class<S> type, S service, Dictionary<String, ?> properties) {
        published.push(context.registerService(type, service, properties));
    }
}
