package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.swt.widgets.Display;

/** Measures how long the UI thread was away at the longest. Started and stopped on any thread. */
final class Heartbeat implements AutoCloseable {
    private static final int MILLIS = 20;

    private final Display display;
    private final AtomicLong longest = new AtomicLong();
    private volatile boolean running = true;
    private long last;

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
        longest.accumulateAndGet(now - last, Math::max);
        last = now;
    }
}
