package parx.acquisition.internal;

import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: anywhere between the shortest wait and a bound that doubles with each
 * failure, so that many connections to one device do not come back all at once. One io thread.
 */
final class Backoff {
    private final long shortestNanos;
    private final long longestNanos;
    private final DoubleSupplier random;
    private int failures;

    /** @param random uniform in 0…1 */
    Backoff(long shortestMillis, long longestMillis, DoubleSupplier random) {
        this.shortestNanos = Math.max(1, shortestMillis) * 1_000_000;
        this.longestNanos = Math.max(shortestNanos, longestMillis * 1_000_000);
        this.random = random;
    }

    long nextDelayNanos() {
        failures = Math.min(failures + 1, 30);
        long bound = Math.min(longestNanos, shortestNanos > Long.MAX_VALUE >> failures ? longestNanos
                : shortestNanos << failures);
        return shortestNanos + (long) ((bound - shortestNanos) * random.getAsDouble());
    }

    void succeeded() {
        failures = 0;
    }
}
