package parx.chart;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

/**
 * A trend: traces over time, live or from history, moved by mouse and keyboard. The owner fills the traces' stores and
 * calls {@link #now} as time goes on. UI thread only; nothing here costs by the number of points, for they are reduced
 * on a thread of the canvas's own.
 *
 * <p>Keys: arrows pan (with Shift half a screen, with Ctrl the cursor), up/down and +/- zoom, page up/down a screen,
 * Home the oldest data, End now, Space pause or follow, F fit, E engineering ranges, L lanes, Esc hides the cursor.
 * Mouse: wheel zooms at the cursor (with Shift pans, over a value axis scales it), drag pans, Shift+drag zooms into a
 * box, double click returns to now or fits.
 */
public final class ChartCanvas extends Canvas {
    /** The picture of a chart that follows is at most this old, in microseconds. */
    private static final double LONGEST_WAIT = 1_000_000;

    private final ChartModel model = new ChartModel();
    private final ChartLayout layout;
    private final TimeTicks timeTicks;
    private final PlotPicture picture;
    private final ChartPainter painter;
    private final CursorPainter cursorPainter;
    private final ChartInput input;
    private final ColumnsWorker worker;
    private final List<Runnable> moveListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> cursorListeners = new CopyOnWriteArrayList<>();
    private ChartColors colors;
    private ColumnsWorker.Request asked;
    private Supplier<String> description = () -> "";
    private long paints;

    public ChartCanvas(Composite parent, ChartColors colors, ZoneId zone, Locale locale) {
        super(parent, SWT.DOUBLE_BUFFERED | SWT.NO_BACKGROUND);
        this.colors = colors;
        timeTicks = new TimeTicks(zone, locale);
        layout = new ChartLayout(model, locale);
        picture = new PlotPicture(model, timeTicks, colors);
        painter = new ChartPainter(model, layout, timeTicks, locale);
        cursorPainter = new CursorPainter(model, layout, timeTicks, locale);
        worker = new ColumnsWorker(getDisplay(), this::take);
        input = new ChartInput(this, model, layout);
        addListener(SWT.Paint, this::paint);
        addListener(SWT.FocusIn, event -> redraw());
        addListener(SWT.FocusOut, event -> redraw());
        addListener(SWT.Dispose, event -> {
            worker.close();
            picture.close();
        });
        accessible();
    }

    /** The theme changed. */
    public void colors(ChartColors newColors) {
        colors = newColors;
        picture.colors(newColors);
        redraw();
    }

    /** Shows these traces; those that were shown before keep their axes. */
    public void traces(List<ChartTrace> traces) {
        model.traces(traces);
        asked = null;
        dataChanged();
        picture.stale();
        redraw();
    }

    public List<ChartTrace> traces() {
        return model.traces();
    }

    /** A trace's style or visibility changed. */
    public void styleChanged() {
        model.arrangeAxes();
        rescaled();
    }

    public TimeWindow window() {
        return model.window();
    }

    /** Shows this stretch of time and stops following. */
    public void show(TimeWindow window) {
        model.show(window);
        moved();
    }

    /** Shows this much time, up to now or up to where the chart ends already. */
    public void span(long spanMicros) {
        model.span(spanMicros);
        moved();
    }

    public boolean following() {
        return model.following();
    }

    public void follow(boolean follow) {
        model.follow(follow);
        moved();
    }

    /** Moves by this share of the visible time; at now the chart follows again. */
    public void page(double share) {
        model.move(Math.round(model.window().spanMicros() * share));
        moved();
    }

    /** Time went on, and the stores may have grown. */
    public void now(long micros) {
        model.now(micros);
        picture.stale();
        // A picture that ends long ago does not change by what comes in now, and one of a month not every moment.
        boolean far = model.window().endMicros() + model.window().spanMicros() < micros;
        double moment = Math.min(LONGEST_WAIT, model.grid().microsPerColumn() / 2);
        if (!far && (asked == null || Math.abs(micros - asked.untilMicros()) >= moment)) {
            dataChanged();
        }
    }

    /** The stores changed. The picture follows as soon as their points are reduced. */
    public void dataChanged() {
        request(true);
    }

    /** Lets the value axes show what is visible, and no more. */
    public void fit() {
        model.axes().forEach(axis -> axis.scale.policy(ValueScale.Policy.FIT));
        rescaled();
    }

    /** Lets the value axes show the channels' engineering ranges again. */
    public void fullRange() {
        model.axes().forEach(axis -> axis.scale.policy(ValueScale.Policy.RANGE));
        rescaled();
    }

    /** Each value axis in a lane of its own, or all over one another. */
    public void lanes(boolean stacked) {
        model.arrangement(stacked ? ChartModel.Arrangement.LANES : ChartModel.Arrangement.OVERLAID);
        rescaled();
    }

    public boolean lanes() {
        return model.arrangement() == ChartModel.Arrangement.LANES;
    }

