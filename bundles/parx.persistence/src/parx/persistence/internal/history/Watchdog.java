package parx.persistence.internal.history;

import java.time.Duration;
import parx.model.TimeSource;

/**
 * Ends a call to a back end that hangs: a server that stops answering without closing its connection would hold
 * a writer's thread for a quarter of an hour. Its own thread, {@code history-watchdog} for the database; any thread calls
 * it.
 */
final class Watchdog implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long INTERRUPT_MILLIS = 100;

    private final Runnable abort;
    private final TimeSource time;
    private final long stuckNanos;
    private final Thread thread;
    private Thread caller;
    private long begun;
    private long giveUpAt = NEVER;
    private final long origin;
    private boolean broken;
    private boolean closed;

    Watchdog(String name, Runnable abort, TimeSource time, Duration stuckAfter) {
        this.abort = abort;
        this.time = time;
        this.stuckNanos = stuckAfter.toNanos();
        origin = time.monotonicNanos();
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** The calling thread enters the back end. @return false where there is no more time for it */
    synchronized boolean begin() {
        if (isGivenUp()) {
            return false;
        }
        caller = Thread.currentThread();
        begun = elapsed();
        broken = false;
        notifyAll();
        return true;
    }

    /**
     * The calling thread is out of the back end; an interrupt that was meant for the call is gone.
     *
     * @return whether the call was broken because it took too long
     */
    synchronized boolean end() {
        caller = null;
        Thread.interrupted();
        return broken;
    }

    synchronized void giveUpAfter(Duration limit) {
        giveUpAt = Math.min(giveUpAt, elapsed() + limit.toNanos());
        notifyAll();
    }

    void giveUp() {
        giveUpAfter(Duration.ZERO);
    }

    synchronized boolean isGivenUp() {
        return elapsed() >= giveUpAt;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private long elapsed() {
        return time.monotonicNanos() - origin;
    }

    private void run() {
        try {
            while (awaitOverdue()) {
                abort.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a call lasts too long, and interrupts it. @return false at the end */
    private synchronized boolean awaitOverdue() throws InterruptedException {
        while (!closed) {
            long overdue = caller == null ? NEVER : Math.min(begun + stuckNanos, giveUpAt);
            long left = overdue == NEVER ? NEVER : overdue - elapsed();
            if (left <= 0) {
                // A pool that waits for a connection hears an interrupt only, a socket only an abort.
                caller.interrupt();
                broken = true;
                begun = elapsed();
                wait(INTERRUPT_MILLIS);
                if (caller != null) {
                    return true;
                }
                continue;
            }
            wait(left == NEVER ? 0 : left / 1_000_000 + 1);
        }
        return false;
    }
}
