package parx.acquisition.internal;

import java.util.Arrays;
import parx.model.QualityCode;
import parx.model.SampleSink;
import parx.service.History.HistoryQuery;
import parx.service.Trace;

/** Rows of a trace while it is put together; ascending in time. Not thread-safe. */
final class Rows implements SampleSink {
    private static final int FIRST_CAPACITY = 64;

    private long[] time = new long[FIRST_CAPACITY];
    private double[] first = new double[FIRST_CAPACITY];
    private double[] min = new double[FIRST_CAPACITY];
    private double[] max = new double[FIRST_CAPACITY];
    private double[] last = new double[FIRST_CAPACITY];
    private double[] average = new double[FIRST_CAPACITY];
    private long[] counted = new long[FIRST_CAPACITY];
    private long[] bad = new long[FIRST_CAPACITY];
    private byte[] quality = new byte[FIRST_CAPACITY];
    private int length;

    @Override
    public void sample(int channel, long timeMicros, double value, byte code) {
        boolean counts = !QualityCode.isBad(code) && !Double.isNaN(value);
        double shown = counts ? value : Double.NaN;
        int row = append();
        time[row] = timeMicros;
        first[row] = shown;
        min[row] = shown;
        max[row] = shown;
        last[row] = shown;
        average[row] = shown;
        counted[row] = counts ? 1 : 0;
        bad[row] = counts ? 0 : 1;
        quality[row] = code;
    }

    /** The rows of this trace that lie before a time. */
    void addBefore(long limit, Trace trace) {
        for (int from = 0; from < trace.length() && trace.timeMicros()[from] < limit; from++) {
            int row = append();
            time[row] = trace.timeMicros()[from];
            first[row] = trace.first()[from];
            min[row] = trace.min()[from];
            max[row] = trace.max()[from];
            last[row] = trace.last()[from];
            average[row] = trace.average()[from];
            counted[row] = trace.counted()[from];
            bad[row] = trace.bad()[from];
            quality[row] = trace.quality()[from];
        }
    }

    void addAll(Rows other) {
        for (int i = 0; i < other.length; i++) {
            addRow(other, i);
        }
    }

    /** As {@link #addAll}; a row that does not begin after the last one is merged into it. */
    void addMerging(Rows other) {
        for (int i = 0; i < other.length; i++) {
            if (length > 0 && other.time[i] <= time[length - 1]) {
                merge(other, i);
            } else {
                addRow(other, i);
            }
        }
    }

    /** The rows as they stand where they fit the columns, else in buckets of one column's width. */
    Trace trace(String id, HistoryQuery query) {
        Rows shown = bucketsIfMany(query);
        return shown == this ? Trace.ofSamples(id, cut(time), cut(min), Arrays.copyOf(quality, length), gaps())
                : shown.asBuckets(id);
    }

    Trace asBuckets(String id) {
        return new Trace(id, false, length, cut(time), cut(first), cut(min), cut(max), cut(last), cut(average),
                cut(counted), cut(bad), Arrays.copyOf(quality, length), gaps());
    }

    /**
     * These rows where no more than the columns lie within the range; else rows of one column each. The lead before
     * the range stays a row of its own.
     */
    Rows bucketsIfMany(HistoryQuery query) {
        int lead = length > 0 && time[0] < query.fromMicros() ? 1 : 0;
        if (length - lead <= query.columns()) {
            return this;
        }
        Rows buckets = new Rows();
        if (lead == 1) {
            buckets.addRow(this, 0);
        }
        long width = Math.max(1, Math.ceilDiv(query.toMicros() - query.fromMicros() + 1, query.columns()));
        long end = Long.MIN_VALUE;
        for (int i = lead; i < length; i++) {
            if (time[i] < end) {
                buckets.merge(this, i);
            } else {
                long start = query.fromMicros() + (time[i] - query.fromMicros()) / width * width;
                buckets.addRow(this, i);
                buckets.time[buckets.length - 1] = start;
                end = start + width;
            }
        }
        return buckets;
    }

    private void addRow(Rows other, int i) {
        int row = append();
        time[row] = other.time[i];
        first[row] = other.first[i];
        min[row] = other.min[i];
        max[row] = other.max[i];
        last[row] = other.last[i];
        average[row] = other.average[i];
        counted[row] = other.counted[i];
        bad[row] = other.bad[i];
        quality[row] = other.quality[i];
    }

    /** Into the last row: nothing extreme is lost, each value weighs the same, and the worst quality wins. */
    private void merge(Rows other, int i) {
        int into = length - 1;
        if (other.counted[i] > 0) {
            boolean none = counted[into] == 0;
            counted[into] += other.counted[i];
            first[into] = none ? other.first[i] : first[into];
            last[into] = other.last[i];
            min[into] = none ? other.min[i] : Math.min(min[into], other.min[i]);
            max[into] = none ? other.max[i] : Math.max(max[into], other.max[i]);
            average[into] = none ? other.average[i]
                    : average[into] + (other.average[i] - average[into]) * other.counted[i] / counted[into];
        }
        bad[into] += other.bad[i];
        if (QualityCode.quality(other.quality[i]).compareTo(QualityCode.quality(quality[into])) > 0) {
            quality[into] = other.quality[i];
        }
    }

    private int append() {
        if (length == time.length) {
            int capacity = length * 2;
            time = Arrays.copyOf(time, capacity);
            first = Arrays.copyOf(first, capacity);
            min = Arrays.copyOf(min, capacity);
            max = Arrays.copyOf(max, capacity);
            last = Arrays.copyOf(last, capacity);
            average = Arrays.copyOf(average, capacity);
            counted = Arrays.copyOf(counted, capacity);
            bad = Arrays.copyOf(bad, capacity);
            quality = Arrays.copyOf(quality, capacity);
        }
        return length++;
    }

    private boolean[] gaps() {
        boolean[] gaps = new boolean[length];
        for (int i = 0; i < length; i++) {
            gaps[i] = bad[i] > 0;
        }
        return gaps;
    }

    private long[] cut(long[] column) {
        return Arrays.copyOf(column, length);
    }

    private double[] cut(double[] column) {
        return Arrays.copyOf(column, length);
    }
}
