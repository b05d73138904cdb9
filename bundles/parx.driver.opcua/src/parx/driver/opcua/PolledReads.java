package parx.driver.opcua;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.OperationLimits;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import parx.driver.ChannelSink;
import parx.driver.DriverException;
import parx.model.TimeSource;

/** The points that are read at their rate instead of being subscribed to. Owned by the io thread. */
final class PolledReads {
    private static final int MOST_PER_CALL = 1_000;

    private final Session session;
    private final ServerSettings settings;
    private final ServerClock serverClock;
    private final TimeSource clock;
    private final List<Point> points = new ArrayList<>();
    private int perCall;
    private long requests;

    PolledReads(Session session, ServerSettings settings, ServerClock serverClock, TimeSource clock) {
        this.session = session;
        this.settings = settings;
        this.serverClock = serverClock;
        this.clock = clock;
    }

    List<Point> points() {
        return points;
    }

    long requests() {
        return requests;
    }

    /** How long until the next is due; a long time where none is. */
    long untilDueNanos(long nowNanos) {
        long soonest = TimeUnit.HOURS.toNanos(1);
        for (Point point : points) {
            soonest = Math.min(soonest, point.dueNanos - nowNanos);
        }
        return Math.max(0, soonest);
    }

    /** Reads every point that is due. @return whether there was one */
    boolean readDue(ChannelSink sink) throws DriverException {
        long now = clock.monotonicNanos();
        List<Point> due = new ArrayList<>();
        for (Point point : points) {
            if (point.node != null && point.dueNanos - now <= 0) {
                due.add(point);
                long period = TimeUnit.MILLISECONDS.toNanos(point.item.periodMillis());
                // A server that is slower than the rate is not asked twice for the time that has passed.
                point.dueNanos = now - point.dueNanos < period ? point.dueNanos + period : now + period;
            }
        }
        for (int from = 0; from < due.size() && sink.wanted(); from += perCall()) {
            read(due.subList(from, Math.min(due.size(), from + perCall())), sink);
        }
        return !due.isEmpty();
    }

    private void read(List<Point> some, ChannelSink sink) throws DriverException {
        requests++;
        ReadResponse response = session.await(session.client().readAsync(0, TimestampsToReturn.Both,
                some.stream().map(ItemGroup::readValue).toList()));
        DataValue[] values = response.getResults();
        if (values == null || values.length != some.size()) {
            throw Failures.of(new UaException(StatusCodes.Bad_UnknownResponse), settings, null);
        }
        long now = clock.monotonicNanos();
        long read = serverClock.now();
        for (int i = 0; i < values.length; i++) {
            Point point = some.get(i);
            point.takeRead(sink, serverClock.timeOf(values[i]), read, ValueCodec.decode(values[i], point.address), now);
        }
    }

    private int perCall() throws DriverException {
        if (perCall == 0) {
            OperationLimits limits = session.call(session.client()::getOperationLimits, settings.timeoutMillis() * 2L);
            long most = limits.maxNodesPerRead().map(Number::longValue).filter(limit -> limit > 0).orElse((long) MOST_PER_CALL);
            perCall = (int) Math.min(MOST_PER_CALL, most);
        }
        return perCall;
    }
}
