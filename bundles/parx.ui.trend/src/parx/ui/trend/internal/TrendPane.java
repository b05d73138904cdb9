package parx.ui.trend.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StackLayout;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import parx.chart.ChartCanvas;
import parx.chart.ChartTrace;
import parx.chart.TimeWindow;
import parx.chart.TraceStyle;
import parx.model.Channel;
import parx.service.Subscription;
import parx.ui.ChannelDrop;
import parx.ui.FittedColumns;
import parx.ui.ValueFormat;
import parx.ui.Words;

/** A trend with its tools and its legend; knows no workbench. UI thread only. */
final class TrendPane extends Composite {
    private static final int REFRESH_MILLIS = 100;
    private static final int LEGEND_ROWS = 8;
    private static final int LEAST_LEGEND_ROWS = 2;
    /** One part in this many of the view's height. */
    private static final int LEGEND_SHARE = 4;
    /** Work that is done sooner needs no mark. */
    private static final long SHOW_LOADING_NANOS = 500_000_000L;

    private final TrendServices services;
    private final TrendKit ui;
    private final Words words = new Words(TrendPane.class);
    private final ValueFormat format;
    private final TrendData data;
    private final StackLayout stack = new StackLayout();
    private final EmptyTrend empty;
    private final Composite filled;
    private final Banner banner;
    private final ChartCanvas canvas;
    private final GrowingSpan span;
    private final TrendBar bar;
    private final TrendLegend legend;
    private final Runnable changed;
    private final Runnable another;
    private long loadingSince;

