package parx.ui.trend.internal;

import java.util.OptionalLong;
import parx.chart.ChartCanvas;
import parx.chart.TimeWindow;

/**
 * How much time a new trend shows: as much as there is data for, from a minute up to the usual span, until a person chooses
 * another. A step at a time, so that the axis stands still in between. UI thread only.
 */
final class GrowingSpan {
    private static final long MINUTE = 60L * 1_000_000;
    /** What a trend shows where a person chose nothing else. */
    static final long USUAL = 10 * MINUTE;
    private static final long[] STEPS = {MINUTE, 2 * MINUTE, 5 * MINUTE, USUAL};

    private final ChartCanvas canvas;
    private long given;
    private boolean growing;

    GrowingSpan(ChartCanvas canvas) {
        this.canvas = canvas;
    }

    /** Begins with what was shown last. */
    void start(long spanMicros) {
        canvas.span(spanMicros);
        given = spanMicros;
        growing = spanMicros == USUAL;
    }

    /** What has to be read: while the span grows the usual one, by which it is known how far back there is data. */
    TimeWindow toRead() {
        TimeWindow shown = canvas.window();
        return growing() ? TimeWindow.endingAt(shown.endMicros(), USUAL) : shown;
    }

    /** So many pixels for what has to be read, that what is shown has one for each column. */
    int columns() {
        return growing() ? (int) (canvas.columns() * (USUAL / canvas.window().spanMicros())) : canvas.columns();
    }

    /** What is kept for the next start. */
    long kept() {
        return growing() ? USUAL : canvas.window().spanMicros();
    }

    /** @param oldestMicros of the data of all traces; empty where that is not known yet */
    void grow(OptionalLong oldestMicros, long nowMicros) {
        if (!growing() || oldestMicros.isEmpty()) {
            return;
        }
        long age = nowMicros - oldestMicros.getAsLong();
        int step = 0;
        while (step < STEPS.length - 1 && STEPS[step] < age) {
            step++;
        }
        growing = STEPS[step] < USUAL;
        if (STEPS[step] != given) {
            given = STEPS[step];
            canvas.span(given);
        }
    }

    private boolean growing() {
        growing &= canvas.following() && canvas.window().spanMicros() == given;
        return growing;
    }
}
