package parx.acquisition.internal;

import java.util.Arrays;

/**
 * Every sample of one channel for a while, whether a rule keeps it or not, with what was stored of it: what pre-triggers
 * are taken from, and what tells a late row that it is stored already. A ring with indices that only grow. Pipeline
 * thread.
 */
final class LookBack {
    static final int FIRST_CAPACITY = 64;
    static final int BYTES_PER_SAMPLE = 19;
    /** Samples of one time come on different connections at different moments: so much longer than asked all are kept. */
    static final long SKEW_MICROS = 2_000_000;

    private final Budget budget;
    private long[] time = new long[FIRST_CAPACITY];
    private double[] value = new double[FIRST_CAPACITY];
    private byte[] quality = new byte[FIRST_CAPACITY];
    private short[] kept = new short[FIRST_CAPACITY];
    private int mask = FIRST_CAPACITY - 1;
    private long head;
    private long tail;
    private long horizonMicros;
    private int count;
    /** Number of the parcel under way, and where it began: what came in it has not been looked at yet. */
    private long parcel = -1;
    private long parcelStart;
    private boolean cutShort;

    /** The memory of all channels together. Pipeline thread. */
    static final class Budget {
        private long left;

        /** @param samples beyond a small first ring per channel */
        Budget(long samples) {
            left = samples;
        }

        boolean take(long samples) {
            boolean granted = samples <= left;
            left -= granted ? samples : 0;
            return granted;
        }

        void give(long samples) {
            left += samples;
        }
    }

    LookBack(Budget budget) {
        this.budget = budget;
    }

    /** From now on keeps what is not older than this, and at least so many before that. */
    void reach(long micros, int samples) {
        horizonMicros = micros + SKEW_MICROS;
        count = samples;
    }

    void append(long timeMicros, double newValue, byte newQuality, short keptDays, long inParcel) {
        if (inParcel != parcel) {
            parcel = inParcel;
            parcelStart = head;
            expire();
        }
        if (head - tail > mask) {
            makeRoom();
        }
        int at = (int) head & mask;
        time[at] = timeMicros;
        value[at] = newValue;
        quality[at] = newQuality;
        kept[at] = keptDays;
        head++;
    }

    private void expire() {
        if (head == tail) {
            return;
        }
        long horizon = time(head - 1) - horizonMicros;
        while (tail + count < head && time(tail + count) < horizon) {
            tail++;
        }
    }

    /** What has not been looked at yet must not go: a parcel is bounded, so that growing for it is, too. */
    private void makeRoom() {
        int capacity = mask + 1;
        if (budget.take(capacity)) {
            grow(capacity * 2);
        } else if (tail < parcelStart) {
            tail++;
            cutShort = true;
        } else {
            budget.give(-capacity);
            grow(capacity * 2);
        }
    }

    private void grow(int capacity) {
        int old = mask;
        long[] oldTime = time;
        double[] oldValue = value;
        byte[] oldQuality = quality;
        short[] oldKept = kept;
        time = Arrays.copyOf(time, capacity);
        value = Arrays.copyOf(value, capacity);
        quality = Arrays.copyOf(quality, capacity);
        kept = Arrays.copyOf(kept, capacity);
        mask = capacity - 1;
        for (long i = tail; i < head; i++) {
            int from = (int) i & old;
            int to = (int) i & mask;
            time[to] = oldTime[from];
            value[to] = oldValue[from];
            quality[to] = oldQuality[from];
            kept[to] = oldKept[from];
        }
    }

    /** Forgets all; indices go on. */
    void clear() {
        tail = head;
        parcelStart = head;
    }

    /** Gives its memory back; not used after. */
    void release() {
        budget.give(mask + 1 - FIRST_CAPACITY);
    }

    /** Whether memory did not suffice for what it should reach back to, since last asked. */
    boolean wasCutShort() {
        boolean was = cutShort;
        cutShort = false;
        return was;
    }

    /** Index of the next sample. */
    long head() {
        return head;
    }

    /** Index of the oldest sample. */
    long tail() {
        return tail;
    }

    long time(long index) {
        return time[(int) index & mask];
    }

    double value(long index) {
        return value[(int) index & mask];
    }

    byte quality(long index) {
        return quality[(int) index & mask];
    }

    /** How long the database keeps this sample; see {@link SampleLine#NOT_KEPT}. */
    short kept(long index) {
        return kept[(int) index & mask];
    }

    void kept(long index, short days) {
        kept[(int) index & mask] = days;
    }

    /** Index of the first sample not before this time; {@link #head} where there is none. */
    long atOrAfter(long timeMicros) {
        long low = tail;
        long high = head;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (time(middle) < timeMicros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Index of the sample of this time, or -1. */
    long find(long timeMicros) {
        long at = atOrAfter(timeMicros);
        return at < head && time(at) == timeMicros ? at : -1;
    }
}
