package parx.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a chart shows: its traces, its stretch of time, whether it follows now, its value axes and its cursor. Knows no
 * widget. UI thread only.
 */
final class ChartModel {
    /** How several value axes share the plot. */
    enum Arrangement { OVERLAID, LANES }

    private static final long DEFAULT_SPAN = 10L * 60 * 1_000_000;

    /** Axis of states: on the scale of a count they would be a flat line. */
    private static final String STATES = "0/1";

    private final Map<String, ValueAxis> axes = new LinkedHashMap<>();
    private ChartTrace front;
    private List<ChartTrace> traces = List.of();
    private TimeWindow window = new TimeWindow(0, DEFAULT_SPAN);
    private boolean following = true;
    private long now;
    private Arrangement arrangement = Arrangement.OVERLAID;
    private Grid grid = new Grid(0, 1);
    private int pixels = 1;
    /** Of the cursor, in pixels from the plot's left; negative where there is none. */
    private double cursor = -1;

    List<ChartTrace> traces() {
        return traces;
    }

    /** Axes keep their scale as long as one of their traces stays. */
    void traces(List<ChartTrace> newTraces) {
        traces = List.copyOf(newTraces);
        arrangeAxes();
    }

    void arrangeAxes() {
        Map<String, ValueAxis> known = new LinkedHashMap<>(axes);
        axes.clear();
        for (ValueAxis axis : known.values()) {
            axis.traces.clear();
        }
        for (ChartTrace trace : traces) {
            if (trace.visible()) {
                axes.computeIfAbsent(key(trace.style()), u -> known.getOrDefault(u, new ValueAxis(u))).traces.add(trace);
            }
        }
        axes.values().forEach(ValueAxis::adoptEngineeringRange);
    }

    List<ValueAxis> axes() {
        return new ArrayList<>(axes.values());
    }

    ValueAxis axis(ChartTrace trace) {
        return axes.get(key(trace.style()));
    }

    private static String key(TraceStyle style) {
        boolean state = style.units().isEmpty() && style.decimals() == 0 && style.low() == 0 && style.high() == 1;
        return state ? STATES : style.units();
    }

    /** The trace that a person looks at most: on top, its axis next to the plot. Null for none. */
    void front(ChartTrace trace) {
        front = trace;
    }

    ChartTrace front() {
        return front;
    }

    /** The axis next to the plot, to which the grid belongs; null where there is none. */
    ValueAxis frontAxis() {
        ValueAxis own = front == null || !front.visible() || !traces.contains(front) ? null : axis(front);
        return own != null || axes.isEmpty() ? own : axes.values().iterator().next();
    }

    TimeWindow window() {
        return window;
    }

    boolean following() {
        return following;
    }

    long now() {
        return now;
    }

    Arrangement arrangement() {
        return arrangement;
    }

    void arrangement(Arrangement newArrangement) {
        arrangement = newArrangement;
    }

    /** Time went on: a chart that follows moves with it. */
    void now(long micros) {
        now = micros;
        if (following) {
            window = TimeWindow.endingAt(now, window.spanMicros());
        }
    }

    void follow(boolean follow) {
        following = follow;
        now(now);
    }

    /** Shows this stretch of time and stops following. */
    void show(TimeWindow newWindow) {
        window = newWindow;
        following = false;
    }

    void span(long spanMicros) {
        window = following ? TimeWindow.endingAt(now, spanMicros)
                : TimeWindow.endingAt(window.endMicros(), spanMicros);
    }

    /** Moves through time; whoever reaches now follows it again. */
    void move(long micros) {
        TimeWindow moved = window.moved(micros);
        following = moved.endMicros() >= now;
        window = following ? TimeWindow.endingAt(now, window.spanMicros()) : moved;
    }