    /** @param changed called when the channels did. @param another opens one more trend. */
    TrendPane(Composite parent, TrendServices services, TrendKit ui, ValueFormat format, Runnable changed, Runnable another) {
        super(parent, SWT.NONE);
        this.services = services;
        this.ui = ui;
        this.format = format;
        this.changed = changed;
        this.another = another;
        setLayout(stack);
        empty = new EmptyTrend(this, ui.icons(), words, this::chooseChannels);
        filled = new Composite(this, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.verticalSpacing = 0;
        filled.setLayout(layout);
        Composite tools = new Composite(filled, SWT.NONE);
        tools.setLayout(new FillLayout());
        tools.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        banner = new Banner(filled, ui.palette(), words, this::readAgain);
        canvas = new ChartCanvas(filled, Look.colors(ui.palette()), format.zone(), format.locale());
        canvas.setData("parx.id", "trend.canvas");
        canvas.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        canvas.describe(this::describe);
        span = new GrowingSpan(canvas);
        span.start(TrendState.EMPTY.spanMicros());
        bar = new TrendBar(tools, canvas, ui.icons(), words,
                new TrendBar.Actions(this::chooseChannels, another, this::range));
        legend = new TrendLegend(filled, format, ui.palette(), words,
                new TrendLegend.Actions(this::remove, canvas::styleChanged,
                        trace -> canvas.front(trace == null ? null : trace.chart())));
        legend.control().setLayoutData(new GridData(SWT.FILL, SWT.END, true, false));
        data = new TrendData(services, ui.background(), this, this::answered);
        canvas.onMove(() -> bar.refresh(note()));
        canvas.onCursor(this::refreshLegend);
        for (Control target : new Control[] {empty, canvas, legend.control()}) {
            ChannelDrop.on(target, (event, ids) -> add(ids));
        }
        listen();
        arrange();
    }

    private void key(Event event) {
        if (event.keyCode == SWT.INSERT) {
            chooseChannels();
        } else if (event.character == 'r' || event.character == 'R') {
            bar.enterRange();
        } else if (event.character == 'n' || event.character == 'N') {
            another.run();
        }
    }

    private void listen() {
        addListener(SWT.Resize, event -> {
            sizeLegend();
            filled.layout();
        });
        canvas.addListener(SWT.KeyDown, this::key);
        legend.control().addListener(SWT.KeyDown, event -> {
            if (event.keyCode == SWT.INSERT) {
                chooseChannels();
            }
        });
        Subscription colours = ui.palette().onChange(this::recolour);
        Display display = getDisplay();
        Subscription channels = services.channels().onChange(() -> {
            if (!display.isDisposed()) {
                display.asyncExec(this::channelsChanged);
            }
        });
        addListener(SWT.Dispose, event -> {
            colours.close();
            channels.close();
            ui.background().cancel(data);
        });
        canvas.now(services.clock().nowMicros());
        ui.tick().every(REFRESH_MILLIS, this, this::tick);
    }

    /** Adds channels that are not on the trend yet. */
    void add(List<String> channelIds) {
        for (String id : channelIds) {
            if (data.traces().stream().noneMatch(trace -> trace.id().equals(id))) {
                data.add(new TrendTrace(id, services.index().handle(id), style(id, freePen())));
            }
        }
        arrange();
        tick();
    }

    List<String> channelIds() {
        return data.traces().stream().map(TrendTrace::id).toList();
    }

    /** A title that tells this trend from others. */
    String title() {
        List<TrendTrace> traces = data.traces();
        if (traces.isEmpty()) {
            return words.text("title");
        }
        String first = traces.get(0).chart().style().name();
        return traces.size() == 1 ? words.text("titleOf", first)
                : words.text("titleOfSeveral", first, traces.size() - 1);
    }

    TimeWindow window() {
        return canvas.window();
    }

    /** The legend's columns, of which a person may have chosen order and widths. */
    FittedColumns columns() {
        return legend.columns();
    }

    TrendState state() {
        List<String> hidden = data.traces().stream().filter(trace -> !trace.chart().visible()).map(TrendTrace::id)
                .toList();
        return new TrendState(channelIds(), hidden, span.kept(), canvas.lanes());
    }

    /** Whoever comes back sees now, not the stretch of the past that was looked at last. */
    void restore(TrendState state) {
        canvas.follow(true);
        span.start(state.spanMicros());
        canvas.lanes(state.lanes());
        add(state.channelIds());
        for (TrendTrace trace : data.traces()) {
            trace.chart().visible(!state.hidden().contains(trace.id()));
        }
        arrange();
    }

    @Override
    public boolean setFocus() {
        return data.traces().isEmpty() ? empty.setFocus() : canvas.setFocus();
    }

    private void tick() {
        if (data.traces().isEmpty()) {
            return;
        }
        long now = services.clock().nowMicros();
        data.tick(span.toRead(), span.columns(), now);
        span.grow(data.oldest(), now);
        if (!drawn().equals(canvas.traces())) {
            arrange();
        }
        canvas.now(now);
        refreshLegend();
        bar.refresh(note());
    }

    private void refreshLegend() {
        legend.refresh(trace -> canvas.hasCursor() ? canvas.reading(trace) : null, canvas::scale, services.clock().nowMicros());
    }

    private void answered() {
        String problem = data.problem();
        banner.show(problem.isEmpty() ? "" : words.text("problem", problem));
        canvas.dataChanged();
    }

    private void readAgain() {
        data.readAgain();
        tick();
    }

    /** What the bar says at the right: that finer data is coming, or how far back the picture ends. */
    private String note() {
        long nanos = services.clock().monotonicNanos();
        loadingSince = !data.loading() ? 0 : loadingSince == 0 ? nanos : loadingSince;
        if (loadingSince != 0 && nanos - loadingSince > SHOW_LOADING_NANOS) {
            return words.text("loading");
        }
        long behind = services.clock().nowMicros() - canvas.window().endMicros();
        return canvas.following() || behind < 1_000_000 ? "" : words.text("behind", format.age(behind));
    }

    private String range(String typed) {
        Optional<RangeText.Range> range = new RangeText(format.zone()).parse(typed, services.clock().nowMicros());
        if (range.isEmpty()) {
            return words.text("range.bad", typed.strip());
        }
        if (range.get().window() == null) {
            canvas.span(range.get().spanMicros());
        } else {
            canvas.show(range.get().window());
        }
        return "";
    }

    private void chooseChannels() {
        List<String> shown = channelIds();
        List<Channel> offered = services.channels().all().stream().filter(c -> !shown.contains(c.id())).toList();
        add(new AddChannels(getShell(), offered, words).choose());
        setFocus();
    }

    private void remove(List<TrendTrace> traces) {
        traces.forEach(data::remove);
        arrange();
    }

    /** Shows the channels as they are now. */
    private void arrange() {
        List<TrendTrace> traces = data.traces();
        legend.traces(traces);
        refreshLegend();
        sizeLegend();
        canvas.traces(drawn());
        stack.topControl = traces.isEmpty() ? empty : filled;
        filled.layout();
        layout();
        changed.run();
    }

    /** The picture is what a trend is for: on a low screen the legend scrolls sooner. */
    private void sizeLegend() {
        int row = legend.control().getItemHeight();
        int rows = Math.clamp(getClientArea().height / LEGEND_SHARE / Math.max(1, row), LEAST_LEGEND_ROWS, LEGEND_ROWS);
        ((GridData) legend.control().getLayoutData()).heightHint = legend.height(rows);
    }

    /** Text has no place on a value axis; the legend shows it beside the curves. */
    private List<ChartTrace> drawn() {
        return data.traces().stream().filter(trace -> !trace.text()).map(TrendTrace::chart).toList();
    }

    private void channelsChanged() {
        if (isDisposed()) {
            return;
        }
        boolean different = false;
        for (TrendTrace trace : data.traces()) {
            TraceStyle style = style(trace.id(), trace.chart().style().pen());
            different |= !style.equals(trace.chart().style());
            trace.chart().style(style);
        }
        if (different) {
            arrange();
        }
    }

    private void recolour() {
        canvas.colors(Look.colors(ui.palette()));
        bar.recolour();
        legend.traces(data.traces());
        tick();
    }

    private TraceStyle style(String id, int pen) {
        Optional<Channel> channel = services.channels().byId(id);
        return channel.map(c -> new TraceStyle(c.name(), c.metadata().units(), c.decimals(),
                c.metadata().stepped(), c.metadata().low(), c.metadata().high(), pen))
                .orElseGet(() -> new TraceStyle(words.text("unknown", id), "", 2, false, Double.NaN, Double.NaN, pen));
    }

    private int freePen() {
        List<Integer> taken = new ArrayList<>();
        data.traces().forEach(trace -> taken.add(trace.chart().style().pen()));
        int pen = 0;
        while (taken.contains(pen)) {
            pen++;
        }
        return pen;
    }

    private String describe() {
        String names = String.join(", ", data.traces().stream().map(trace -> trace.chart().style().name()).toList());
        String shown = RangeText.length(canvas.window().spanMicros());
        String how = canvas.following() ? words.text("accessible.live", shown)
                : words.text("accessible.paused", shown, format.dateTime(canvas.window().endMicros()));
        return words.text("accessible", names, how);
    }
}
