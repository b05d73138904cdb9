package parx.driver.modbus;

import java.util.Collection;
import parx.driver.DriverException;
import parx.model.TimeSource;

/**
 * Asks units that were given up whether they are back, where replies carry ids: one at a time, because a gateway may take
 * no more than one request and holds it until its own time-out. Owned by the io thread.
 */
final class Probe {
    /** How many times its own duration passes after a probe before the next: they take a tenth of the time at most. */
    private static final int PAUSE = 9;

    private final LinkSettings settings;
    private final Transport transport;
    private final TimeSource clock;
    private Request out;
    private long nextNanos;

    Probe(LinkSettings settings, Transport transport, TimeSource clock) {
        this.settings = settings;
        this.transport = transport;
        this.clock = clock;
    }

    /** The link is new. */
    void reset() {
        out = null;
        nextNanos = clock.monotonicNanos();
    }

    boolean isOut() {
        return out != null;
    }

    /** Asks the unit that has waited longest; at the end of a scan, when the device has nothing else to do. */
    void send(Collection<UnitHealth> units) throws DriverException {
        long now = clock.monotonicNanos();
        if (out != null || !transport.concurrent() || now - nextNanos < 0) {
            return;
        }
        UnitHealth longest = null;
        for (UnitHealth health : units) {
            boolean due = health.dead() && health.question != null && now - health.retryNanos >= 0;
            if (due && (longest == null || health.retryNanos - longest.retryNanos < 0)) {
                longest = health;
            }
        }
        if (longest != null) {
            Block block = longest.question;
            // The next scan that wants the unit puts it down again, so that one that nobody wants any more is left alone.
            longest.question = null;
            out = Request.read(longest.unit, block.table, block.address, block.count, longest);
            out.mayStaySilent = true;
            transport.send(out);
        }
    }

    /** The probe has its outcome. */
    void done(UnitHealth health, boolean back) {
        if (!back) {
            long now = clock.monotonicNanos();
            health.retryNanos = now + settings.deadUnitRetryNanos();
            nextNanos = now + PAUSE * (now - out.sentNanos);
        }
        out = null;
    }
}
