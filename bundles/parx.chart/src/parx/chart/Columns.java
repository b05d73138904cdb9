package parx.chart;

/**
 * One trace reduced to pixel columns: what a picture of it needs, whatever the number of its points. Filled by one
 * thread, then read-only.
 */
final class Columns {
    /** The column holds a point. */
    static final byte FILLED = 1;
    /** A line leads from the filled column before to this column's first point. */
    static final byte JOINED = 2;
    /** The line is broken inside the column, between its first and its last point. */
    static final byte BROKEN = 4;
    /** The column's points, and the line that leads to them, are UNCERTAIN. */
    static final byte UNCERTAIN = 8;
    /** Part of the column is BAD or missing. */
    static final byte BAD = 16;
    /** The line that leaves this column towards the next filled one is UNCERTAIN. */
    static final byte LEAVES_UNCERTAIN = 32;

    final Grid grid;
    final long start;
    final int count;
    final double[] first;
    final double[] min;
    final double[] max;
    final double[] last;
    final byte[] flags;
    /** The point from which a line enters the first filled column; NaN in the value where there is none. */
    double beforeColumn;
    double beforeValue = Double.NaN;
    boolean beforeUncertain;
    /** The point to which a line leaves the last filled column; NaN in the value where there is none. */
    double afterColumn;
    double afterValue = Double.NaN;

    Columns(Grid grid, long start, int count) {
        this.grid = grid;
        this.start = start;
        this.count = count;
        first = new double[count];
        min = new double[count];
        max = new double[count];
        last = new double[count];
        flags = new byte[count];
    }

    boolean is(int column, byte flag) {
        return (flags[column] & flag) != 0;
    }

    boolean anyBad() {
        for (byte flag : flags) {
            if ((flag & BAD) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Least and greatest value that is drawn between these columns of the grid; null where nothing is. */
    double[] range(long from, long to) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int begin = (int) Math.max(0, Math.min(count, from - start));
        int end = (int) Math.max(0, Math.min(count, to - start + 1));
        for (int i = begin; i < end; i++) {
            if (is(i, FILLED)) {
                low = Math.min(low, min[i]);
                high = Math.max(high, max[i]);
            }
        }
        double crossing = valueBefore(begin, low <= high);
        if (!Double.isNaN(crossing)) {
            low = Math.min(low, crossing);
            high = Math.max(high, crossing);
        }
        return low <= high ? new double[] {low, high} : null;
    }

    /** The value with which a line enters column {@code begin} from the left, NaN where none does. */
    private double valueBefore(int begin, boolean filled) {
        for (int i = begin - 1; i >= 0; i--) {
            if (is(i, FILLED)) {
                return filled || leads(begin) ? last[i] : Double.NaN;
            }
        }
        return beforeValue;
    }

    private boolean leads(int from) {
        for (int i = from; i < count; i++) {
            if (is(i, FILLED)) {
                return is(i, JOINED);
            }
        }
        return !Double.isNaN(afterValue);
    }
}
