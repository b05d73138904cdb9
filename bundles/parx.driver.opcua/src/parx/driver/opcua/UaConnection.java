package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import parx.driver.ChannelSink;
import parx.driver.ConnectionStatistics;
import parx.driver.DriverException;
import parx.driver.Reading;
import parx.driver.SubscribingConnection;
import parx.driver.opcua.Inbox.Arrival;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.TimeSource;

/**
 * The link to one server: a session, its subscriptions and its polled reads. Whether data flows is judged by what comes,
 * never by what the session says of itself; where it does not, the session is thrown away and all of it is made anew.
 * Owned by one io thread; {@link #close} and {@link #statistics} from any.
 */
final class UaConnection implements SubscribingConnection {
    /** A value that stands still is handed over again at least so often. */
    static final long QUIET_MILLIS = 1_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ServerSettings settings;
    private final CertificateFolders certificates;
    private final TimeSource clock;
    private final Namespaces namespaces = new Namespaces();
    private final Map<Integer, Point> points = new HashMap<>();
    private final List<ItemGroup> groups = new ArrayList<>();
    private volatile Session session;
    private volatile Inbox inbox = new Inbox();
    private ServerClock serverClock;
    private PolledReads reads;
    private Pulse pulse;
    private long knownSince;
    private long lostBefore;
    private long reportedNanos;
    private volatile ConnectionStatistics statistics = ConnectionStatistics.NONE;
    private long requests;

    UaConnection(ServerSettings settings, CertificateFolders certificates, TimeSource clock) {
        this.settings = settings;
        this.certificates = certificates;
        this.clock = clock;
    }

    @Override
    public void open() throws DriverException {
        close();
        lostBefore += inbox.lost();
        points.clear();
        groups.clear();
        inbox = new Inbox();
        serverClock = new ServerClock(clock, settings.timestamps());
        Session fresh = new Session(settings, certificates);
        session = fresh;
        try {
            fresh.open();
            namespaces.learn(fresh.await(fresh.client().readNamespaceTableAsync()).toArray());
            pulse = new Pulse(fresh, serverClock, clock);
            pulse.take();
            reads = new PolledReads(fresh, settings, serverClock, clock);
        } catch (DriverException | RuntimeException e) {
            fresh.close();
            throw e;
        }
    }

    @Override
    public void close() {
        Session open = session;
        if (open != null) {
            open.close();
            inbox.wake();
        }
    }

    @Override
    public ConnectionStatistics statistics() {
        return statistics;
    }

    @Override
    public void subscribe(List<Item> items, ChannelSink sink) throws DriverException {
        knownSince = serverClock.now();
        Map<Integer, Item> wanted = new HashMap<>();
        items.forEach(item -> wanted.put(item.channel(), item));
        points.values().removeIf(point -> {
            boolean gone = !point.item.equals(wanted.get(point.item.channel()));
            if (gone) {
                forget(point);
            }
            return gone;
        });
        for (Item item : items) {
            if (!points.containsKey(item.channel())) {
                add(item, sink);
            }
        }
        synchronize(sink);
        report();
    }

    private void add(Item item, ChannelSink sink) throws DriverException {
        try {
            boolean polled = "poll".equals(item.config().text("mode", "subscribe"));
            Point point = new Point(item, NodeAddress.of(item.config()), polled, Math.max(QUIET_MILLIS, item.periodMillis()));
            points.put(item.channel(), point);
            place(point, sink);
        } catch (SettingsException e) {
            sink.sample(item.channel(), serverClock.now(), Double.NaN, parx.model.QualityCode.of(Reason.CONFIG_ERROR));
        }
    }

    /** Gives it a group, or to the polled reads; the server hears of it with the next synchronization. */
    private void place(Point point, ChannelSink sink) throws DriverException {
        point.node = namespaces.nodeId(point.address).orElse(null);
        if (point.node == null) {
            refuse(point, TEXTS.of("refused.namespace", point.address.describe()), Reason.NO_SUCH_ADDRESS, sink);
            return;
        }
        point.refused = false;
        if (point.polled) {
            point.dueNanos = clock.monotonicNanos();
            reads.points().add(point);
            return;
        }
        for (ItemGroup group : groups) {
            if (group.periodMillis() == point.item.periodMillis() && group.hasRoom()) {
                group.points.add(point);
                return;
            }
        }
        ItemGroup group = new ItemGroup(session, settings, serverClock, clock, inbox, point.item.periodMillis());
        group.create();
        groups.add(group);
        group.points.add(point);
    }

    private void forget(Point point) {
        reads.points().remove(point);
        for (ItemGroup group : groups) {
            if (group.points.remove(point)) {
                group.drop(point);
            }
        }
    }

