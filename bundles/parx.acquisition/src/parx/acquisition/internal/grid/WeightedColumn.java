package parx.acquisition.internal.grid;

import java.util.Arrays;
import parx.model.QualityCode;

/** In each step the mean over the time in which the value is known. Not thread-safe. */
final class WeightedColumn extends GridColumn {
    private final boolean sloped;
    /** Value times microseconds. */
    private final double[] area;
    private final long[] knownMicros;
    private final long[] uncertainMicros;

    WeightedColumn(Grid grid, int rows, boolean sloped) {
        super(grid, rows);
        this.sloped = sloped;
        area = new double[rows];
        knownMicros = new long[rows];
        uncertainMicros = new long[rows];
    }

    @Override
    boolean sloped() {
        return sloped;
    }

    @Override
    void span(long fromMicros, long untilMicros, Next next) {
        if (!holds()) {
            return;
        }
        boolean sure = !uncertain(heldQuality()) && (!sloped || next.counts() && !uncertain(next.quality()));
        long at = fromMicros;
        while (at < untilMicros) {
            long row = grid.row(at);
            long end = Math.min(untilMicros, grid.end(row));
            double mean = sloped ? onLine(at, next) / 2 + onLine(end, next) / 2 : held();
            int index = (int) (row - base);
            area[index] += mean * (end - at);
            knownMicros[index] += end - at;
            uncertainMicros[index] += sure ? 0 : end - at;
            at = end;
        }
    }

    @Override
    void sample(long row, double value, byte quality) {
        // It weighs by the time that passes after it.
    }

    @Override
    void settle(int rows) {
        for (int index = 0; index < rows; index++) {
            long row = base + index;
            boolean whole = knownMicros[index] == grid.end(row) - grid.time(row) && uncertainMicros[index] == 0;
            if (knownMicros[index] > 0) {
                set(row, area[index] / knownMicros[index], whole ? QualityCode.GOOD : UNCERTAIN);
            }
        }
    }

    @Override
    void moveTo(long row) {
        super.moveTo(row);
        Arrays.fill(area, 0);
        Arrays.fill(knownMicros, 0);
        Arrays.fill(uncertainMicros, 0);
    }
}
