package parx.chart;

import java.util.ArrayList;
import java.util.List;

/** One value axis: the traces with the same units, their scale, and where it stands. UI thread only. */
final class ValueAxis {
    final String units;
    final ValueScale scale = new ValueScale();
    final List<ChartTrace> traces = new ArrayList<>();
    /** Right edge of the axis and its width, in points from the canvas's left. */
    int right;
    int width;
    /** False where there is no room for it beside others. */
    boolean shown = true;
    /** Where high and low lie, in points from the plot's top. */
    int top;
    int bottom;
    double step = 1;

    ValueAxis(String units) {
        this.units = units;
    }

    /** Engineering range over all of its traces; none where one of them has none. */
    void adoptEngineeringRange() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (ChartTrace trace : traces) {
            TraceStyle style = trace.style();
            if (!(style.high() > style.low())) {
                scale.engineering(Double.NaN, Double.NaN);
                return;
            }
            low = Math.min(low, style.low());
            high = Math.max(high, style.high());
        }
        scale.engineering(low, high);
    }

    /** In points from the plot's top. */
    double y(double value) {
        return bottom - (value - scale.low()) / (scale.high() - scale.low()) * (bottom - top);
    }

    double value(double y) {
        return scale.low() + (bottom - y) / (bottom - top) * (scale.high() - scale.low());
    }

    double[] ticks() {
        // A low lane needs its few ticks closer together to be readable at all.
        int apart = bottom - top < 180 ? 26 : 44;
        double least = (scale.high() - scale.low()) / Math.max(1, (bottom - top) / apart);
        step = ValueTicks.step(least);
        int decimals = 0;
        for (ChartTrace trace : traces) {
            decimals = Math.max(decimals, trace.style().decimals());
        }
        // Half a pump stage means nothing; but an axis without two ticks says even less.
        double resolution = Math.pow(10, -decimals);
        if (step < resolution && scale.high() - scale.low() >= 2 * resolution) {
            step = resolution;
        }
        return ValueTicks.between(scale.low(), scale.high(), step);
    }
}
