package parx.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An immutable JSON object: the config and metadata columns of the specification. Values are String, Double,
 * Long, Boolean, null, {@code List} or {@code Settings}. Keys keep their order, unknown keys survive a round trip.
 * Any thread.
 */
public final class Settings {
    public static final Settings EMPTY = new Settings(Map.of());

    /** From here on Java writes a double as 1.0E7, which PostgreSQL stores as a whole number. */
    private static final double WRITTEN_WITH_EXPONENT = 1e7;

    private final Map<String, Object> values;

    private Settings(Map<String, Object> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException where a value is of no JSON type */
    public static Settings of(Map<String, ?> source) {
        Map<String, Object> copy = new LinkedHashMap<>();
        source.forEach((key, value) -> copy.put(key, normalize(value)));
        return new Settings(Collections.unmodifiableMap(copy));
    }

    /** Keys and values in turn: {@code Settings.with("host", "127.0.0.1", "port", 502)}. */
    public static Settings with(Object... keysAndValues) {
        if (keysAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a key without a value");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return of(map);
    }

    public Set<String> keys() {
        return values.keySet();
    }

    public boolean has(String key) {
        return values.get(key) != null;
    }

    /** The value as it stands (see the class), or null. */
    public Object raw(String key) {
        return values.get(key);
    }

    public Optional<String> text(String key) {
        Object value = values.get(key);
        return value == null ? Optional.empty() : Optional.of(asText(value));
    }

    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /** @throws SettingsException if the value is present and no whole number within int's range */
    public int integer(String key, int otherwise) {
        long value = longInteger(key, otherwise);
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw wrong("settings.tooLarge", key, value);
        }
        return (int) value;
    }

    /** @throws SettingsException if the value is present and no whole number */
    public long longInteger(String key, long otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        double number = number(key, value);
        if (number != Math.rint(number) || Math.abs(number) > 9.0e15) {
            throw wrong("settings.whole", key, value);
        }
        return value instanceof Long exact ? exact : (long) number;
    }

    /** The text without blanks around it; {@code otherwise} where it is absent or blank. */
    public String nonBlank(String key, String otherwise) {
        String value = text(key, "").trim();
        return value.isEmpty() ? otherwise : value;
    }

    /**
     * A whole number within bounds; {@code otherwise} where it is absent or blank.
     *
     * @param label how people call it, at the beginning of a sentence: "The port"
     * @throws SettingsException if it is no whole number from {@code low} to {@code high}
     */
    public int within(String key, String label, int otherwise, int low, int high) {
        return within(key, Sentence.of(label), otherwise, low, high);
    }

    /** As {@link #within(String, String, int, int, int)}, for a label that is translated. */
    public int within(String key, Sentence label, int otherwise, int low, int high) {
        int value = text(key, "").isBlank() ? otherwise : integer(key, otherwise);
        if (value < low || value > high) {
            throw new SettingsException(key, ModelTexts.TEXTS.of("settings.within", label, low, high, value));
        }
        return value;
    }

    /** @throws SettingsException if the value is present and no number */
    public double decimal(String key, double otherwise) {
        Object value = values.get(key);
        return value == null ? otherwise : number(key, value);
    }

    /** @throws SettingsException if the value is present and neither a boolean nor "true" or "false" */
    public boolean flag(String key, boolean otherwise) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        if ("true".equals(value) || "false".equals(value)) {
            return Boolean.parseBoolean((String) value);
        }
        throw wrong("settings.flag", key, value);
    }

    /** The nested object of this key, empty where it is absent. @throws SettingsException if it is no object */
    public Settings child(String key) {
        Object value = values.get(key);
        if (value == null) {
            return EMPTY;
        }
        if (value instanceof Settings child) {
            return child;
        }
        throw wrong("settings.object", key, value);
    }

    /** A copy with this key set; null removes the key. */
    public Settings set(String key, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(values);
        if (value == null) {
            copy.remove(key);
        } else {
            copy.put(key, normalize(value));
        }
        return new Settings(Collections.unmodifiableMap(copy));
    }

    /** A copy with all keys of the other laid over this one's. */
    public Settings overlay(Settings other) {
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.putAll(other.values);
        return new Settings(Collections.unmodifiableMap(copy));
    }

    /** Only these keys. */
    public Settings only(Set<String> keys) {
        Map<String, Object> copy = new LinkedHashMap<>(values);
        copy.keySet().retainAll(keys);
        return new Settings(Collections.unmodifiableMap(copy));
    }

    private static double number(String key, Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.parseDouble(String.valueOf(value).trim());
        } catch (NumberFormatException e) {
            throw wrong("settings.number", key, value);
        }
    }

    private static SettingsException wrong(String sentence, String key, Object value) {
        return new SettingsException(key, ModelTexts.TEXTS.of(sentence, key, asText(value)));
    }

    private static String asText(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        return String.valueOf(value);
    }

    /** As the database gives it back, which tells no 10000000.0 from 10000000 and knows no -0.0. */
    private static Object number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) >= WRITTEN_WITH_EXPONENT && Math.abs(value) < Long.MAX_VALUE;
        return whole ? (Object) (long) value : (Object) (value + 0.0);
    }

    private static Object normalize(Object value) {
        return switch (value) {
            case null -> null;
            case String s -> s;
            case Boolean b -> b;
            case Settings s -> s;
            case Integer i -> (long) i;
            case Short i -> (long) i;
            case Long l -> l;
            case Number n -> number(n.doubleValue());
            case Enum<?> e -> e.name();
            case Map<?, ?> m -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                m.forEach((k, v) -> copy.put(String.valueOf(k), v));
                yield of(copy);
            }
            case Iterable<?> items -> {
                List<Object> copy = new ArrayList<>();
                items.forEach(item -> copy.add(normalize(item)));
                yield Collections.unmodifiableList(copy);
            }
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass().getName());
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings settings && settings.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
