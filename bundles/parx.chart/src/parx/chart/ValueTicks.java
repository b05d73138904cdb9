package parx.chart;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a value axis has its ticks and what they say: steps of 1, 2 or 5 times a power of ten. Pure, any thread. */
public final class ValueTicks {
    private ValueTicks() {
    }

    /** The smallest step of 1, 2 or 5 times a power of ten that is at least this. */
    public static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** The multiples of this step from low to high. */
    public static double[] between(double low, double high, double step) {
        List<Double> ticks = new ArrayList<>();
        long first = (long) Math.ceil(low / step - 1e-9);
        for (long i = first; i * step <= high + step * 1e-9 && ticks.size() < 1_000; i++) {
            ticks.add(i * step);
        }
        return ticks.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A tick in the locale's form with as many digits as the step needs. */
    public static String label(double tick, double step, Locale locale) {
        double magnitude = Math.abs(tick);
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
        if (magnitude >= 1e7 || step < 1e-6) {
            int digits = Math.max(0, (int) Math.floor(Math.log10(Math.max(magnitude, step)) + 1e-9)
                    - (int) Math.floor(Math.log10(step) + 1e-9));
            return magnitude == 0 ? "0" : new DecimalFormat("0." + "#".repeat(Math.min(12, digits)) + "E0", symbols)
                    .format(tick);
        }
        int decimals = Math.max(0, -(int) Math.floor(Math.log10(step) + 1e-9));
        DecimalFormat format = new DecimalFormat("#,##0" + (decimals > 0 ? "." + "0".repeat(decimals) : ""), symbols);
        format.setGroupingUsed(magnitude >= 10_000);
        String text = format.format(tick);
        return tick == 0 || Math.abs(tick) < step / 2 ? format.format(0) : text;
    }
}
