package parx.acquisition.internal.grid;

/** At each grid time the sample in force. Not thread-safe. */
final class HeldColumn extends GridColumn {
    HeldColumn(Grid grid, int rows) {
        super(grid, rows);
    }

    @Override
    boolean sloped() {
        return false;
    }

    @Override
    void span(long fromMicros, long untilMicros, Next next) {
        for (long row = grid.rowFrom(fromMicros); row < grid.rows() && grid.time(row) < untilMicros; row++) {
            set(row, held(), heldQuality());
        }
    }

    @Override
    void sample(long row, double value, byte quality) {
        // Time that passes after it brings it into the rows.
    }
}
