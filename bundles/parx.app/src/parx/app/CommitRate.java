package parx.app;

import java.util.ArrayDeque;
import java.util.Deque;

/** Rows per second from a counter that is looked at now and then, over the last few seconds. Not thread-safe. */
final class CommitRate {
    private static final long WINDOW_NANOS = 3_000_000_000L;

    private final Deque<long[]> looks = new ArrayDeque<>();

    /** @param committed the counter now @return rows per second; 0 after the first look */
    double look(long nowNanos, long committed) {
        looks.addLast(new long[] {nowNanos, committed});
        while (looks.size() > 2 && nowNanos - looks.peekFirst()[0] > WINDOW_NANOS) {
            looks.removeFirst();
        }
        long[] oldest = looks.peekFirst();
        long elapsed = nowNanos - oldest[0];
        // A counter that went back belongs to a new run.
        return elapsed <= 0 || committed < oldest[1] ? 0 : (committed - oldest[1]) * 1e9 / elapsed;
    }
}
