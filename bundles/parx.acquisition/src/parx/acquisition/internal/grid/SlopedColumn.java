package parx.acquisition.internal.grid;

/** At each grid time the value on the line between the samples around it. Not thread-safe. */
final class SlopedColumn extends GridColumn {
    SlopedColumn(Grid grid, int rows) {
        super(grid, rows);
    }

    @Override
    boolean sloped() {
        return true;
    }

    @Override
    void span(long fromMicros, long untilMicros, Next next) {
        for (long row = grid.rowFrom(fromMicros); row < grid.rows() && grid.time(row) < untilMicros; row++) {
            long time = grid.time(row);
            boolean sure = time == heldAt() || next.counts() && !uncertain(next.quality());
            set(row, onLine(time, next), sure || !holds() ? heldQuality() : UNCERTAIN);
        }
    }

    @Override
    void sample(long row, double value, byte quality) {
        // Time that passes after it brings it into the rows.
    }
}
