package parx.chart;

import parx.chart.TraceStore.Rows;

/**
 * Reduces a trace to first, min, max, last and its breaks per pixel column, so that no spike and no gap is lost.
 * Pure, any thread.
 */
final class Decimator {
    private Decimator() {
    }

    /**
     * The trace between two columns of the grid; costs by the points between them, for a spike may be any of them.
     *
     * @param untilMicros now: a trace whose newest row is BAD has been BAD until then
     */
    static Columns decimate(Rows rows, Grid grid, long start, int count, long untilMicros) {
        Columns columns = new Columns(grid, start, count);
        int begin = rows.floor(grid.begin(start) - 1) + 1;
        int end = rows.count();
        markBad(rows, columns, begin, untilMicros);
        enter(rows, columns, begin);
        int row = begin;
        boolean broken = begin == 0 || rows.empty(begin - 1);
        int previous = -1;
        while (row < end) {
            long column = grid.column(rows.time(row)) - start;
            if (column >= count) {
                break;
            }
            int next = rows.floor(grid.begin(start + column + 1) - 1) + 1;
            boolean held = fill(rows, columns, (int) column, row, next, broken);
            if (columns.is((int) column, Columns.FILLED)) {
                previous = (int) column;
            }
            broken = !held;
            row = next;
        }
        leave(rows, columns, row, broken, previous);
        return columns;
    }

    /** Takes the rows of one column. @return whether the line goes on beyond it */
    private static boolean fill(Rows rows, Columns columns, int column, int from, int to, boolean brokenBefore) {
        boolean filled = false;
        boolean broken = brokenBefore;
        byte flags = columns.flags[column];
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double first = Double.NaN;
        double last = Double.NaN;
        boolean leavesUncertain = false;
        for (int row = from; row < to; row++) {
            // The value before a BAD sample was in force until then, however long ago a rule stored it.
            boolean held = rows.empty(row) && !broken && row > 0;
            if (rows.empty(row) && !held) {
                broken = true;
                continue;
            }
            byte of = held ? (byte) (rows.flags(row - 1) & TraceStore.UNCERTAIN) : rows.flags(row);
            double value = rows.value(held ? row - 1 : row);
            boolean cut = broken || (of & TraceStore.BREAK) != 0;
            leavesUncertain = (of & TraceStore.UNCERTAIN) != 0;
            if (leavesUncertain) {
                flags |= Columns.UNCERTAIN;
            }
            if (!filled) {
                filled = true;
                first = value;
                flags |= cut ? 0 : Columns.JOINED;
            } else if (cut) {
                flags |= Columns.BROKEN;
            }
            broken = held;
            last = value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        if (filled) {
            columns.first[column] = first;
            columns.min[column] = min;
            columns.max[column] = max;
            columns.last[column] = last;
            flags |= Columns.FILLED;
            flags |= leavesUncertain ? Columns.LEAVES_UNCERTAIN : 0;
        }
        columns.flags[column] = flags;
        return !broken;
    }

    private static void enter(Rows rows, Columns columns, int begin) {
        if (begin > 0 && !rows.empty(begin - 1)) {
            columns.beforeColumn = (rows.time(begin - 1) - columns.grid.originMicros())
                    / columns.grid.microsPerColumn();
            columns.beforeValue = rows.value(begin - 1);
            columns.beforeUncertain = (rows.flags(begin - 1) & TraceStore.UNCERTAIN) != 0;
        }
    }

    private static void leave(Rows rows, Columns columns, int row, boolean broken, int previous) {
        boolean drawn = previous >= 0 || !Double.isNaN(columns.beforeValue);
        boolean cut = row >= rows.count() || !rows.empty(row) && (rows.flags(row) & TraceStore.BREAK) != 0;
        if (!cut && !broken && drawn) {
            columns.afterColumn = (rows.time(row) - columns.grid.originMicros()) / columns.grid.microsPerColumn();
            columns.afterValue = rows.value(rows.empty(row) ? row - 1 : row);
        }
    }

    /** Marks every column that a BAD stretch touches: from a BAD row to the row after it. */
    private static void markBad(Rows rows, Columns columns, int begin, long untilMicros) {
        int end = rows.count();
        for (int row = Math.max(0, begin - 1); row < end; row++) {
            long from = columns.grid.column(rows.time(row)) - columns.start;
            if (from >= columns.count) {
                return;
            }
            if (rows.empty(row)) {
                long ends = row + 1 < end ? rows.time(row + 1) : untilMicros;
                long to = columns.grid.column(ends) - columns.start;
                for (long i = Math.max(0, from); i <= Math.min(columns.count - 1L, Math.max(from, to)); i++) {
                    columns.flags[(int) i] |= Columns.BAD;
                }
            }
        }
    }
}
