package parx.chart;

import java.util.Arrays;

/**
 * The points of one trace as columns, ascending in time. A row is a sample, or one of the up to four points
 * (first, min, max, last) that stand for a bucket. Thread-safe: one thread writes, a {@link Rows} may be read by any.
 */
public final class TraceStore {
    /** No line leads from the row before to this one. */
    public static final byte BREAK = 1;
    /** The sample is BAD: nothing is drawn from here to the next row, which is marked as such. */
    public static final byte BAD = 2;
    /** The sample is UNCERTAIN: drawn lighter and dashed. */
    public static final byte UNCERTAIN = 4;
    /** The row stands for more than one sample. */
    public static final byte BUCKET = 8;

    private long[] time = new long[256];
    private double[] value = new double[256];
    private byte[] flags = new byte[256];
    private int length;
    private boolean hasTail;
    private long tailTime;
    private double tailValue;
    private byte tailFlags;

    /**
     * A consistent state of the store: rows {@code 0} to {@code count() - 1}, the last of which may be the tail. The
     * arrays are shared with the store, which never writes to a row that it has handed out.
     */
    public static final class Rows {
        private final long[] time;
        private final double[] value;
        private final byte[] flags;
        private final int length;
        private final boolean tail;
        private final long tailTime;
        private final double tailValue;
        private final byte tailFlags;

        /** Rows without a tail; the arrays are not copied, so the caller leaves them alone from now on. */
        public Rows(long[] time, double[] value, byte[] flags, int length) {
            this(time, value, flags, length, false, 0, 0, (byte) 0);
        }

        private Rows(long[] time, double[] value, byte[] flags, int length, boolean tail, long tailTime,
                double tailValue, byte tailFlags) {
            this.time = time;
            this.value = value;
            this.flags = flags;
            this.length = length;
            this.tail = tail;
            this.tailTime = tailTime;
            this.tailValue = tailValue;
            this.tailFlags = tailFlags;
        }

        public int count() {
            return tail ? length + 1 : length;
        }

        public long time(int row) {
            return row < length ? time[row] : tailTime;
        }

        public double value(int row) {
            return row < length ? value[row] : tailValue;
        }

        public byte flags(int row) {
            return row < length ? flags[row] : tailFlags;
        }

        /** Index of the newest row at or before this time, -1 where there is none. */
        public int floor(long micros) {
            if (tail && micros >= tailTime) {
                return length;
            }
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = low + high >>> 1;
                if (time[middle] <= micros) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - 1;
        }

        /** Whether nothing is drawn at this row: BAD, or no number. */
        public boolean empty(int row) {
            return (flags(row) & BAD) != 0 || !Double.isFinite(value(row));
        }
    }

    /** Adds a row; one that is older than the newest is refused, for a trace never runs backwards. */
    public synchronized boolean append(long micros, double newValue, byte newFlags) {
        if (length > 0 && micros < time[length - 1]) {
            return false;
        }
        room(length + 1);
        time[length] = micros;
        value[length] = newValue;
        flags[length] = newFlags;
        length++;
        if (hasTail && tailTime <= micros) {
            hasTail = false;
        }
        return true;
    }

    /**
     * Puts these rows in the place of everything up to and including {@code throughMicros}; newer rows stay.
     *
     * @param older rows up to {@code throughMicros}, ascending; copied
     */
    public synchronized void replaceThrough(long throughMicros, Rows older) {
        int kept = floorOf(throughMicros) + 1;
        int newer = length - kept;
        int capacity = Math.max(256, older.length + newer + (older.length + newer >> 1));
        long[] newTime = Arrays.copyOf(older.time, capacity);
        double[] newValue = Arrays.copyOf(older.value, capacity);
        byte[] newFlags = Arrays.copyOf(older.flags, capacity);
        System.arraycopy(time, kept, newTime, older.length, newer);
        System.arraycopy(value, kept, newValue, older.length, newer);
        System.arraycopy(flags, kept, newFlags, older.length, newer);
        time = newTime;
        value = newValue;
        flags = newFlags;
        length = older.length + newer;
        if (hasTail && length > 0 && tailTime <= time[length - 1]) {
            hasTail = false;
        }
    }

    /** Lets the trace go on to this point until a row or another tail takes its place. Ignored where not newer. */
    public synchronized void tail(long micros, double newValue, byte newFlags) {
        hasTail = length == 0 || micros > time[length - 1];
        tailTime = micros;
        tailValue = newValue;
        tailFlags = newFlags;
    }

    public synchronized void noTail() {
        hasTail = false;
    }

    public synchronized void clear() {
        length = 0;
        hasTail = false;
        // Readers may still hold the old arrays: rows before their length must not change under them.
        time = new long[256];
        value = new double[256];
        flags = new byte[256];
    }

    /** Rows without the tail. */
    public synchronized int length() {
        return length;
    }

    /** Time of the newest row without the tail, {@link Long#MIN_VALUE} where there is none. */
    public synchronized long newestMicros() {
        return length == 0 ? Long.MIN_VALUE : time[length - 1];
    }

    /** Value of the newest row without the tail, NaN where there is none. */
    public synchronized double newestValue() {
        return length == 0 ? Double.NaN : value[length - 1];
    }

    /** Flags of the newest row without the tail, {@link #BAD} where there is none. */
    public synchronized byte newestFlags() {
        return length == 0 ? BAD : flags[length - 1];
    }

    /** The rows as they are now, the tail as the last of them. */
    public synchronized Rows rows() {
        return new Rows(time, value, flags, length, hasTail, tailTime, tailValue, tailFlags);
    }

    private int floorOf(long micros) {
        return new Rows(time, value, flags, length).floor(micros);
    }

    private void room(int needed) {
        if (needed > time.length) {
            int capacity = needed + (needed >> 1);
            time = Arrays.copyOf(time, capacity);
            value = Arrays.copyOf(value, capacity);
            flags = Arrays.copyOf(flags, capacity);
        }
    }
}
