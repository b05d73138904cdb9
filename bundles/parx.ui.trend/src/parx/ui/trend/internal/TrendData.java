package parx.ui.trend.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.swt.widgets.Control;
import parx.chart.TimeWindow;
import parx.service.History.HistoryQuery;
import parx.service.Trace;
import parx.ui.Background;

/**
 * The data of a trend: asks the history in the background whenever the visible range is not covered, and lets live
 * traces grow from memory in between. UI thread only; never waits.
 */
final class TrendData {
    /** A failed query is tried again after this time without being asked. */
    private static final long RETRY_NANOS = 10_000_000_000L;
    private static final int MOST_LIVE_ROWS = 50_000;

    private final TrendServices services;
    private final Background background;
    private final Control owner;
    private final Runnable changed;
    private final List<TrendTrace> traces = new ArrayList<>();
    private Asked covered;
    private Asked pending;
    private boolean anew;
    private String problem = "";
    private long failedAt;

    /** A range that was asked for, and how finely. */
    private record Asked(long from, long to, double microsPerColumn, boolean reachesNow, boolean raw) {
        boolean covers(TimeWindow window, double finest, long now) {
            boolean end = reachesNow || window.endMicros() <= to;
            return window.startMicros() >= from && end && (raw || microsPerColumn <= finest * 1.4);
        }
    }

    TrendData(TrendServices services, Background background, Control owner, Runnable changed) {
        this.services = services;
        this.background = background;
        this.owner = owner;
        this.changed = changed;
    }

    List<TrendTrace> traces() {
        return List.copyOf(traces);
    }

    void add(TrendTrace trace) {
        traces.add(trace);
        anew = true;
    }

    void remove(TrendTrace trace) {
        traces.remove(trace);
    }

    /** Reads again whatever is visible: a person asked for it, or the channels changed. */
    void readAgain() {
        anew = true;
        failedAt = 0;
        problem = "";
    }

    /** What went wrong with the last query, or empty. */
    String problem() {
        return problem;
    }

    boolean loading() {
        return pending != null;
    }

    /** When the oldest value of all that was read is; empty until the history has answered, or where it has none. */
    OptionalLong oldest() {
        return covered == null ? OptionalLong.empty() : traces.stream().map(TrendTrace::oldest)
                .flatMapToLong(OptionalLong::stream).min();
    }

    /** Takes what is new and sees to it that the window is covered. Called about ten times a second. */
    void tick(TimeWindow window, int columns, long nowMicros) {
        for (TrendTrace trace : traces) {
            if (!trace.pull(services.recent(), services.live(), nowMicros)) {
                anew = true;
            }
        }
        double finest = window.spanMicros() / (double) Math.max(1, columns);
        boolean wanted = anew || covered == null || !covered.covers(window, finest, nowMicros) || overgrown(nowMicros);
        boolean asked = pending != null && !anew && pending.covers(window, finest, nowMicros);
        boolean resting = failedAt != 0 && services.clock().monotonicNanos() - failedAt < RETRY_NANOS;
        if (!traces.isEmpty() && wanted && !asked && !resting) {
            read(window, columns, nowMicros);
        }
    }

    /** A trace that has grown live for long is read back in pixels, so that memory stays flat. */
    private boolean overgrown(long nowMicros) {
        if (pending != null || nowMicros - covered.to < (covered.to - covered.from) / 4) {
            return false;
        }
        return traces.stream().anyMatch(trace -> trace.chart().store().length() > MOST_LIVE_ROWS);
    }

    private void read(TimeWindow window, int columns, long nowMicros) {
        anew = false;
        long span = window.spanMicros();
        long from = window.startMicros() - span;
        boolean reachesNow = window.endMicros() + span / 2 >= nowMicros;
        // Never beyond now: what is not there yet must not count as covered, nor the last value as held until then.
        long to = Math.max(from + 1, reachesNow ? nowMicros : Math.min(nowMicros, window.endMicros() + span));
        int wanted = (int) Math.max(1, Math.ceil(columns * ((to - from) / (double) span)));
        Asked asked = new Asked(from, to, span / (double) Math.max(1, columns), reachesNow, false);
        pending = asked;
        if (reachesNow) {
            traces.forEach(trace -> trace.startFromMemory(nowMicros));
        }
        List<TrendTrace> of = List.copyOf(traces);
        HistoryQuery query = new HistoryQuery(of.stream().map(TrendTrace::id).toList(), from, to, wanted);
        background.run(this, owner, () -> services.history().read(query), answer -> take(of, asked, answer),
                failure -> failed(failure));
    }

    private void take(List<TrendTrace> of, Asked asked, List<Trace> answer) {
        pending = null;
        problem = "";
        failedAt = 0;
        boolean raw = true;
        for (int i = 0; i < of.size() && i < answer.size(); i++) {
            raw &= answer.get(i).raw();
            if (traces.contains(of.get(i))) {
                of.get(i).take(answer.get(i), asked.to, asked.reachesNow);
            }
        }
        covered = new Asked(asked.from, asked.to, asked.microsPerColumn, asked.reachesNow, raw);
        changed.run();
    }

    private void failed(Exception failure) {
        pending = null;
        failedAt = services.clock().monotonicNanos();
        problem = failure.getLocalizedMessage() == null ? failure.toString() : failure.getLocalizedMessage();
        anew = true;
        changed.run();
    }
}
