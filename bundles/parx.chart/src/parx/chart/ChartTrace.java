package parx.chart;

/** One trace of a chart: its points and how they look. The UI thread owns it; its store may be filled by another. */
public final class ChartTrace {
    private final String id;
    private final TraceStore store = new TraceStore();
    private TraceStyle style;
    private boolean visible = true;
    /** As last decimated; null before the first time. */
    Columns columns;

    public ChartTrace(String id, TraceStyle style) {
        this.id = id;
        this.style = style;
    }

    public String id() {
        return id;
    }

    public TraceStore store() {
        return store;
    }

    public TraceStyle style() {
        return style;
    }

    /** Call {@link ChartCanvas#styleChanged} afterwards. */
    public void style(TraceStyle newStyle) {
        style = newStyle;
    }

    public boolean visible() {
        return visible;
    }

    /** Call {@link ChartCanvas#styleChanged} afterwards. */
    public void visible(boolean show) {
        visible = show;
    }
}