    /** Puts a trace on top, with its axis next to the plot; null for none. */
    public void front(ChartTrace trace) {
        if (trace != model.front()) {
            model.front(trace);
            picture.stale();
            redraw();
        }
    }

    /** The ends of the trace's value axis, low first; NaN where it has none. */
    public double[] scale(ChartTrace trace) {
        ValueAxis axis = model.axis(trace);
        return axis == null ? new double[] {Double.NaN, Double.NaN}
                : new double[] {axis.scale.low(), axis.scale.high()};
    }

    /** Where a point of this trace lies, in points of the canvas; null where that is outside the plot. */
    public Point position(ChartTrace trace, long micros, double value) {
        ValueAxis axis = model.axis(trace);
        Rectangle plot = layout.plot();
        if (axis == null) {
            return null;
        }
        Point at = new Point((int) Math.round(plot.x + model.x(micros) / zoom()), (int) Math.round(plot.y + axis.y(value)));
        return plot.contains(at) ? at : null;
    }

    public boolean hasCursor() {
        return model.hasCursor();
    }

    /** What the trace holds at the cursor, or at the newest point in view where there is no cursor. */
    public Reading reading(ChartTrace trace) {
        return model.hasCursor() ? model.reading(trace) : model.newest(trace);
    }

    /** How many device pixels the plot is wide: what a query should ask for. */
    public int columns() {
        return model.pixels();
    }

    /** Called when the visible time, or whether the chart follows, was changed otherwise than by time going on. */
    public void onMove(Runnable listener) {
        moveListeners.add(listener);
    }

    public void onCursor(Runnable listener) {
        cursorListeners.add(listener);
    }

    /** What a screen reader says. */
    public void describe(Supplier<String> text) {
        description = text;
    }

    /** Whether points are being reduced: what is on screen is not yet the newest. For tests and measurements. */
    public boolean busy() {
        return worker.busy();
    }

    /** Paints since the canvas was made. For measurements. */
    public long paints() {
        return paints;
    }

    /** The plot area in points. For tests. */
    public Rectangle plot() {
        Rectangle plot = layout.plot();
        return new Rectangle(plot.x, plot.y, plot.width, plot.height);
    }

    @Override
    protected void checkSubclass() {
        // A canvas of its own kind; nothing of the superclass is overridden.
    }

    double zoom() {
        return getMonitor().getZoom() / 100.0;
    }

    void moved() {
        picture.stale();
        request(false);
        redraw();
        moveListeners.forEach(Runnable::run);
    }

    void rescaled() {
        model.scale();
        picture.stale();
        redraw();
    }

    void cursorMoved() {
        redraw();
        cursorListeners.forEach(Runnable::run);
    }

    void showOldest() {
        long oldest = Long.MAX_VALUE;
        for (ChartTrace trace : model.traces()) {
            TraceStore.Rows rows = trace.store().rows();
            oldest = rows.count() > 0 ? Math.min(oldest, rows.time(0)) : oldest;
        }
        if (oldest != Long.MAX_VALUE) {
            model.show(new TimeWindow(oldest, model.window().spanMicros()));
            moved();
        }
    }

    /** Asks for columns of the visible time and a screen to either side, so that a pan has them ready. */
    private void request(boolean dataChanged) {
        model.width(model.pixels());
        long left = model.left();
        int width = model.pixels();
        boolean covered = asked != null && asked.grid().equals(model.grid()) && asked.start() <= left - width / 4
                && asked.start() + asked.count() >= left + width + width / 4;
        if (dataChanged || !covered) {
            asked = new ColumnsWorker.Request(model.traces(), model.grid(), left - width, 3 * width, model.now());
            worker.request(asked);
        }
    }

    private void take(ColumnsWorker.Result result) {
        for (int i = 0; i < result.columns().size(); i++) {
            result.request().traces().get(i).columns = result.columns().get(i);
        }
        model.scale();
        picture.stale();
        redraw();
    }

    private void paint(Event event) {
        paints++;
        Rectangle area = getClientArea();
        GC gc = event.gc;
        gc.setBackground(ChartPainter.color(colors.surface()));
        gc.fillRectangle(area);
        double zoom = zoom();
        if (layout.arrange(gc, area)) {
            model.width((int) Math.round(layout.plot().width * zoom));
            picture.stale();
            request(true);
        }
        Rectangle plot = layout.plot();
        picture.paint(gc, plot, zoom);
        painter.frame(gc, colors, isFocusControl());
        painter.valueAxes(gc, colors);
        painter.timeAxis(gc, colors, zoom);
        gc.setClipping(plot);
        cursorPainter.draw(gc, colors, zoom);
        Point[] box = input.box();
        if (box != null) {
            painter.box(gc, colors, box[0], box[1]);
        }
        gc.setClipping((Rectangle) null);
    }

    private void accessible() {
        getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = description.get();
            }
        });
        getAccessible().addAccessibleControlListener(new AccessibleControlAdapter() {
            @Override
            public void getRole(AccessibleControlEvent event) {
                event.detail = ACC.ROLE_GRAPHIC;
            }
        });
    }
}
