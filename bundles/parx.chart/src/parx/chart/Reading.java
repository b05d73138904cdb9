package parx.chart;

/**
 * What a trace holds at the cursor: the newest sample at or before it. Immutable, any thread.
 *
 * @param known     false where there is no sample, or a gap
 * @param bad       whether the trace is BAD there
 * @param timeMicros of the sample
 * @param min       least value in the cursor's pixel column, and greatest, where it holds several samples; else value
 */
public record Reading(boolean known, boolean bad, boolean uncertain, long timeMicros, double value, double min,
        double max) {
    static final Reading NONE = new Reading(false, false, false, 0, Double.NaN, Double.NaN, Double.NaN);

    public boolean several() {
        return max > min;
    }
}
