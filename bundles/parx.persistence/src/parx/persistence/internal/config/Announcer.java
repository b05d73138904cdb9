package parx.persistence.internal.config;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.Subscription;

/**
 * Tells listeners that something changed, on the service's own thread, never while a lock is held. Changes that come
 * before the listeners were told are told once. Thread-safe.
 */
final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final Executor thread;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean pending = new AtomicBoolean();

    Announcer(Executor thread) {
        this.thread = thread;
    }

    Subscription add(Runnable listener) {
        // A wrapper, so that the same listener may subscribe twice and end one of the two.
        Runnable own = listener::run;
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    void announce() {
        if (pending.compareAndSet(false, true)) {
            thread.execute(this::tell);
        }
    }

    private void tell() {
        pending.set(false);
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("A listener for changes of the configuration failed; the others are told all the same", e);
            }
        }
    }
}
