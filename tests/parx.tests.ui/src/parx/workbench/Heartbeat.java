package parx.workbench;

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

    /** Nanoseconds between two beats, at the most. */
    long longestNanos() {
        return longest.get();
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
