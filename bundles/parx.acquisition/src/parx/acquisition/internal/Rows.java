package parx.acquisition.internal;

import java.util.Arrays;
import parx.model.QualityCode;
import parx.model.SampleSink;
import parx.service.History.HistoryQuery;
import parx.service.Trace;

/** Rows of a trace while it is put together; ascending in time. Not thread-safe. */
final class Rows implements SampleSink {
    private long[] time = new long[64];
    private double[] first = new double[64];
    private double[] min = new double[64];
    private double[] max = new double[64];
    private double[] last = new double[64];
    private byte[] quality = new byte[64];
    private boolean[] gap = new boolean[64];
    private int length;

    @Override
    public void sample(int channel, long timeMicros, double value, byte code) {
        boolean bad = QualityCode.isBad(code);
        double shown = bad ? Double.NaN : value;
        add(timeMicros, shown, shown, shown, shown, code, bad);
    }

    void add(long timeMicros, double f, double lowest, double highest, double l, byte code, boolean hasGap) {
        if (length == time.length) {
            int capacity = length * 2;
            time = Arrays.copyOf(time, capacity);
            first = Arrays.copyOf(first, capacity);
            min = Arrays.copyOf(min, capacity);
            max = Arrays.copyOf(max, capacity);
            last = Arrays.copyOf(last, capacity);
            quality = Arrays.copyOf(quality, capacity);
            gap = Arrays.copyOf(gap, capacity);
        }
        time[length] = timeMicros;
        first[length] = f;
        min[length] = lowest;
        max[length] = highest;
        last[length] = l;
        quality[length] = code;
        gap[length] = hasGap;
        length++;
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
        if (shown != this) {
            return shown.asBuckets(id);
        }
        double[] values = cut(min);
        return new Trace(id, true, length, cut(time), values, values, values, values,
                Arrays.copyOf(quality, length), Arrays.copyOf(gap, length));
    }

    Trace asBuckets(String id) {
        return new Trace(id, false, length, cut(time), cut(first), cut(min), cut(max), cut(last),
                Arrays.copyOf(quality, length), Arrays.copyOf(gap, length));
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
        add(other.time[i], other.first[i], other.min[i], other.max[i], other.last[i], other.quality[i], other.gap[i]);
    }

    /** Into the last row: nothing extreme is lost, and the worst quality wins. */
    private void merge(Rows other, int i) {
        int into = length - 1;
        first[into] = Double.isNaN(first[into]) ? other.first[i] : first[into];
        last[into] = Double.isNaN(other.last[i]) ? last[into] : other.last[i];
        min[into] = lower(min[into], other.min[i]);
        max[into] = -lower(-max[into], -other.max[i]);
        if (QualityCode.quality(other.quality[i]).compareTo(QualityCode.quality(quality[into])) > 0) {
            quality[into] = other.quality[i];
        }
        gap[into] |= other.gap[i];
    }

    private static double lower(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
    }

    private long[] cut(long[] column) {
        return Arrays.copyOf(column, length);
    }

    private double[] cut(double[] column) {
        return Arrays.copyOf(column, length);
    }
}