    private void synchronize(ChannelSink sink) throws DriverException {
        for (ItemGroup group : List.copyOf(groups)) {
            if (group.points.isEmpty()) {
                groups.remove(group);
                group.delete();
                continue;
            }
            requests++;
            for (Point point : group.synchronize()) {
                refuse(point, point.problem, Reason.NO_SUCH_ADDRESS, sink);
            }
        }
    }

    private void refuse(Point point, Sentence why, Reason reason, ChannelSink sink) {
        point.refused = true;
        point.retryNanos = clock.monotonicNanos() + settings.refusedRetryNanos();
        point.bad(sink, serverClock.now(), reason, why);
    }

    @Override
    public void receive(ChannelSink sink, long limitNanos) throws DriverException {
        long end = clock.monotonicNanos() + limitNanos;
        boolean delivered = false;
        do {
            check();
            long now = clock.monotonicNanos();
            delivered = handOver(inbox.take(Math.min(Math.min(LOOK_NANOS, Math.max(0, end - now)), reads.untilDueNanos(now))), sink);
            delivered |= reads.readDue(sink);
            stillHolds(sink);
            retryRefused(sink);
            pulse.beat();
        } while (!delivered && clock.monotonicNanos() - end < 0 && sink.wanted());
        if (clock.monotonicNanos() - reportedNanos >= REPORT_NANOS) {
            report();
        }
    }

    /** @throws DriverException where nothing is to be expected any more */
    private void check() throws DriverException {
        if (session.isClosed()) {
            throw new DriverException(Reason.COMM_FAILURE, TEXTS.of("link.closed", settings.url()));
        }
        long now = clock.monotonicNanos();
        for (ItemGroup group : groups) {
            group.check(now);
        }
        pulse.check(settings);
    }

    private boolean handOver(List<Arrival> arrivals, ChannelSink sink) {
        long now = clock.monotonicNanos();
        requests += arrivals.isEmpty() ? 0 : 1;
        for (Arrival arrival : arrivals) {
            Point point = arrival.point();
            if (points.get(point.item.channel()) == point) {
                point.take(sink, arrival.time(), knownSince, arrival.decoded(), arrival.overflow(), now);
                boolean unknown = arrival.decoded().unknownNode();
                if (unknown && !point.refused) {
                    point.retryNanos = now + settings.refusedRetryNanos();
                }
                point.refused = unknown;
            }
        }
        return !arrivals.isEmpty();
    }

    private void stillHolds(ChannelSink sink) {
        long now = clock.monotonicNanos();
        for (ItemGroup group : groups) {
            long until = group.confirmedMicros();
            for (Point point : group.points) {
                point.stillHolds(sink, until, now);
            }
        }
    }

    /** A node may come that was not there, and a server may not go on by itself with one that went and came back. */
    private void retryRefused(ChannelSink sink) throws DriverException {
        long now = clock.monotonicNanos();
        List<Point> again = new ArrayList<>();
        for (Point point : points.values()) {
            if (point.refused && !point.polled && now - point.retryNanos >= 0) {
                again.add(point);
            }
        }
        if (!again.isEmpty()) {
            namespaces.learn(session.await(session.client().readNamespaceTableAsync()).toArray());
            for (Point point : again) {
                forget(point);
                place(point, sink);
            }
            synchronize(sink);
        }
    }

    @Override
    public Reading test(Settings channelConfig) throws DriverException {
        try {
            return new TrialReading(session, namespaces, serverClock).take(NodeAddress.of(channelConfig));
        } catch (SettingsException e) {
            return Reading.failed(Reason.CONFIG_ERROR, e.getLocalizedMessage(), 0);
        }
    }

    @Override
    public void write(Settings channelConfig, Object rawValue) throws DriverException {
        try {
            new ValueWriter(session, namespaces).write(NodeAddress.of(channelConfig), rawValue);
        } catch (SettingsException e) {
            throw new DriverException(Reason.CONFIG_ERROR, Sentence.of(e), e);
        }
    }

    private void report() {
        reportedNanos = clock.monotonicNanos();
        int refused = 0;
        int troubled = 0;
        String first = "";
        for (Point point : points.values()) {
            refused += point.refused ? 1 : 0;
            if (!point.problem.isEmpty()) {
                first = troubled++ == 0 ? point.problem.local() : first;
            }
        }
        String problem = troubled > 1 ? first + " " + TEXTS.text("problem.more", troubled - 1)
                : !first.isEmpty() ? first : pulse.skew(settings);
        statistics = new ConnectionStatistics(requests + reads.requests() + pulse.beats(), pulse.failures(),
                pulse.roundTripMicros(), refused, lostBefore + inbox.lost(), problem);
    }
}
