package parx.ui.trend.internal;

import java.util.Arrays;
import parx.chart.TraceStore;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.service.Trace;

/** History's traces in the form of the chart. Pure, any thread. */
final class TraceRows {
    private long[] time;
    private double[] value;
    private byte[] flags;
    private int length;

    private TraceRows(int capacity) {
        time = new long[capacity];
        value = new double[capacity];
        flags = new byte[capacity];
    }

    /**
     * A sample is a row; a bucket is up to four. One in which a gap lies has a BAD row before them, up to which the
     * value before was in force, and one behind.
     */
    static TraceStore.Rows of(Trace trace) {
        TraceRows rows = new TraceRows(trace.raw() ? trace.length() : trace.length() * 2);
        for (int i = 0; i < trace.length(); i++) {
            if (trace.raw()) {
                rows.add(trace.timeMicros()[i], trace.last()[i], flags(trace.quality()[i], trace.last()[i]));
            } else {
                rows.bucket(trace, i);
            }
        }
        return new TraceStore.Rows(rows.time, rows.value, rows.flags, rows.length);
    }

    /** The chart's flags of a sample. */
    static byte flags(byte quality, double value) {
        if (QualityCode.isBad(quality) || !Double.isFinite(value)) {
            return TraceStore.BAD;
        }
        return QualityCode.quality(quality) == Quality.UNCERTAIN ? TraceStore.UNCERTAIN : 0;
    }

    private void bucket(Trace trace, int i) {
        long at = trace.timeMicros()[i];
        double min = trace.min()[i];
        double max = trace.max()[i];
        if (trace.gap()[i] && !Double.isNaN(min)) {
            add(at, Double.NaN, TraceStore.BAD);
        }
        if (!Double.isNaN(min)) {
            byte uncertain = QualityCode.quality(trace.quality()[i]) == Quality.UNCERTAIN ? TraceStore.UNCERTAIN : 0;
            byte of = (byte) (uncertain | TraceStore.BUCKET);
            add(at, trace.first()[i], (byte) (of | (trace.gap()[i] ? TraceStore.BREAK : 0)));
            if (min < max) {
                add(at, min, of);
                add(at, max, of);
                add(at, trace.last()[i], of);
            }
        }
        if (trace.gap()[i] || Double.isNaN(min)) {
            add(at, Double.NaN, TraceStore.BAD);
        }
    }

    private void add(long at, double newValue, byte newFlags) {
        if (length == time.length) {
            int capacity = Math.max(16, length * 2);
            time = Arrays.copyOf(time, capacity);
            value = Arrays.copyOf(value, capacity);
            flags = Arrays.copyOf(flags, capacity);
        }
        time[length] = at;
        value[length] = newValue;
        flags[length] = newFlags;
        length++;
    }
}
