package parx.acquisition.internal.grid;

import java.util.Arrays;
import parx.model.QualityCode;
import parx.service.History.Method;

/** In each step the mean, the least or the greatest of its samples. Not thread-safe. */
final class AggregateColumn extends GridColumn {
    private final Method method;
    private final double[] result;
    private final long[] counted;
    private final boolean[] impaired;

    AggregateColumn(Grid grid, int rows, Method method) {
        super(grid, rows);
        this.method = method;
        result = new double[rows];
        counted = new long[rows];
        impaired = new boolean[rows];
    }

    @Override
    boolean sloped() {
        return false;
    }

    @Override
    void span(long fromMicros, long untilMicros, Next next) {
        // Only samples count, not the time between them.
    }

    @Override
    void sample(long row, double value, byte quality) {
        boolean counts = counts(value, quality);
        add(row, value, counts ? 1 : 0, !counts || uncertain(quality));
    }

    /** Several samples at once. @param lessThanGood whether one of them is */
    void aggregate(long row, long samples, double average, double min, double max, boolean lessThanGood) {
        double value = switch (method) {
            case MIN -> min;
            case MAX -> max;
            default -> average;
        };
        add(row, value, samples, lessThanGood);
    }

    private void add(long row, double value, long samples, boolean lessThanGood) {
        int index = (int) (row - base);
        impaired[index] |= lessThanGood;
        if (samples == 0) {
            return;
        }
        long all = counted[index] + samples;
        result[index] = counted[index] == 0 ? value : switch (method) {
            case MIN -> Math.min(result[index], value);
            case MAX -> Math.max(result[index], value);
            default -> result[index] + (value - result[index]) * samples / all;
        };
        counted[index] = all;
    }

    @Override
    void settle(int rows) {
        for (int index = 0; index < rows; index++) {
            if (counted[index] > 0) {
                set(base + index, result[index], impaired[index] ? UNCERTAIN : QualityCode.GOOD);
            }
        }
    }

    @Override
    void moveTo(long row) {
        super.moveTo(row);
        Arrays.fill(counted, 0);
        Arrays.fill(impaired, false);
    }
}
