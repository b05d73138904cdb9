package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import parx.driver.DriverException;
import parx.driver.opcua.Inbox.Arrival;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.TimeSource;

/**
 * One subscription: points of one rate, no more of them than the server takes. The io thread changes it; the library's
 * thread brings what was sent.
 */
final class ItemGroup {
    private static final int FASTEST_PUBLISHING_MILLIS = 50;
    private static final int KEEP_ALIVE_MILLIS = 1_000;
    /** So long the server keeps a subscription whose client is gone: a short cut of the network costs no value. */
    private static final int LIFETIME_MILLIS = 60_000;
    private static final int LONGEST_QUEUE = 10_000;
    private static final int MOST_PER_CALL = 1_000;

    private final Session session;
    private final ServerSettings settings;
    private final ServerClock serverClock;
    private final TimeSource clock;
    private final Inbox inbox;
    private final long periodMillis;
    private final OpcUaSubscription subscription;
    final List<Point> points = new ArrayList<>();
    private volatile long heardNanos;
    private volatile long heardServerMicros;
    private volatile Sentence fault = Sentence.NONE;
    private long silenceNanos;

    ItemGroup(Session session, ServerSettings settings, ServerClock serverClock, TimeSource clock, Inbox inbox,
            long periodMillis) {
        this.session = session;
        this.settings = settings;
        this.serverClock = serverClock;
        this.clock = clock;
        this.inbox = inbox;
        this.periodMillis = periodMillis;
        subscription = new OpcUaSubscription(session.client(), publishingMillis());
        int publishing = publishingMillis();
        subscription.setLifetimeAndKeepAliveCalculated(false);
        subscription.setMaxKeepAliveCount(Unsigned.uint(Math.max(1, KEEP_ALIVE_MILLIS / publishing)));
        subscription.setLifetimeCount(Unsigned.uint(Math.max(10, LIFETIME_MILLIS / publishing)));
        subscription.setMaxMonitoredItemsPerCall(Unsigned.uint(MOST_PER_CALL));
        subscription.setSubscriptionListener(new Listener());
    }

    long periodMillis() {
        return periodMillis;
    }

    boolean hasRoom() {
        return points.size() < settings.itemsPerSubscription();
    }

    private int publishingMillis() {
        return (int) Math.max(FASTEST_PUBLISHING_MILLIS, Math.min(periodMillis, settings.publishingMillis()));
    }

    private long queueSize() {
        long covered = publishingMillis() + TimeUnit.SECONDS.toMillis(settings.queueSeconds());
        return Math.max(1, Math.min(LONGEST_QUEUE, (covered + periodMillis - 1) / periodMillis));
    }

    /** @throws DriverException if the server makes none */
    void create() throws DriverException {
        session.call(() -> {
            subscription.create();
            return true;
        }, settings.timeoutMillis() * 2L);
        heardNanos = clock.monotonicNanos();
        heardServerMicros = serverClock.now();
        double publishing = subscription.getRevisedPublishingInterval().orElse((double) publishingMillis());
        long keepAlives = subscription.getRevisedMaxKeepAliveCount().map(Number::longValue).orElse(1L);
        long promised = (long) (Math.max(1, Math.min(publishing, 3.6e6)) * Math.max(1, Math.min(keepAlives, 10_000)));
        silenceNanos = TimeUnit.MILLISECONDS.toNanos(2 * promised + settings.silenceMillis());
    }

    /** Asks for what was added to {@link #points} and drops what was taken out. @return what the server refused */
    List<Point> synchronize() throws DriverException {
        for (Point point : points) {
            if (point.monitored == null && point.node != null) {
                point.monitored = monitored(point);
                subscription.addMonitoredItem(point.monitored);
            }
        }
        long calls = 3L + points.size() / MOST_PER_CALL;
        List<MonitoredItemServiceOperationResult> results = session.call(() -> {
            subscription.deleteMonitoredItems();
            return subscription.createMonitoredItems();
        }, calls * settings.timeoutMillis());
        List<Point> refused = new ArrayList<>();
        for (MonitoredItemServiceOperationResult result : results) {
            if (!result.serviceResult().isGood() && result.operationResult().isEmpty()) {
                throw Failures.of(new UaException(result.serviceResult()), settings, null);
            }
            StatusCode status = result.operationResult().orElse(StatusCode.BAD);
            if (status.isBad()) {
                Point point = (Point) result.monitoredItem().getUserObject().orElseThrow();
                point.problem = StatusWords.refusal(status, point.address);
                drop(point);
                refused.add(point);
            }
        }
        return refused;
    }

