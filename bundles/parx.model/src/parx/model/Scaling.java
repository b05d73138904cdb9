package parx.model;

/**
 * Raw value to engineering units: {@code raw * factor + offset}, then a clamp. Immutable, any thread.
 * Settings: {@code factor, offset} as in the specification, or two points {@code rawLow, rawHigh, low, high};
 * with {@code clamp: true} a result outside low…high is limited and becomes UNCERTAIN (CLAMPED).
 */
public record Scaling(double factor, double offset, double clampLow, double clampHigh) {
    public static final Scaling NONE = new Scaling(1, 0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** @throws SettingsException where the settings are no scaling: a wrong type, equal raw points, mixed forms */
    public static Scaling of(Settings settings) {
        boolean twoPoint = settings.has("rawLow") || settings.has("rawHigh");
        double low = settings.decimal("low", Double.NaN);
        double high = settings.decimal("high", Double.NaN);
        double factor = finite(settings, "factor", 1);
        double offset = finite(settings, "offset", 0);
        if (twoPoint) {
            if (settings.has("factor") || settings.has("offset")) {
                throw new SettingsException("scaling", ModelTexts.TEXTS.of("scaling.both"));
            }
            double rawLow = finite(settings, "rawLow", Double.NaN);
            double rawHigh = finite(settings, "rawHigh", Double.NaN);
            if (Double.isNaN(rawLow + rawHigh + low + high)) {
                throw new SettingsException("scaling", ModelTexts.TEXTS.of("scaling.points"));
            }
            if (rawLow == rawHigh) {
                throw new SettingsException("rawHigh", ModelTexts.TEXTS.of("scaling.raw"));
            }
            factor = (high - low) / (rawHigh - rawLow);
            offset = low - rawLow * factor;
        }
        if (!settings.flag("clamp", false)) {
            return new Scaling(factor, offset, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        if (Double.isNaN(low + high) || low == high) {
            throw new SettingsException("clamp", ModelTexts.TEXTS.of("scaling.clamp"));
        }
        return new Scaling(factor, offset, Math.min(low, high), Math.max(low, high));
    }

    public boolean isIdentity() {
        return equals(NONE);
    }

    /** The engineering value before the clamp. */
    public double apply(double raw) {
        return raw * factor + offset;
    }

    public double clamp(double engineering) {
        return Math.min(clampHigh, Math.max(clampLow, engineering));
    }

    /** The raw value that reads as this engineering value; for writes. */
    public double invert(double engineering) {
        return (engineering - offset) / factor;
    }

    private static double finite(Settings settings, String key, double otherwise) {
        double value = settings.decimal(key, otherwise);
        if (settings.has(key) && !Double.isFinite(value)) {
            throw new SettingsException(key, ModelTexts.TEXTS.of("scaling.finite", key));
        }
        return value;
    }
}
