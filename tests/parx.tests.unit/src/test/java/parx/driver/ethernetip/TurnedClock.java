package parx.driver.ethernetip;

import java.util.concurrent.atomic.AtomicLong;
import parx.model.TimeSource;

/** A clock that stands until it is turned. Thread-safe. */
final class TurnedClock implements TimeSource {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);

    void turn(long seconds) {
        nanos.addAndGet(seconds * 1_000_000_000L);
    }

    @Override
    public long nowMicros() {
        return nanos.get() / 1_000;
    }

    @Override
    public long monotonicNanos() {
        return nanos.get();
    }
}
