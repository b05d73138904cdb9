package parx.startup.internal;

import static parx.startup.internal.StartupTexts.TEXTS;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import parx.model.Sentence;
import parx.service.StartException;

/** A service that comes and goes, and a place to wait for it. Thread-safe. */
final class Arrival<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private T service;

    void came(T arrived) {
        set(arrived);
    }

    void went(T gone) {
        lock.lock();
        try {
            // A successor may have been bound before the predecessor is unbound.
            if (service == gone) {
                service = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** @throws StartException with this sentence if it does not come in time or the thread is interrupted */
    T await(Duration limit, Sentence sentence) throws StartException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (service == null) {
                if (left <= 0) {
                    throw new StartException(sentence);
                }
                left = changed.awaitNanos(left);
            }
            return service;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(TEXTS.of("start.cancelled"), e);
        } finally {
            lock.unlock();
        }
    }

    private void set(T value) {
        lock.lock();
        try {
            service = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
