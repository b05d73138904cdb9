package parx.persistence.internal.history;

import java.util.Arrays;
import parx.model.QualityCode;
import parx.service.Trace;

/**
 * Grows one trace from rows that come in the order of their times: as they are, or put into buckets. A bucket keeps
 * the first, least, greatest, last and mean good value, how many samples count and how many are BAD, and the worst
 * quality, so that a spike or a gap of one sample is seen at every zoom. Not thread-safe.
 */
final class TraceBuilder {
    /** As the rollups do it: a value beyond this, such as a float of the wrong word order, counts as this in a mean. */
    private static final double BOUND = 1e100;

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
    private double[] average;
    private long[] counted;
    private long[] bad;
    private byte[] quality;

    /** @param bucketMicros width of a bucket, 0 for raw rows */
    TraceBuilder(String channelId, long bucketMicros, int capacity) {
        this.channelId = channelId;
        this.width = bucketMicros;
        time = new long[capacity];
        first = new double[capacity];
        quality = new byte[capacity];
        bad = new long[capacity];
        if (width > 0) {
            min = new double[capacity];
            max = new double[capacity];
            last = new double[capacity];
            average = new double[capacity];
            counted = new long[capacity];
        }
    }

    int length() {
        return length;
    }

    /** How many stored samples are in it, without the one before the range. */
    long samples() {
        long samples = 0;
        for (int row = fixed; row < length; row++) {
            samples += width == 0 ? 1 : counted[row] + bad[row];
        }
        return samples;
    }

    /** Time of the first row, without the one before the range; the latest possible where there is none. */
    long begin() {
        return length == fixed ? Long.MAX_VALUE : time[fixed];
    }

    /** Puts the rows of another, of the same width and without a sample before its range, in front of its own. */
    void prepend(TraceBuilder older) {
        if (older.length == 0) {
            return;
        }
        TraceBuilder own = new TraceBuilder(channelId, width, Math.max(1, length));
        own.addAll(this, 0, length);
        length = fixed;
        addAll(older, 0, older.length);
        addAll(own, fixed, own.length);
    }

    private void addAll(TraceBuilder other, int begin, int end) {
        for (int row = begin; row < end; row++) {
            add(other.time[row], other.first[row], other.min[row], other.max[row], other.last[row], other.average[row],
                    other.counted[row], other.bad[row], other.quality[row]);
        }
    }

    /** The sample before the range. */
    void before(long timeMicros, double value, byte code) {
        one(timeMicros, value, code);
        fixed = length;
    }

    /** One stored sample. */
    void sample(long timeMicros, double value, byte code) {
        one(width == 0 ? timeMicros : Math.floorDiv(timeMicros, width) * width, value, code);
    }

    private void one(long at, double value, byte code) {
        boolean counts = !QualityCode.isBad(code) && !Double.isNaN(value);
        if (!counts) {
            add(at, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 1, code);
        } else {
            add(at, value, value, value, value, Math.clamp(value, -BOUND, BOUND), 1, 0, code);
        }
    }

    /** One row of a rollup; NaN where no good value is in it. */
    void bucket(long timeMicros, double rowFirst, double rowMin, double rowMax, double rowLast, double rowAverage,
            long rowCounted, long rowUncertain, long rowBad) {
        byte worst = rowBad > 0 ? StoredQuality.BAD : rowUncertain > 0 ? StoredQuality.UNCERTAIN : QualityCode.GOOD;
        add(Math.floorDiv(timeMicros, width) * width, rowFirst, rowMin, rowMax, rowLast, rowAverage, rowCounted, rowBad,
                worst);
    }

    private void add(long at, double rowFirst, double rowMin, double rowMax, double rowLast, double rowAverage,
            long rowCounted, long rowBad, byte worst) {
        if (width == 0 || length == fixed || time[length - 1] != at) {
            append(at, rowFirst, rowMin, rowMax, rowLast, rowAverage, rowCounted, rowBad, worst);
            return;
        }
        int row = length - 1;
        bad[row] += rowBad;
        quality[row] = QualityCode.quality(worst).compareTo(QualityCode.quality(quality[row])) > 0 ? worst : quality[row];
        if (rowCounted > 0) {
            boolean none = counted[row] == 0;
            counted[row] += rowCounted;
            first[row] = none ? rowFirst : first[row];
            min[row] = none ? rowMin : Math.min(min[row], rowMin);
            max[row] = none ? rowMax : Math.max(max[row], rowMax);
            last[row] = rowLast;
            average[row] = none ? rowAverage : average[row] + (rowAverage - average[row]) * rowCounted / counted[row];
        }
    }

    Trace build() {
        long[] times = Arrays.copyOf(time, length);
        byte[] qualities = Arrays.copyOf(quality, length);
        boolean[] gap = new boolean[length];
        for (int row = 0; row < length; row++) {
            gap[row] = bad[row] > 0;
        }
        if (width == 0 || length == fixed) {
            return Trace.ofSamples(channelId, times, Arrays.copyOf(first, length), qualities, gap);
        }
        return new Trace(channelId, false, length, times, Arrays.copyOf(first, length), Arrays.copyOf(min, length),
                Arrays.copyOf(max, length), Arrays.copyOf(last, length), Arrays.copyOf(average, length),
                Arrays.copyOf(counted, length), Arrays.copyOf(bad, length), qualities, gap);
    }

    private void append(long at, double rowFirst, double rowMin, double rowMax, double rowLast, double rowAverage,
            long rowCounted, long rowBad, byte worst) {
        if (length == time.length) {
            grow();
        }
        time[length] = at;
        first[length] = rowFirst;
        bad[length] = rowBad;
        quality[length] = worst;
        if (width > 0) {
            min[length] = rowMin;
            max[length] = rowMax;
            last[length] = rowLast;
            average[length] = rowAverage;
            counted[length] = rowCounted;
        }
        length++;
    }

    private void grow() {
        int capacity = Math.max(64, length * 2);
        time = Arrays.copyOf(time, capacity);
        first = Arrays.copyOf(first, capacity);
        bad = Arrays.copyOf(bad, capacity);
        quality = Arrays.copyOf(quality, capacity);
        if (width > 0) {
            min = Arrays.copyOf(min, capacity);
            max = Arrays.copyOf(max, capacity);
            last = Arrays.copyOf(last, capacity);
            average = Arrays.copyOf(average, capacity);
            counted = Arrays.copyOf(counted, capacity);
        }
    }
}
