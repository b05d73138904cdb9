package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.swt.widgets.Display;

/**
 * Measures how long the UI thread was away at the longest, without the time in which it could have gone on and another
 * thread of this busy machine had its processor. Started and stopped on any thread.
 */
final class Heartbeat implements AutoCloseable {
    private static final int MILLIS = 20;

    private final Display display;
    private final AtomicLong longest = new AtomicLong();
    private volatile boolean running = true;
    private long last;
    private long lastQueued;

    Heartbeat(Display display) {
        this.display = display;
        display.syncExec(this::start);
    }

    /** Fails where the UI thread was ever away for longer than this. */
    void stopWithin(Duration limit, String when) {
        close();
        long millis = longest.get() / 1_000_000;
        assertTrue(millis <= limit.toMillis(), "the UI thread was away for " + millis + " ms " + when);
    }

    @Override
    public void close() {
        running = false;
        // Waits for the beat that may still be held up.
        display.syncExec(this::measure);
    }

    private void start() {
        last = System.nanoTime();
        lastQueued = queuedNanos();
        beat();
    }

    private void beat() {
        measure();
        if (running && !display.isDisposed()) {
            display.timerExec(MILLIS, this::beat);
        }
    }

    private void measure() {
        long now = System.nanoTime();
        long queued = queuedNanos();
        longest.accumulateAndGet(now - last - (queued - lastQueued), Math::max);
        last = now;
        lastQueued = queued;
    }

    /** How long this thread has waited for a processor, as Linux counts it; 0 where nobody does. */
    private static long queuedNanos() {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/thread-self/schedstat")).split(" ")[1]);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