    /** The server is told at the next {@link #synchronize}. */
    void drop(Point point) {
        if (point.monitored != null) {
            subscription.removeMonitoredItem(point.monitored);
            point.monitored = null;
        }
    }

    void delete() throws DriverException {
        session.call(() -> {
            subscription.delete();
            return true;
        }, settings.timeoutMillis() * 2L);
    }

    private OpcUaMonitoredItem monitored(Point point) {
        OpcUaMonitoredItem item = new OpcUaMonitoredItem(readValue(point));
        item.setSamplingInterval(periodMillis);
        item.setQueueSize(Unsigned.uint(queueSize()));
        item.setDiscardOldest(true);
        item.setUserObject(point);
        return item;
    }

    static ReadValueId readValue(Point point) {
        return readValue(point.node, point.address);
    }

    static ReadValueId readValue(org.eclipse.milo.opcua.stack.core.types.builtin.NodeId node, NodeAddress address) {
        return new ReadValueId(node, AttributeId.Value.uid(), address.index().isEmpty() ? null : address.index(),
                QualifiedName.NULL_VALUE);
    }

    /** Up to when, by the clock of the values' times, the server has told of every change. */
    long confirmedMicros() {
        return heardServerMicros - periodMillis * 1_000;
    }

    /** @throws DriverException if this subscription delivers nothing more, whatever the session seems to be */
    void check(long nowNanos) throws DriverException {
        if (!fault.isEmpty()) {
            throw new DriverException(Reason.COMM_FAILURE, fault);
        }
        if (nowNanos - heardNanos > silenceNanos) {
            throw new DriverException(Reason.TIMEOUT, TEXTS.of("link.silent", settings.url(),
                    TimeUnit.NANOSECONDS.toMillis(nowNanos - heardNanos)));
        }
    }

    private void heard() {
        heardServerMicros = serverClock.now();
        heardNanos = clock.monotonicNanos();
    }

    private void broken(String key, StatusCode status) {
        fault = TEXTS.of(key, settings.url(), StatusWords.name(status));
        inbox.wake();
    }

    /** Called by the library, in order; never blocks. */
    private final class Listener implements OpcUaSubscription.SubscriptionListener {
        @Override
        public void onDataReceived(OpcUaSubscription from, List<OpcUaMonitoredItem> items, List<DataValue> values) {
            List<Arrival> arrivals = new ArrayList<>(items.size());
            for (int i = 0; i < items.size(); i++) {
                Point point = (Point) items.get(i).getUserObject().orElseThrow();
                DataValue value = values.get(i);
                boolean overflow = value.statusCode() != null && value.statusCode().isOverflowSet();
                arrivals.add(new Arrival(point, serverClock.timeOf(value), ValueCodec.decode(value, point.address), overflow));
            }
            // In this order, so that nothing is called confirmed that still waits behind a change.
            inbox.put(arrivals);
            heard();
        }

        @Override
        public void onKeepAliveReceived(OpcUaSubscription from) {
            heard();
        }

        @Override
        public void onNotificationDataLost(OpcUaSubscription from) {
            broken("link.dataLost", StatusCode.BAD);
        }

        @Override
        public void onStatusChanged(OpcUaSubscription from, StatusCode status) {
            broken("link.subscriptionGone", status);
        }

        @Override
        public void onTransferFailed(OpcUaSubscription from, StatusCode status) {
            broken("link.subscriptionGone", status);
        }
    }
}
