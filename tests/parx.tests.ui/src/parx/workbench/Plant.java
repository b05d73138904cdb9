package parx.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.service.Acquisition;
import parx.service.Change;
import parx.service.Channels;
import parx.service.ConfigurationException;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;
import parx.service.HistorySink;
import parx.service.LiveValues;
import parx.service.RecentHistory;
import parx.service.StoredHistory;
import parx.service.Trace;
import parx.service.Users;

/** What the workstation knows, asked through its services. Called on any thread but the UI thread. */
final class Plant {
    /** Enough that every sample of a test comes as itself. */
    private static final int RAW = 1_000_000;

    /** One sample as both memory and database have it: history keeps the quality, not its reason. */
    record Row(long timeMicros, double value, Quality quality) {
        static Row of(long timeMicros, double value, byte quality) {
            return new Row(timeMicros, QualityCode.isBad(quality) ? Double.NaN : value, QualityCode.quality(quality));
        }
    }

    <T> T service(Class<T> type) {
        Await.until("the service " + type.getSimpleName(), () -> find(type).isPresent());
        return find(type).orElseThrow();
    }

    private static <T> Optional<T> find(Class<T> type) {
        BundleContext context = FrameworkUtil.getBundle(Plant.class).getBundleContext();
        ServiceReference<T> reference = context.getServiceReference(type);
        return Optional.ofNullable(reference == null ? null : context.getService(reference));
    }

    Channel channel(String id) {
        return service(Channels.class).byId(id).orElseThrow();
    }

    boolean has(String id) {
        return service(Channels.class).byId(id).isPresent();
    }

    void change(List<Change<Channel>> changes) throws ConfigurationException {
        service(Channels.class).apply(service(Users.class).current(), changes);
    }

    /** The newest value, empty before the first. */
    Optional<LiveValues.Slot> live(String id) {
        LiveValues.Slot slot = new LiveValues.Slot();
        return service(LiveValues.class).read(handle(id), slot) ? Optional.of(slot) : Optional.empty();
    }

    boolean isGood(String id) {
        return live(id).filter(slot -> QualityCode.quality(slot.quality) == Quality.GOOD).isPresent();
    }

    Reason reason(String id) {
        return live(id).map(slot -> QualityCode.reason(slot.quality)).orElse(Reason.NOT_YET_READ);
    }

    /** Waits until this channel had so many new values, so that whatever is done next is done in full operation. */
    void awaitNewValues(String id, int count) {
        long since = now();
        Await.until(count + " new samples of " + id, () -> recent(id, since, Long.MAX_VALUE).size() >= count);
    }

    long now() {
        return System.currentTimeMillis() * 1_000;
    }

    List<Sample> samples(String id, long fromMicros, long toMicros) {
        List<Sample> samples = new ArrayList<>();
        service(RecentHistory.class).read(handle(id), fromMicros, toMicros,
                (channel, time, value, quality) -> samples.add(new Sample(channel, time, value, quality)));
        return samples;
    }

    List<Row> recent(String id, long fromMicros, long toMicros) {
        return samples(id, fromMicros, toMicros).stream()
                .map(sample -> Row.of(sample.timeMicros(), sample.value(), sample.qualityCode())).toList();
    }

    /** What the database has, without what memory adds. */
    List<Row> stored(String id, long fromMicros, long toMicros) throws HistoryException {
        return rows(service(StoredHistory.class)
                .read(new HistoryQuery(List.of(id), fromMicros, toMicros, RAW)).get(0), fromMicros);
    }

    static List<Row> rows(Trace trace, long fromMicros) {
        if (!trace.raw()) {
            throw new IllegalStateException("buckets where samples were asked for");
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < trace.length(); i++) {
            if (trace.timeMicros()[i] >= fromMicros) {
                rows.add(Row.of(trace.timeMicros()[i], trace.last()[i], trace.quality()[i]));
            }
        }
        return rows;
    }

    /** Waits until everything that was sampled up to this time is committed. */
    void awaitStored(String id, long upToMicros) {
        Await.until(() -> "the rows of " + id + " in the database; " + service(HistorySink.class).status(),
                Await.LONG, () -> isStored(id, upToMicros));
    }

    /**
     * Waits until memory and database have the same of this range: on a busy machine a sample may come long after its
     * time. What is lost or there twice never becomes alike, and whoever compares them then sees it.
     */
    void awaitAlike(String id, long fromMicros, long toMicros) {
        long begin = System.nanoTime();
        while (!areAlike(id, fromMicros, toMicros) && System.nanoTime() - begin < Await.LONG.toNanos()) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private boolean areAlike(String id, long fromMicros, long toMicros) {
        try {
            return recent(id, fromMicros, toMicros).equals(stored(id, fromMicros, toMicros));
        } catch (HistoryException e) {
            // The database may still be coming back.
            return false;
        }
    }

    private boolean isStored(String id, long upToMicros) {
        List<Row> recent = recent(id, 0, upToMicros);
        try {
            List<Row> stored = stored(id, upToMicros - 60_000_000, upToMicros);
            return recent.isEmpty() || !stored.isEmpty()
                    && stored.get(stored.size() - 1).timeMicros() >= recent.get(recent.size() - 1).timeMicros();
        } catch (HistoryException e) {
            // The database may still be coming back.
            return false;
        }
    }

    /** The connection of this name, as acquisition sees it. */
    Optional<Acquisition.ConnectionStatus> connection(String name) {
        return service(Acquisition.class).connections().stream().filter(c -> c.name().equals(name)).findFirst();
    }

    String connectionOf(String id) {
        return service(Acquisition.class).connectionOf(id);
    }

    private int handle(String id) {
        return service(ChannelIndex.class).handle(id);
    }
}
