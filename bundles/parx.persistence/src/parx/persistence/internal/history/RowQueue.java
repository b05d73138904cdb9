package parx.persistence.internal.history;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import parx.model.SampleBatch;

/**
 * Rows between the pipeline thread (puts) and the history-writer thread (peeks, then releases once they are safe).
 * Bounded; chunks are reused, so that a steady rate allocates nothing. The lock is held for a copy only, never for I/O.
 */
final class RowQueue {
    /** Also the largest batch that is committed at once. */
    static final int CHUNK = 50_000;
    private static final int SPARE_CHUNKS = 8;

    private final int bound;
    private final int enough;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition released = lock.newCondition();
    private final ArrayDeque<SampleBatch> chunks = new ArrayDeque<>();
    private final ArrayDeque<SampleBatch> spare = new ArrayDeque<>();
    private int headReleased;
    private int size;
    private long put;
    private long safe;
    private boolean hurry;
    private boolean woken;

    /** @param bound most rows held @param enough so many rows are worth a commit before its time */
    RowQueue(int bound, int enough) {
        this.bound = bound;
        this.enough = enough;
    }

    /** Copies rows in, as many as fit. @return how many did not */
    int put(SampleBatch batch) {
        lock.lock();
        try {
            boolean wasEmpty = size == 0;
            int take = Math.min(batch.length(), bound - size);
            for (int from = 0; from < take; ) {
                SampleBatch tail = tailWithRoom();
                int count = Math.min(take - from, CHUNK - tail.length());
                tail.addAll(batch, from, from + count);
                from += count;
                // Chunk by chunk: where memory for the next one is missing, what is in stays counted.
                size += count;
                put += count;
            }
            if (take > 0 && (wasEmpty || size >= enough)) {
                arrived.signal();
            }
            return batch.length() - take;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a row, at most this long. */
    void awaitAny(long nanos) throws InterruptedException {
        await(1, nanos, true);
    }

    /** Waits until there are enough rows for a commit before its time, at most this long. */
    void awaitEnough(long nanos) throws InterruptedException {
        await(enough, nanos, true);
    }

    private void await(int rows, long nanos, boolean orHurry) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (size < rows && left > 0 && !(orHurry && hurry) && !woken) {
                left = arrived.awaitNanos(left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits this long whatever arrives, unless {@link #awaitReleased} or {@link #wake} is called. */
    void awaitPause(long nanos) throws InterruptedException {
        await(Integer.MAX_VALUE, nanos, false);
    }

    /** Ends a wait of the history-writer now. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The oldest rows, without removing them. They stay unchanged until they are released; only the history-writer
     * thread calls this.
     */
    Rows peek() {
        lock.lock();
        try {
            SampleBatch head = chunks.peekFirst();
            return head == null ? Rows.NONE : new Rows(head, headReleased, head.length());
        } finally {
            lock.unlock();
        }
    }

    /** These oldest rows are safe now. */
    void release(int rows) {
        lock.lock();
        try {
            headReleased += rows;
            size -= rows;
            safe += rows;
            SampleBatch head = chunks.peekFirst();
            if (head != null && headReleased == head.length()) {
                headReleased = 0;
                chunks.removeFirst();
                head.clear();
                if (spare.size() < SPARE_CHUNKS) {
                    spare.addFirst(head);
                }
            }
            if (size == 0) {
                hurry = false;
            }
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything put so far is released. */
    boolean awaitReleased(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long goal = put;
            long left = nanos;
            hurry = size > 0;
            woken = hurry;
            arrived.signal();
            while (safe < goal) {
                if (left <= 0) {
                    hurry = false;
                    return false;
                }
                left = released.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody waits in {@link #awaitReleased}. */
    boolean hurried() {
        lock.lock();
        try {
            return hurry;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    private SampleBatch tailWithRoom() {
        SampleBatch tail = chunks.peekLast();
        if (tail == null || tail.length() == CHUNK) {
            tail = spare.isEmpty() ? new SampleBatch(CHUNK) : spare.removeFirst();
            chunks.addLast(tail);
        }
        return tail;
    }
}