    /** A factor above 1 shows more time; a chart that follows keeps its right edge. */
    void zoom(long fixedMicros, double factor) {
        TimeWindow zoomed = window.zoomed(following ? window.endMicros() : fixedMicros, factor);
        window = zoomed.endMicros() > now ? TimeWindow.endingAt(now, zoomed.spanMicros()) : zoomed;
    }

    /** The plot is this many device pixels wide. */
    void width(int plotPixels) {
        pixels = Math.max(1, plotPixels);
        double step = window.spanMicros() / (double) pixels;
        if (Math.abs(step - grid.microsPerColumn()) > step * 1e-12) {
            grid = new Grid(window.startMicros(), step);
        }
    }

    int pixels() {
        return pixels;
    }

    Grid grid() {
        return grid;
    }

    /** Grid column at the plot's left edge. */
    long left() {
        return grid.column(window.startMicros());
    }

    /** In device pixels from the plot's left. */
    double x(long micros) {
        return (micros - grid.originMicros()) / grid.microsPerColumn() - left();
    }

    long micros(double x) {
        return grid.micros(left() + x);
    }

    void cursor(double x) {
        cursor = x;
    }

    boolean hasCursor() {
        return cursor >= 0 && cursor < pixels;
    }

    double cursor() {
        return cursor;
    }

    long cursorMicros() {
        return micros(cursor);
    }

    /** What the trace holds at the cursor. */
    Reading reading(ChartTrace trace) {
        return reading(trace, cursorMicros());
    }

    private Reading reading(ChartTrace trace, long micros) {
        TraceStore.Rows rows = trace.store().rows();
        long column = grid.column(micros);
        int row = rows.floor(grid.begin(column + 1) - 1);
        if (row < 0) {
            return Reading.NONE;
        }
        boolean last = row == rows.count() - 1;
        long begin = grid.begin(column);
        if (rows.empty(row)) {
            boolean stillBad = !last || micros <= now;
            return new Reading(false, stillBad, false, rows.time(row), Double.NaN, Double.NaN, Double.NaN);
        }
        return last && rows.time(row) < begin ? Reading.NONE : at(trace, rows, row, column);
    }

    /** The newest point in view; a scan slower than a pixel is no reason to say nothing. */
    Reading newest(ChartTrace trace) {
        TraceStore.Rows rows = trace.store().rows();
        int row = rows.floor(window.endMicros());
        return row < 0 || rows.time(row) < window.startMicros() || rows.empty(row) ? reading(trace, window.endMicros())
                : at(trace, rows, row, grid.column(rows.time(row)));
    }

    private Reading at(ChartTrace trace, TraceStore.Rows rows, int row, long column) {
        double value = rows.value(row);
        double min = value;
        double max = value;
        if (trace.columns != null && trace.columns.grid.equals(grid)) {
            int i = (int) Math.max(-1, Math.min(trace.columns.count, column - trace.columns.start));
            if (i >= 0 && i < trace.columns.count && trace.columns.is(i, Columns.FILLED)) {
                min = trace.columns.min[i];
                max = trace.columns.max[i];
            }
        }
        return new Reading(true, false, (rows.flags(row) & TraceStore.UNCERTAIN) != 0, rows.time(row), value, min, max);
    }

    /** Takes the visible values into account. @return whether an axis changed */
    boolean scale() {
        boolean changed = false;
        for (ValueAxis axis : axes.values()) {
            double[] visible = null;
            for (ChartTrace trace : axis.traces) {
                double[] range = visible(trace);
                if (range != null) {
                    visible = visible == null ? range
                            : new double[] {Math.min(visible[0], range[0]), Math.max(visible[1], range[1])};
                }
            }
            changed |= axis.scale.visible(visible);
        }
        return changed;
    }

    private double[] visible(ChartTrace trace) {
        Columns columns = trace.columns;
        if (columns == null) {
            return null;
        }
        long from = columns.grid.column(window.startMicros());
        return columns.range(from, columns.grid.column(window.endMicros()));
    }
}
