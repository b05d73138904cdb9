package parx.acquisition.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import parx.model.SampleBatch;
import parx.model.SampleSink;

/**
 * The newest samples of one channel in a ring that grows with its rate. One writer, the pipeline thread, that never
 * waits; any thread reads. Indices only grow; a cell is given up (tail) before it is written over, so that a reader
 * who finds the tail unmoved after copying has copied what was there.
 */
final class RecentRing {
    static final int FIRST_CAPACITY = 64;
    private static final int ATTEMPTS = 3;
    private static final VarHandle HEAD;
    private static final VarHandle TAIL;
    private static final VarHandle EDITS;

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(RecentRing.class, "head", long.class);
            TAIL = MethodHandles.lookup().findVarHandle(RecentRing.class, "tail", long.class);
            EDITS = MethodHandles.lookup().findVarHandle(RecentRing.class, "edits", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Budget budget;
    private volatile Cells cells = new Cells(FIRST_CAPACITY);
    /** Index of the next sample. */
    private long head;
    /** Index of the oldest sample that is still there. */
    private long tail;
    /** Odd while rows are put in between others. */
    private long edits;
    private SampleBatch single;

    /** How long and in how much memory samples are kept. Written and asked by the pipeline thread. */
    interface Budget {
        long retentionMicros();

        /** Whether a ring may grow to this capacity; the answer yes books the memory. */
        boolean grow(int from, int to);
    }

    private static final class Cells {
        final long[] time;
        final double[] value;
        final byte[] quality;
        final int mask;

        Cells(int capacity) {
            time = new long[capacity];
            value = new double[capacity];
            quality = new byte[capacity];
            mask = capacity - 1;
        }

        void move(long from, long to) {
            int at = (int) from & mask;
            put(to, time[at], value[at], quality[at]);
        }

        void put(long index, long t, double v, byte q) {
            int at = (int) index & mask;
            time[at] = t;
            value[at] = v;
            quality[at] = q;
        }
    }

    RecentRing(Budget budget) {
        this.budget = budget;
    }

    int capacity() {
        return cells.mask + 1;
    }

    /** Pipeline thread; times ascend strictly. */
    void append(long timeMicros, double value, byte quality) {
        Cells now = cells;
        long oldest = expire(now, timeMicros - budget.retentionMicros());
        if (head - oldest > now.mask) {
            int capacity = now.mask + 1;
            if (budget.grow(capacity, capacity * 2)) {
                now = copy(now, capacity * 2);
            } else {
                oldest++;
            }
        }
        if (oldest != tail) {
            TAIL.setRelease(this, oldest);
            VarHandle.storeStoreFence();
        }
        now.put(head, timeMicros, value, quality);
        HEAD.setRelease(this, head + 1);
    }

    /** As {@link #append}, of a row whose time may be before the newest one. Pipeline thread. */
    void put(long timeMicros, double value, byte quality) {
        if (head == tail || timeMicros > cells.time[(int) (head - 1) & cells.mask]) {
            append(timeMicros, value, quality);
            return;
        }
        single = single == null ? new SampleBatch(1) : single;
        single.clear();
        single.sample(0, timeMicros, value, quality);
        merge(single);
    }

    /**
     * Puts rows in where their times belong; what is older than the oldest row is left out, for memory is complete
     * from there only, and so is a time that is there. Pipeline thread.
     *
     * @param late ascending in time
     */
    void merge(SampleBatch late) {
        int between = 0;
        while (between < late.length() && head > tail && late.timeMicros(between) <= time(cells, head - 1)) {
            between++;
        }
        if (between > 0) {
            insert(late, between);
        }
        for (int row = between; row < late.length(); row++) {
            append(late.timeMicros(row), late.value(row), late.quality(row));
        }
    }

    /** The first rows of these, none after the newest one. */
    private void insert(SampleBatch late, int count) {
        while (head - tail + count > cells.mask + 1 && budget.grow(cells.mask + 1, (cells.mask + 1) * 2)) {
            copy(cells, (cells.mask + 1) * 2);
        }
        Cells now = cells;
        long oldest = Math.max(tail, head - (now.mask + 1 - Math.min(count, now.mask)));
        int missing = 0;
        for (int row = 0; row < count; row++) {
            long time = late.timeMicros(row);
            missing += time > time(now, oldest) && time(now, atOrAfter(now, oldest, head, time)) != time ? 1 : 0;
        }
        EDITS.setOpaque(this, edits + 1);
        VarHandle.storeStoreFence();
        TAIL.setRelease(this, oldest);
        long from = head - 1;
        long to = from + missing;
        for (int row = count - 1; row >= 0 && to > from; row--) {
            long time = late.timeMicros(row);
            while (time(now, from) > time) {
                now.move(from--, to--);
            }
            if (time(now, from) < time) {
                now.put(to--, time, late.value(row), late.quality(row));
            }
        }
        HEAD.setRelease(this, head + missing);
        EDITS.setRelease(this, edits + 1);
    }

    private static long time(Cells of, long index) {
        return of.time[(int) index & of.mask];
    }

    /** One sample before the horizon stays, so that whoever looks at it sees where the line comes from. */
    private long expire(Cells now, long horizon) {
        long oldest = tail;
        while (oldest + 1 < head && now.time[(int) (oldest + 1) & now.mask] < horizon) {
            oldest++;
        }
        return oldest;
    }

    private Cells copy(Cells old, int capacity) {
        Cells grown = new Cells(capacity);
        for (long i = tail; i < head; i++) {
            int at = (int) i & old.mask;
            grown.put(i, old.time[at], old.value[at], old.quality[at]);
        }
        cells = grown;
        return grown;
    }

    /**
     * Hands over the samples from {@code from} to {@code to}, oldest first; with {@code lead} also the last one before.
     *
     * @return the time of the oldest sample in memory, which is complete from there on; MAX_VALUE where it is empty
     */
    long read(long from, long to, boolean lead, SampleSink into, int handle) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long edition = edition();
            long last = (long) HEAD.getAcquire(this);
            Cells now = cells;
            long first = (long) TAIL.getAcquire(this);
            if (first >= last) {
                continue;
            }
            long complete = now.time[(int) first & now.mask];
            long start = atOrAfter(now, first, last, from);
            long end = to == Long.MAX_VALUE ? last : atOrAfter(now, start, last, to + 1);
            if (lead && start > first) {
                start--;
            }
            Copy copy = new Copy(now, start, end);
            VarHandle.loadLoadFence();
            if ((long) TAIL.getOpaque(this) == first && (long) EDITS.getOpaque(this) == edition) {
                copy.handOver(0, Long.MIN_VALUE, Long.MAX_VALUE, into, handle);
                return complete;
            }
        }
        return readAll(from, to, lead, into, handle);
    }

    /** For a channel so fast that its oldest samples leave while one looks: copy all, cut off what left meanwhile. */
    private long readAll(long from, long to, boolean lead, SampleSink into, int handle) {
        while (true) {
            long edition = edition();
            long last = (long) HEAD.getAcquire(this);
            Cells now = cells;
            long first = (long) TAIL.getAcquire(this);
            if (last == 0) {
                return Long.MAX_VALUE;
            }
            Copy copy = new Copy(now, first, Math.max(first, last));
            VarHandle.loadLoadFence();
            long left = (long) TAIL.getOpaque(this);
            if ((long) EDITS.getOpaque(this) != edition) {
                continue;
            }
            int skip = (int) Math.min(copy.length, left - first);
            if (skip < copy.length) {
                long complete = copy.time[skip];
                int start = skip;
                while (lead && start + 1 < copy.length && copy.time[start + 1] < from) {
                    start++;
                }
                copy.handOver(start, lead ? Long.MIN_VALUE : from, to, into, handle);
                return complete;
            }
        }
    }

    /** Of the rows that are there; waits while some are put in between. */
    private long edition() {
        long edition = (long) EDITS.getAcquire(this);
        while ((edition & 1) != 0) {
            Thread.onSpinWait();
            edition = (long) EDITS.getAcquire(this);
        }
        return edition;
    }

    private static long atOrAfter(Cells now, long first, long last, long time) {
        long low = first;
        long high = last;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (now.time[(int) middle & now.mask] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A stretch of cells, copied. The reader's thread. */
    private static final class Copy {
        final int length;
        final long[] time;
        final double[] value;
        final byte[] quality;

        Copy(Cells source, long start, long end) {
            length = (int) Math.max(0, Math.min(end - start, source.mask + 1));
            int at = (int) start & source.mask;
            int upToWrap = Math.min(length, source.mask + 1 - at);
            time = Arrays.copyOf(Arrays.copyOfRange(source.time, at, at + upToWrap), length);
            value = Arrays.copyOf(Arrays.copyOfRange(source.value, at, at + upToWrap), length);
            quality = Arrays.copyOf(Arrays.copyOfRange(source.quality, at, at + upToWrap), length);
            System.arraycopy(source.time, 0, time, upToWrap, length - upToWrap);
            System.arraycopy(source.value, 0, value, upToWrap, length - upToWrap);
            System.arraycopy(source.quality, 0, quality, upToWrap, length - upToWrap);
        }

        void handOver(int start, long from, long to, SampleSink into, int handle) {
            for (int i = start; i < length && time[i] <= to; i++) {
                if (time[i] >= from) {
                    into.sample(handle, time[i], value[i], quality[i]);
                }
            }
        }
    }
}
