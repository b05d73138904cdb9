package parx.acquisition.internal.grid;

import java.util.Arrays;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;

/**
 * One channel's results for a stretch of rows of the grid, and what has to be remembered of its samples. Not
 * thread-safe.
 */
abstract sealed class GridColumn permits HeldColumn, SlopedColumn, WeightedColumn, AggregateColumn {
    static final byte UNCERTAIN = QualityCode.of(Quality.UNCERTAIN, Reason.NONE);
    static final byte BAD = QualityCode.of(Quality.BAD, Reason.NONE);

    final Grid grid;
    /** First row of the stretch. */
    long base;
    private final double[] values;
    private final byte[] qualities;
    private long done = Long.MIN_VALUE;
    /** The sample in force at {@link #done}. */
    private long heldAt;
    private double held = Double.NaN;
    private byte heldQuality = BAD;

    /** @param rows of the stretch */
    GridColumn(Grid grid, int rows) {
        this.grid = grid;
        values = new double[rows];
        qualities = new byte[rows];
    }

    /** The next sample of the channel, as far as it matters: where it is and what it says. */
    record Next(long timeMicros, double value, byte quality) {
        /** There is none, or none that is known. */
        static final Next NONE = new Next(Long.MAX_VALUE, Double.NaN, BAD);

        boolean counts() {
            return GridColumn.counts(value, quality);
        }
    }

    static boolean counts(double value, byte quality) {
        return !QualityCode.isBad(quality) && !Double.isNaN(value);
    }

    static boolean uncertain(byte quality) {
        return QualityCode.quality(quality) != Quality.GOOD;
    }

    /** A sample comes; all before it have come. */
    final void take(long timeMicros, double value, byte quality) {
        if (timeMicros > grid.fromMicros()) {
            pass(timeMicros, new Next(timeMicros, value, quality));
        }
        done = timeMicros;
        heldAt = timeMicros;
        held = value;
        heldQuality = quality;
        if (timeMicros >= grid.fromMicros() && timeMicros < grid.endMicros()) {
            sample(grid.row(timeMicros), value, quality);
        }
    }

    /** Time goes on to this without a sample in between. @param next what follows, at or after that */
    final void pass(long untilMicros, Next next) {
        long from = Math.max(done, grid.fromMicros());
        long until = Math.min(untilMicros, grid.endMicros());
        if (until > from) {
            span(from, until, next);
            done = until;
        }
    }

    /** Whether the results depend on the sample that follows, and there is a value from which a line could lead there. */
    final boolean looksAhead() {
        return sloped() && counts(held, heldQuality);
    }

    final long heldAt() {
        return heldAt;
    }

    final double held() {
        return held;
    }

    final byte heldQuality() {
        return heldQuality;
    }

    final boolean holds() {
        return counts(held, heldQuality);
    }

    /** The value on the line from the sample in force to the next one; held where no good one follows. */
    final double onLine(long timeMicros, Next next) {
        if (timeMicros == heldAt || !next.counts()) {
            return held;
        }
        double share = (double) (timeMicros - heldAt) / (next.timeMicros() - heldAt);
        return held * (1 - share) + next.value() * share;
    }

    final void set(long row, double value, byte quality) {
        int at = (int) (row - base);
        boolean known = !Double.isNaN(value) && !QualityCode.isBad(quality);
        values[at] = known ? value : Double.NaN;
        qualities[at] = known ? quality : BAD;
    }

    final double value(int at) {
        return values[at];
    }

    final byte quality(int at) {
        return qualities[at];
    }

    /** Makes the results of the stretch ready to be read. */
    void settle(int rows) {
    }

    /** Goes on to the next stretch. */
    void moveTo(long row) {
        base = row;
        Arrays.fill(values, Double.NaN);
        Arrays.fill(qualities, BAD);
    }

    /** Whether its values lie on lines between samples. */
    abstract boolean sloped();

    /** From one time to another, exclusive, the sample in force is the same. */
    abstract void span(long fromMicros, long untilMicros, Next next);

    /** A sample in this row. */
    abstract void sample(long row, double value, byte quality);
}
