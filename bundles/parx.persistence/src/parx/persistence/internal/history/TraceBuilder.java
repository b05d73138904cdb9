package parx.persistence.internal.history;

import java.util.Arrays;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.service.Trace;

/**
 * Grows one trace from rows that come in the order of their times: as they are, or put into buckets. A bucket keeps
 * the first, least, greatest and last good value, the worst quality and whether a BAD sample lies in it, so that a
 * spike or a gap of one sample is seen at every zoom. Not thread-safe.
 */
final class TraceBuilder {
    /** Stored quality has no reason; these are the bytes of the three words. */
    private static final byte[] CODES = {QualityCode.GOOD, QualityCode.of(Quality.UNCERTAIN, Reason.NONE),
            QualityCode.of(Quality.BAD, Reason.NONE)};

    private final String channelId;
    /** 0 for raw rows. */
    private final long width;
    private int length;
    /** Rows before this one are never merged into: the sample before the range stands alone. */
    private int fixed;
    private long[] time;
    private double[] first;
    private double[] min;
    private double[] max;
    private double[] last;
    private byte[] quality;
    private boolean[] gap;

    /** @param bucketMicros width of a bucket, 0 for raw rows */
    TraceBuilder(String channelId, long bucketMicros, int capacity) {
        this.channelId = channelId;
        this.width = bucketMicros;
        time = new long[capacity];
        first = new double[capacity];
        quality = new byte[capacity];
        gap = new boolean[capacity];
        if (width == 0) {
            min = first;
            max = first;
            last = first;
        } else {
            min = new double[capacity];
            max = new double[capacity];
            last = new double[capacity];
        }
    }

    int length() {
        return length;
    }

    static Quality quality(byte firstLetter) {
        return switch (firstLetter) {
            case 'G' -> Quality.GOOD;
            case 'U' -> Quality.UNCERTAIN;
            default -> Quality.BAD;
        };
    }

    /** The sample before the range. */
    void before(long timeMicros, double value, Quality stored) {
        boolean good = stored != Quality.BAD && !Double.isNaN(value);
        double counted = good ? value : Double.NaN;
        append(timeMicros, counted, counted, counted, counted, stored, !good);
        fixed = length;
    }

    /** One stored sample. */
    void sample(long timeMicros, double value, Quality stored) {
        boolean good = stored != Quality.BAD && !Double.isNaN(value);
        double counted = good ? value : Double.NaN;
        if (width == 0) {
            append(timeMicros, counted, counted, counted, counted, stored, !good);
        } else {
            bucket(timeMicros, counted, counted, counted, counted, good ? stored : Quality.BAD, !good);
        }
    }

    /** One row of a rollup; NaN where no good value is in it. */
    void bucket(long timeMicros, double rowFirst, double rowMin, double rowMax, double rowLast, Quality worst,
            boolean bad) {
        long start = Math.floorDiv(timeMicros, width) * width;
        if (length == fixed || time[length - 1] != start) {
            append(start, rowFirst, rowMin, rowMax, rowLast, worst, bad);
            return;
        }
        int at = length - 1;
        gap[at] |= bad;
        quality[at] = CODES[QualityCode.quality(quality[at]).worst(worst).ordinal()];
        if (!Double.isNaN(rowMin)) {
            boolean none = Double.isNaN(min[at]);
            first[at] = none ? rowFirst : first[at];
            min[at] = none ? rowMin : Math.min(min[at], rowMin);
            max[at] = none ? rowMax : Math.max(max[at], rowMax);
            last[at] = rowLast;
        }
    }

    Trace build() {
        double[] f = Arrays.copyOf(first, length);
        boolean raw = width == 0;
        return new Trace(channelId, raw, length, Arrays.copyOf(time, length), f, raw ? f : Arrays.copyOf(min, length),
                raw ? f : Arrays.copyOf(max, length), raw ? f : Arrays.copyOf(last, length),
                Arrays.copyOf(quality, length), Arrays.copyOf(gap, length));
    }

    private void append(long at, double rowFirst, double rowMin, double rowMax, double rowLast, Quality worst, boolean bad) {
        if (length == time.length) {
            grow();
        }
        time[length] = at;
        first[length] = rowFirst;
        if (width != 0) {
            min[length] = rowMin;
            max[length] = rowMax;
            last[length] = rowLast;
        }
        quality[length] = CODES[worst.ordinal()];
        gap[length] = bad;
        length++;
    }

    private void grow() {
        int capacity = Math.max(64, length * 2);
        time = Arrays.copyOf(time, capacity);
        first = Arrays.copyOf(first, capacity);
        quality = Arrays.copyOf(quality, capacity);
        gap = Arrays.copyOf(gap, capacity);
        if (width == 0) {
            min = first;
            max = first;
            last = first;
        } else {
            min = Arrays.copyOf(min, capacity);
            max = Arrays.copyOf(max, capacity);
            last = Arrays.copyOf(last, capacity);
        }
    }
}
