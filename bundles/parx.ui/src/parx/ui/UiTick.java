package parx.ui;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.slf4j.LoggerFactory;
import parx.service.Subscription;

/**
 * The one timer of a display, by which views pull what changed. A subscriber is skipped while its control is hidden
 * and forgotten when it is disposed. UI thread only.
 */
public final class UiTick {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final int SHORTEST_WAIT_MILLIS = 5;

    private final Display display;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final Runnable timer = this::fire;
    private boolean waiting;

    UiTick(Display display) {
        this.display = display;
    }

    /**
     * Runs the action on the UI thread about every so many milliseconds, the first time at once. An action that takes
     * long delays its own next run, not the others'.
     *
     * @param periodMillis at least 10
     */
    public Subscription every(int periodMillis, Control control, Runnable action) {
        if (periodMillis < 10) {
            throw new IllegalArgumentException("a period of " + periodMillis + " ms is too short");
        }
        Subscriber subscriber = new Subscriber(control, periodMillis * NANOS_PER_MILLI, action);
        subscribers.add(subscriber);
        control.addListener(SWT.Dispose, event -> subscribers.remove(subscriber));
        schedule();
        return () -> {
            subscribers.remove(subscriber);
        };
    }

    private void fire() {
        waiting = false;
        for (Subscriber subscriber : List.copyOf(subscribers)) {
            if (System.nanoTime() - subscriber.due >= 0 && subscribers.contains(subscriber)) {
                subscriber.run();
            }
        }
        schedule();
    }

    private void schedule() {
        if (subscribers.isEmpty() || display.isDisposed()) {
            return;
        }
        long now = System.nanoTime();
        long wait = Long.MAX_VALUE;
        for (Subscriber subscriber : subscribers) {
            wait = Math.min(wait, subscriber.due - now);
        }
        waiting = true;
        display.timerExec((int) Math.max(SHORTEST_WAIT_MILLIS, wait / NANOS_PER_MILLI), timer);
    }

    /** Whether the timer is armed. */
    boolean waiting() {
        return waiting;
    }

    /** One view's wish. UI thread only. */
    private static final class Subscriber {
        private final Control control;
        private final long periodNanos;
        private final Runnable action;
        private long due = System.nanoTime();
        private boolean failed;

        private Subscriber(Control control, long periodNanos, Runnable action) {
            this.control = control;
            this.periodNanos = periodNanos;
            this.action = action;
        }

        private void run() {
            try {
                if (!control.isDisposed() && control.isVisible() && !control.getShell().getMinimized()) {
                    action.run();
                    failed = false;
                }
            } catch (RuntimeException e) {
                if (!failed) {
                    failed = true;
                    // One view's fault must not stop the others, nor fill the log at every tick.
                    LoggerFactory.getLogger(UiTick.class).error("A view failed to refresh; it is tried again, and logged again only after it has worked", e);
                }
            }
            due = System.nanoTime() + periodNanos;
        }
    }
}
