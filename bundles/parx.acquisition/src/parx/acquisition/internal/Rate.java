package parx.acquisition.internal;

/** How fast a counter grows, over the last ticks. Ticked about once a second; thread-safe. */
final class Rate {
    private static final int SECONDS = 5;

    private final int window;
    private final long[] nanos;
    private final long[] count;
    private int ticks;
    private long spanNanos;
    private double perSecond;

    /** Over the last seconds. */
    Rate() {
        this(SECONDS);
    }

    /** @param ticks that it looks back */
    Rate(int ticks) {
        window = ticks;
        nanos = new long[ticks];
        count = new long[ticks];
    }

    synchronized void tick(long nowNanos, long total) {
        int newest = (ticks + window - 1) % window;
        if (ticks > 0 && total < count[newest]) {
            // The counter began anew.
            ticks = 0;
            spanNanos = 0;
        }
        int oldest = ticks < window ? 0 : ticks % window;
        if (ticks > 0 && nowNanos > nanos[oldest]) {
            spanNanos = nowNanos - nanos[oldest];
            perSecond = (total - count[oldest]) * 1e9 / spanNanos;
        }
        nanos[ticks % window] = nowNanos;
        count[ticks % window] = total;
        ticks = ticks + 1 == window * 2 ? window : ticks + 1;
    }

    /** Whether it was measured over at least so long. */
    synchronized boolean isKnown(long leastNanos) {
        return ticks > 1 && spanNanos >= leastNanos;
    }

    synchronized double perSecond() {
        return perSecond;
    }
}
