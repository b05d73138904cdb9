package parx.chart;

import java.util.function.DoubleUnaryOperator;

/** Draws the columns of one trace on a raster: stepped or sloped, with gaps as gaps. Pure, costs by pixels. */
final class TraceRaster {
    private final Raster raster;
    private final Columns columns;
    private final boolean stepped;
    private final DoubleUnaryOperator yOfValue;
    private final double offset;
    private final double scale;
    private final Pens pens;

    /** @param certain palette base for GOOD. @param uncertain for UNCERTAIN. @param dash of the pen, 0 = solid */
    record Pens(int certain, int uncertain, int dash, double width) {
    }

    /**
     * @param view the grid on which the raster's pixels lie, which may be another than that of the columns while
     *             finer ones are on their way
     * @param left the grid column at the raster's left edge
     */
    TraceRaster(Raster raster, Columns columns, Grid view, double left, boolean stepped, DoubleUnaryOperator yOfValue,
            Pens pens) {
        this.raster = raster;
        this.columns = columns;
        this.stepped = stepped;
        this.yOfValue = yOfValue;
        this.pens = pens;
        scale = columns.grid.microsPerColumn() / view.microsPerColumn();
        offset = (columns.grid.originMicros() - view.originMicros()) / view.microsPerColumn() - left;
    }

    void draw() {
        boolean line = !Double.isNaN(columns.beforeValue);
        double lastX = line ? x(columns.beforeColumn) : 0;
        double lastY = line ? y(columns.beforeValue) : 0;
        boolean uncertain = columns.beforeUncertain;
        for (int i = 0; i < columns.count; i++) {
            if (!columns.is(i, Columns.FILLED)) {
                continue;
            }
            double x = x(columns.start + i + 0.5);
            if (x > raster.width + 2 && lastX > raster.width + 2) {
                return;
            }
            double first = y(columns.first[i]);
            boolean own = columns.is(i, Columns.UNCERTAIN);
            if (line && columns.is(i, Columns.JOINED)) {
                join(lastX, lastY, x, first, uncertain, own);
            }
            bar(i, x, own);
            lastX = x;
            lastY = y(columns.last[i]);
            line = true;
            uncertain = columns.is(i, Columns.LEAVES_UNCERTAIN);
        }
        if (!Double.isNaN(columns.afterValue)) {
            join(lastX, lastY, x(columns.afterColumn), y(columns.afterValue), uncertain, uncertain);
        }
    }

    private void join(double x0, double y0, double x1, double y1, boolean fromUncertain, boolean toUncertain) {
        if (x1 < -2 && x0 < -2) {
            return;
        }
        if (stepped) {
            choose(fromUncertain);
            raster.line(x0, y0, x1, y0);
            choose(toUncertain);
            raster.line(x1, y0, x1, y1);
        } else {
            choose(fromUncertain || toUncertain);
            raster.line(x0, y0, x1, y1);
        }
    }

    private void bar(int i, double x, boolean uncertain) {
        choose(uncertain);
        if (columns.max[i] > columns.min[i]) {
            double high = y(columns.max[i]);
            double low = y(columns.min[i]);
            raster.bar(x, high, Math.max(low, high + 1));
        } else if (!columns.is(i, Columns.JOINED) && !leaves(i)) {
            raster.dot(x, y(columns.first[i]));
        }
    }

    /** Whether a line of any length leaves the column. */
    private boolean leaves(int i) {
        for (int next = i + 1; next < columns.count; next++) {
            if (columns.is(next, Columns.FILLED)) {
                return columns.is(next, Columns.JOINED);
            }
            if (columns.is(next, Columns.BAD)) {
                return false;
            }
        }
        return !Double.isNaN(columns.afterValue);
    }

    private void choose(boolean uncertain) {
        int dash = uncertain ? (int) Math.max(3, Math.round(3 * pens.width())) : pens.dash();
        raster.pen(uncertain ? pens.uncertain() : pens.certain(), dash, pens.width());
    }

    private double x(double column) {
        return column * scale + offset;
    }

    private double y(double value) {
        // A value far outside the picture must not overflow the arithmetic of the lines.
        double y = Math.max(-1e6, Math.min(1e6, yOfValue.applyAsDouble(value)));
        // The level lines of a stepped trace are crisp in the middle of a pixel and blurred between two.
        return stepped ? Math.floor(y) + 0.5 : y;
    }
}
