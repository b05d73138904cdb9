package parx.acquisition.internal;

/**
 * When the scans of one rate are due: at whole multiples of the period after the start, so that a late scan delays
 * none after it. One io thread.
 */
final class ScanSchedule {
    private final long periodNanos;
    private long dueNanos;

    ScanSchedule(long periodMillis, long nowNanos) {
        this.periodNanos = periodMillis * 1_000_000;
        this.dueNanos = nowNanos;
    }

    long dueNanos() {
        return dueNanos;
    }

    /** Makes a scan due now, where none is due earlier. */
    void hasten(long nowNanos) {
        if (dueNanos - nowNanos > 0) {
            dueNanos = nowNanos;
        }
    }

    /** Plans the next scan after one that ended now. @return how many scans were missed meanwhile */
    long advance(long nowNanos) {
        dueNanos += periodNanos;
        long missed = Math.max(0, (nowNanos - dueNanos) / periodNanos);
        dueNanos += missed * periodNanos;
        return missed;
    }
}
