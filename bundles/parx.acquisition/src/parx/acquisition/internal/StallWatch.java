package parx.acquisition.internal;

import java.time.Duration;
import java.util.List;

/**
 * Notices a scan that does not return, and says of each channel once when it has become stale. The configuration
 * thread tells it of time; what it knows may be asked from any thread.
 */
final class StallWatch {
    private static final long STALLED_NANOS = Duration.ofSeconds(10).toNanos();
    /** A channel misses this many of its scans before it is called stale. */
    private static final long SCANS = 3;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The stalled scan, by its begin. */
    private long since;
    private volatile long lasting;

    /**
     * @param began when the scan under way began, monotonic nanoseconds; 0 where none is
     * @return the channels that have become stale since the last call
     */
    List<AcquiredChannel> newlyStale(long began, long nowNanos, List<AcquiredChannel> channels) {
        if (began != since) {
            since = began;
            lasting = 0;
        }
        if (began == 0 || nowNanos - began <= STALLED_NANOS) {
            return List.of();
        }
        long before = lasting;
        long now = nowNanos - began;
        lasting = now;
        return channels.stream().filter(channel -> staleAfter(channel) > before && staleAfter(channel) <= now).toList();
    }

    /** How long the scan under way has lasted if that makes any of these channels stale; otherwise 0. */
    Duration staleFor(List<AcquiredChannel> channels) {
        long now = lasting;
        return now > 0 && channels.stream().anyMatch(channel -> staleAfter(channel) <= now) ? Duration.ofNanos(now) : Duration.ZERO;
    }

    private static long staleAfter(AcquiredChannel channel) {
        return STALLED_NANOS + SCANS * channel.scanMillis() * NANOS_PER_MILLI;
    }
}
