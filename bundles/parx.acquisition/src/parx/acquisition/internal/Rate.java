package parx.acquisition.internal;

/** How fast a counter grows, over the last seconds. Ticked about once a second; thread-safe. */
final class Rate {
    private static final int TICKS = 5;

    private final long[] nanos = new long[TICKS];
    private final long[] count = new long[TICKS];
    private int ticks;
    private double perSecond;

    synchronized void tick(long nowNanos, long total) {
        int newest = (ticks + TICKS - 1) % TICKS;
        if (ticks > 0 && total < count[newest]) {
            // The counter began anew.
            ticks = 0;
        }
        int oldest = ticks < TICKS ? 0 : ticks % TICKS;
        if (ticks > 0 && nowNanos > nanos[oldest]) {
            perSecond = (total - count[oldest]) * 1e9 / (nowNanos - nanos[oldest]);
        }
        nanos[ticks % TICKS] = nowNanos;
        count[ticks % TICKS] = total;
        ticks = ticks + 1 == TICKS * 2 ? TICKS : ticks + 1;
    }

    synchronized double perSecond() {
        return perSecond;
    }
}
