package parx.chart;

/** The stretch of time that a chart shows. Immutable, any thread. */
public record TimeWindow(long startMicros, long spanMicros) {
    public static final long MIN_SPAN = 100;
    /** Twenty years. */
    public static final long MAX_SPAN = 20L * 366 * 86_400 * 1_000_000;

    public TimeWindow {
        spanMicros = Math.max(MIN_SPAN, Math.min(MAX_SPAN, spanMicros));
    }

    public static TimeWindow endingAt(long endMicros, long spanMicros) {
        long span = Math.max(MIN_SPAN, Math.min(MAX_SPAN, spanMicros));
        return new TimeWindow(endMicros - span, span);
    }

    public long endMicros() {
        return startMicros + spanMicros;
    }

    public TimeWindow moved(long micros) {
        return new TimeWindow(startMicros + micros, spanMicros);
    }

    /** The same instant stays where it is; a factor above 1 shows more time. */
    public TimeWindow zoomed(long fixedMicros, double factor) {
        long span = Math.max(MIN_SPAN, Math.min(MAX_SPAN, Math.round(spanMicros * factor)));
        double share = (fixedMicros - startMicros) / (double) spanMicros;
        return new TimeWindow(fixedMicros - Math.round(share * span), span);
    }
}
