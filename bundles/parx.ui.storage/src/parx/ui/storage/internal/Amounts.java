package parx.ui.storage.internal;

import parx.ui.ValueFormat;

/** Bytes, counts and shares as people read them. One thread, as its {@link ValueFormat}. */
final class Amounts {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final int STEP = 1_000;

    private final ValueFormat format;

    Amounts(ValueFormat format) {
        this.format = format;
    }

    /** 812 B, 1.4 MB, 23 GB; a dash for NaN. */
    String bytes(double bytes) {
        if (Double.isNaN(bytes)) {
            return "–";
        }
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return format.number(value, unit > 0 && value < 100 ? 1 : 0) + "\u00A0" + UNITS[unit];
    }

    /** In full up to some ten thousand, then 12.3 k; a dash for NaN. */
    String count(double count) {
        return Double.isNaN(count) ? "–" : format.compact(Math.abs(count) < 10 ? count : Math.rint(count));
    }

    String whole(long count) {
        return format.number(count, 0);
    }

    /** How many of so many, in percent; a dash where there are none. */
    String share(long part, long of) {
        double percent = of == 0 ? Double.NaN : 100.0 * part / of;
        return Double.isNaN(percent) ? "–" : format.number(percent, percent > 0 && percent < 10 ? 1 : 0) + "\u00A0%";
    }
}
