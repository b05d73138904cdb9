package parx.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;

/** Where plot and axes stand on the canvas, in points. UI thread only. */
final class ChartLayout {
    /** Least distance of two ticks of the time axis. */
    static final int TICK_POINTS = 96;
    /** Room under the axes for the bands of BAD stretches. */
    private static final int BANDS = 9;
    private static final int GAP = 8;
    private static final int TICK = 5;
    private static final int WIDTH_STEP = 8;
    /** Axes may take this share of the width; the picture is what a trend is for. */
    private static final double WIDEST_SHARE = 0.3;
    /** Room for the mark that says how many axes are not shown. */
    private static final int MORE = 28;

    private final ChartModel model;
    private final Locale locale;
    private Rectangle plot = new Rectangle(0, 0, 1, 1);

    ChartLayout(ChartModel model, Locale locale) {
        this.model = model;
        this.locale = locale;
    }

    Rectangle plot() {
        return plot;
    }

    /** Places everything on an area of this size. @return whether the plot moved or changed its size */
    boolean arrange(GC gc, Rectangle area) {
        int text = gc.getFontMetrics().getHeight();
        int top = area.y + GAP + text + 4;
        int bottom = area.y + area.height - 2 * text - GAP - TICK - 2;
        List<ValueAxis> axes = model.axes();
        boolean lanes = model.arrangement() == ChartModel.Arrangement.LANES;
        spread(axes, Math.max(20, bottom - top), lanes);
        int widest = 0;
        for (ValueAxis axis : axes) {
            axis.width = Math.max(axis.width, roundUp(needed(gc, axis)));
            widest = Math.max(widest, axis.width);
        }
        int left = area.x + GAP + (lanes ? widest : overlaid(axes, area.width * WIDEST_SHARE));
        int right = left;
        for (ValueAxis axis : nearestFirst(axes)) {
            axis.shown |= lanes;
            axis.right = right;
            right -= lanes || !axis.shown ? 0 : axis.width;
        }
        left = axes.isEmpty() ? area.x + 2 * GAP : left;
        Rectangle placed = new Rectangle(left, top, Math.max(20, area.x + area.width - GAP * 2 - left),
                Math.max(20, bottom - top));
        boolean changed = !placed.equals(plot);
        plot = placed;
        return changed;
    }

    /** How many axes had no room. */
    int hidden() {
        return (int) model.axes().stream().filter(axis -> !axis.shown).count();
    }

    /** Where the mark of the axes without room stands, in points from the canvas's left. */
    int more() {
        return GAP;
    }

    /** Shows as many axes as have room, the front one in any case. @return what they take */
    private int overlaid(List<ValueAxis> axes, double room) {
        int taken = 0;
        boolean full = false;
        for (ValueAxis axis : nearestFirst(axes)) {
            full |= taken > 0 && taken + axis.width > room;
            axis.shown = !full;
            taken += full ? 0 : axis.width;
        }
        return taken + (full ? MORE : 0);
    }

    private List<ValueAxis> nearestFirst(List<ValueAxis> axes) {
        List<ValueAxis> ordered = new ArrayList<>(axes);
        ValueAxis front = model.frontAxis();
        if (front != null) {
            ordered.remove(front);
            ordered.add(0, front);
        }
        return ordered;
    }

    /** The axis at this place left of the plot, or null. */
    ValueAxis axisAt(Point at) {
        if (at.x >= plot.x || at.y < plot.y || at.y > plot.y + plot.height) {
            return null;
        }
        for (ValueAxis axis : model.axes()) {
            int y = at.y - plot.y;
            if (axis.shown && at.x <= axis.right && at.x > axis.right - axis.width && y >= axis.top - 6 && y <= axis.bottom + 6) {
                return axis;
            }
        }
        return null;
    }

    private static void spread(List<ValueAxis> axes, int height, boolean lanes) {
        int number = 0;
        for (ValueAxis axis : axes) {
            axis.top = lanes ? height * number / axes.size() + 6 : 4;
            axis.bottom = lanes ? height * (number + 1) / axes.size() - BANDS : height - BANDS;
            number++;
        }
    }

    private int needed(GC gc, ValueAxis axis) {
        int width = Math.min(96, gc.textExtent(axis.units).x + 4 + ChartPainter.SWATCH * Math.min(3, axis.traces.size()));
        for (double tick : axis.ticks()) {
            width = Math.max(width, gc.textExtent(ValueTicks.label(tick, axis.step, locale)).x);
        }
        return width + TICK + GAP + 4;
    }

    private static int roundUp(int width) {
        return (width + WIDTH_STEP - 1) / WIDTH_STEP * WIDTH_STEP;
    }
}
