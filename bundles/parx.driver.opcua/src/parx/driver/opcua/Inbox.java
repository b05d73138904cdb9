package parx.driver.opcua;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import parx.driver.opcua.ValueCodec.Decoded;

/** What a server has sent and the io thread has not yet taken; bounded, the oldest goes first. Thread-safe. */
final class Inbox {
    /** In units of about 64 bytes. */
    private static final int MOST = 200_000;
    private static final int CHARACTERS_PER_UNIT = 32;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
    private int weight;
    private long lost;
    private boolean woken;

    /** @param overflow whether values before it were lost in the server */
    record Arrival(Point point, long time, Decoded decoded, boolean overflow) {
        private int weight() {
            return 1 + (decoded.isText() ? decoded.text().length() / CHARACTERS_PER_UNIT : 0);
        }
    }

    void put(List<Arrival> arrivals) {
        lock.lock();
        try {
            for (Arrival arrival : arrivals) {
                waiting.addLast(arrival);
                weight += arrival.weight();
                lost += arrival.overflow ? 1 : 0;
            }
            makeRoom();
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom() {
        while (weight > MOST) {
            Arrival oldest = waiting.removeFirst();
            weight -= oldest.weight();
            lost++;
            oldest.point.hasGap = true;
        }
    }

    /** Everything that waits; where nothing does, after a wait of at most so long. */
    List<Arrival> take(long limitNanos) {
        lock.lock();
        try {
            long left = limitNanos;
            while (waiting.isEmpty() && !woken && left > 0) {
                left = arrived.awaitNanos(left);
            }
            woken = false;
            List<Arrival> all = List.copyOf(waiting);
            waiting.clear();
            weight = 0;
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** Ends a wait: something else is to be looked at. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Values that went because there was no room. */
    long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }
}
