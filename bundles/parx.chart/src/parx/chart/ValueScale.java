package parx.chart;

/**
 * The range of one value axis and when it changes. It grows as soon as a value would lie outside, and shrinks only
 * when the values have come to fill less than a third of it: an axis that jumps makes a calm process look restless.
 * Owned by the UI thread.
 */
public final class ValueScale {
    private static final double SHRINK_BELOW = 0.35;
    /** Noise about the end of the engineering range is drawn in the margin of the axis, and does not move it. */
    private static final double SLACK = 0.005;

    /** Where the range comes from. */
    public enum Policy {
        /** The engineering range, wider where values lie outside; what is visible where no range is set. */
        RANGE,
        /** What is visible. */
        FIT,
        /** As a person set it. */
        FIXED
    }

    private Policy policy = Policy.RANGE;
    private double engineeringLow = Double.NaN;
    private double engineeringHigh = Double.NaN;
    private double low;
    private double high = 1;
    private boolean fresh = true;

    /** NaN where the channels have none. */
    void engineering(double newLow, double newHigh) {
        if (Double.compare(newLow, engineeringLow) != 0 || Double.compare(newHigh, engineeringHigh) != 0) {
            engineeringLow = newLow;
            engineeringHigh = newHigh;
            fresh = true;
        }
    }

    public Policy policy() {
        return policy;
    }

    void policy(Policy newPolicy) {
        policy = newPolicy;
        fresh = true;
    }

    void fix(double newLow, double newHigh) {
        if (newHigh > newLow && Double.isFinite(newHigh - newLow)) {
            policy = Policy.FIXED;
            low = newLow;
            high = newHigh;
        }
    }

    /** Takes the least and greatest visible value, null where nothing is visible. @return whether the range changed */
    boolean visible(double[] values) {
        if (policy == Policy.FIXED) {
            return false;
        }
        double oldLow = low;
        double oldHigh = high;
        boolean ranged = policy == Policy.RANGE && engineeringHigh > engineeringLow;
        double slack = SLACK * (engineeringHigh - engineeringLow);
        if (ranged && (values == null || values[0] >= engineeringLow - slack && values[1] <= engineeringHigh + slack)) {
            boolean tight = !fresh && values != null && outsideBefore(oldLow, oldHigh) && near(values);
            if (!tight) {
                low = engineeringLow;
                high = engineeringHigh;
            }
        } else if (values != null) {
            double from = ranged ? Math.min(values[0], engineeringLow) : values[0];
            double to = ranged ? Math.max(values[1], engineeringHigh) : values[1];
            if (fresh || from < low || to > high || to - from < SHRINK_BELOW * (high - low)) {
                fit(from, to);
            }
        }
        fresh = fresh && values == null;
        return low != oldLow || high != oldHigh;
    }

    private boolean outsideBefore(double oldLow, double oldHigh) {
        return oldLow < engineeringLow || oldHigh > engineeringHigh;
    }

    /** Values that touch the end of the engineering range would make a wider axis come and go. */
    private boolean near(double[] values) {
        double margin = 0.05 * (engineeringHigh - engineeringLow);
        return values[0] < engineeringLow + margin || values[1] > engineeringHigh - margin;
    }

    private void fit(double from, double to) {
        double span = to - from;
        double least = Math.max(Math.abs(to), Math.abs(from)) * 1e-9;
        if (span <= least) {
            span = Math.max(Math.abs(to) * 0.02, 1e-6);
            span = to == 0 ? 1 : span;
        }
        double step = ValueTicks.step(span / 10);
        low = Math.floor((from - span * 0.06) / step) * step;
        high = Math.ceil((to + span * 0.06) / step) * step;
        // Zero is a natural end for values that never pass it.
        low = from >= 0 && low < 0 ? 0 : low;
        high = to <= 0 && high > 0 ? 0 : high;
        if (from == 0 && to == 0) {
            high = 1;
        }
    }

    public double low() {
        return low;
    }

    public double high() {
        return high;
    }
}
