package parx.model;

import java.time.Instant;

/** The clocks that everything reads, injected so that tests can turn them. Thread-safe. */
public interface TimeSource {
    /** Wall clock, microseconds since 1970-01-01T00:00:00Z. May jump. For time stamps. */
    long nowMicros();

    /** Monotonic clock, nanoseconds from an arbitrary origin. For durations and delays. */
    long monotonicNanos();

    static TimeSource system() {
        return new TimeSource() {
            @Override
            public long nowMicros() {
                return Micros.of(Instant.now());
            }

            @Override
            public long monotonicNanos() {
                return System.nanoTime();
            }
        };
    }
}
