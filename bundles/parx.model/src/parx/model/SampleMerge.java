package parx.model;

import java.util.Arrays;

/**
 * Samples of several channels, taken channel by channel in any interleaving and handed over in the order of time; of
 * equal times the lower place first. Channels have places from 0 on; of one place the times ascend. Not thread-safe.
 */
public final class SampleMerge implements SampleSink {
    private static final int FIRST_CAPACITY = 64;

    private final Run[] runs;
    /** Places that have a sample to hand over, as a heap by the time of their next one. */
    private final int[] heap;
    private int waiting;
    private boolean ordered;

    public SampleMerge(int places) {
        runs = new Run[places];
        Arrays.setAll(runs, place -> new Run());
        heap = new int[places];
    }

    @Override
    public void sample(int place, long timeMicros, double value, byte quality) {
        runs[place].add(timeMicros, value, quality);
        ordered = false;
    }

    /** How many samples of this place were taken since the last {@link #clear}. */
    public int length(int place) {
        return runs[place].length;
    }

    /** Time of the last sample that was taken of this place. */
    public long newest(int place) {
        return runs[place].time[runs[place].length - 1];
    }

    /** Forgets what was taken; the memory is kept. */
    public void clear() {
        for (Run run : runs) {
            run.length = 0;
            run.next = 0;
        }
        ordered = false;
    }

    /**
     * Hands over what is not later than this, oldest first, places as channels.
     *
     * @param most hands over no more than this many
     * @return whether there may be more
     */
    public boolean drain(long untilMicros, int most, SampleSink into) {
        if (!ordered) {
            order();
        }
        for (int count = 0; count < most; count++) {
            if (waiting == 0 || runs[heap[0]].nextTime() > untilMicros) {
                return false;
            }
            int place = heap[0];
            Run run = runs[place];
            int row = run.next++;
            if (run.next == run.length) {
                heap[0] = heap[--waiting];
            }
            sink(0);
            into.sample(place, run.time[row], run.value[row], run.quality[row]);
        }
        return true;
    }

    private void order() {
        waiting = 0;
        for (int place = 0; place < runs.length; place++) {
            if (runs[place].next < runs[place].length) {
                heap[waiting++] = place;
            }
        }
        for (int at = waiting / 2 - 1; at >= 0; at--) {
            sink(at);
        }
        ordered = true;
    }

    private void sink(int from) {
        int at = from;
        for (int child = 2 * at + 1; child < waiting; child = 2 * at + 1) {
            if (child + 1 < waiting && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], heap[at])) {
                return;
            }
            int moved = heap[at];
            heap[at] = heap[child];
            heap[child] = moved;
            at = child;
        }
    }

    private boolean before(int place, int other) {
        long time = runs[place].nextTime();
        long otherTime = runs[other].nextTime();
        return time < otherTime || time == otherTime && place < other;
    }

    /** One place's samples. */
    private static final class Run {
        private long[] time = new long[FIRST_CAPACITY];
        private double[] value = new double[FIRST_CAPACITY];
        private byte[] quality = new byte[FIRST_CAPACITY];
        private int length;
        private int next;

        long nextTime() {
            return time[next];
        }

        void add(long t, double v, byte q) {
            if (length == time.length) {
                int capacity = length * 2;
                time = Arrays.copyOf(time, capacity);
                value = Arrays.copyOf(value, capacity);
                quality = Arrays.copyOf(quality, capacity);
            }
            time[length] = t;
            value[length] = v;
            quality[length] = q;
            length++;
        }
    }
}
