package parx.acquisition.internal;

import static parx.acquisition.internal.AcquisitionTexts.TEXTS;

import java.time.Duration;
import java.util.List;
import parx.driver.ConnectionStatistics;
import parx.model.Reason;
import parx.model.TimeSource;
import parx.service.Acquisition.ConnectionState;
import parx.service.Acquisition.ConnectionStatus;

/** How one device connection does. Its io thread says what happens, the configuration thread ticks, any thread asks. */
final class ConnectionReport {
    private final String name;
    private final TimeSource clock;
    private final Rate requests = new Rate();
    private final StallWatch stall = new StallWatch();
    private volatile State state;
    private volatile long overruns;
    /** When the scan that is under way began, by the monotonic clock; 0 when none is. */
    private volatile long scanBegan;
    /** Whether the link stands and nothing answers on it. */
    private volatile boolean silent;

    /** @param sinceMicros when it began @param problem a sentence for the window, or empty */
    private record State(ConnectionState now, long sinceMicros, String problem, Reason reason) {
    }

    ConnectionReport(String name, TimeSource clock) {
        this.name = name;
        this.clock = clock;
        enter(ConnectionState.CONNECTING, "", Reason.NOT_YET_READ);
    }

    // --- said by the io thread -----------------------------------------------------------------------------------

    void enter(ConnectionState next, String problem, Reason reason) {
        state = new State(next, clock.nowMicros(), problem, reason);
    }

    /** The state lasts, but there is something else to say about it. */
    void restate(ConnectionState same, String problem, Reason reason) {
        state = new State(same, state.sinceMicros, problem, reason);
    }

    ConnectionState state() {
        return state.now;
    }

    Reason reason() {
        return state.reason;
    }

    void silent(boolean now) {
        silent = now;
    }

    void overrun(long missed) {
        overruns += missed;
    }

    /** A scan begins; where the one before it was not let finish, the wait for an answer goes on. */
    void scanBegins() {
        if (scanBegan == 0) {
            scanBegan = Math.max(1, clock.monotonicNanos());
        }
    }

    void scanEnded() {
        scanBegan = 0;
    }

    // --- asked by others -----------------------------------------------------------------------------------------

    ConnectionStatus status(ConnectionPlan plan, ConnectionStatistics statistics) {
        State now = state;
        String fault = fault(now, plan, statistics);
        String problem = !fault.isEmpty() ? fault : !statistics.problem().isEmpty() ? statistics.problem() : plan.problem();
        // The round trip of an answer long ago would pass for a sign of life.
        long roundTrip = now.now == ConnectionState.CONNECTED && fault.isEmpty() ? statistics.lastRoundTripMicros() : -1;
        return new ConnectionStatus(name, plan.driver().protocol().label(), now.now, plan.channels().size(),
                requests.perSecond(), roundTrip, overruns + statistics.lost(), problem, now.sinceMicros);
    }

    /** Why no channel gets a value, a sentence for people; empty where they do, or where it is too early to tell. */
    String fault(ConnectionPlan plan, ConnectionStatistics statistics) {
        return fault(state, plan, statistics);
    }

    private String fault(State now, ConnectionPlan plan, ConnectionStatistics statistics) {
        if (now.now == ConnectionState.STOPPED || !now.problem.isEmpty()) {
            return now.problem;
        }
        if (silent) {
            return !statistics.problem().isEmpty() ? statistics.problem()
                    : TEXTS.text("link.silent");
        }
        Duration stale = stall.staleFor(plan.channels());
        return stale.isZero() ? "" : TEXTS.text("link.stale", stale.toSeconds());
    }

    /** About once a second. @return the handles of the channels that have become stale since the last time */
    List<Integer> tick(long nowNanos, ConnectionPlan plan, ConnectionStatistics statistics) {
        requests.tick(nowNanos, statistics.requests());
        return stall.newlyStale(scanBegan, nowNanos, plan.channels()).stream().map(AcquiredChannel::handle).toList();
    }
}
