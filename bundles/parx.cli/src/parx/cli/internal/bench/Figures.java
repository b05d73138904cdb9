package parx.cli.internal.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a benchmark measured, in the order in which it is printed. One thread. */
public final class Figures {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** A number with four significant digits, whole from 1,000 on; null in JSON where it is none. */
    public Figures put(String key, double value) {
        if (!Double.isFinite(value)) {
            values.put(key, "null");
        } else if (value == Math.rint(value) || Math.abs(value) >= 1000) {
            values.put(key, String.format(Locale.ROOT, "%.0f", value));
        } else {
            values.put(key, String.format(Locale.ROOT, "%.4g", value));
        }
        return this;
    }

    public Figures put(String key, boolean value) {
        values.put(key, Boolean.toString(value));
        return this;
    }

    public String json() {
        return values.entrySet().stream().map(e -> "\"" + e.getKey() + "\":" + e.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
