package parx.acquisition.internal;

import parx.model.TimeSource;

/** A clock that stands until the test turns it. Thread-safe. */
final class ManualClock implements TimeSource {
    static final long START = 1_700_000_000_000_000L;
    private long micros = START;
    private long nanos = 1_000;

    @Override
    public synchronized long nowMicros() {
        return micros;
    }

    @Override
    public synchronized long monotonicNanos() {
        return nanos;
    }

    /** Time passes. */
    synchronized void pass(long byMicros) {
        micros += byMicros;
        nanos += byMicros * 1_000;
    }

    /** Somebody sets the wall clock. */
    synchronized void set(long wallMicros) {
        micros = wallMicros;
    }
}
