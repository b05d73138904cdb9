package parx.driver;

import java.util.List;
import java.util.Objects;

/**
 * One setting of a driver, described as data: one dialog draws every form from it, one importer checks every file.
 * Immutable, any thread.
 *
 * @param key     in the config JSON
 * @param label   for people, in sentence case
 * @param scope   who shares it
 * @param kind    its type and how it is edited
 * @param unit    "ms", "s" …, or empty
 * @param min     smallest number, or shortest text; NaN for none
 * @param max     largest number, or longest text; NaN for none
 * @param choices for {@link Kind#CHOICE}; empty otherwise
 * @param standard the value where none is given, as text; empty where one must be given
 * @param help    one or two sentences: what it does and when to change it
 * @param onlyIf  "key=value|value": shown and used only then; empty for always
 */
public record Setting(String key, String label, Scope scope, Kind kind, String unit, double min, double max,
        List<Choice> choices, String standard, boolean required, String help, String onlyIf) {

    /** Whether the value names the device, belongs to its connection, or to the one channel. */
    public enum Scope {
        /** Part of the device's name; kept in channels.config. */
        DEVICE,
        /** Kept once per connection: time-outs, retries, scan rate. */
        CONNECTION,
        /** Kept in channels.config of one channel. */
        CHANNEL
    }

    /** How a value is edited and checked. */
    public enum Kind { TEXT, INTEGER, DECIMAL, FLAG, CHOICE, SECRET }

    /** @param value in the JSON @param label for people */
    public record Choice(String value, String label) {
    }

    public Setting {
        Objects.requireNonNull(key);
        choices = List.copyOf(choices);
    }

    public static Builder device(String key, String label) {
        return new Builder(key, label, Scope.DEVICE);
    }

    public static Builder connection(String key, String label) {
        return new Builder(key, label, Scope.CONNECTION);
    }

    public static Builder channel(String key, String label) {
        return new Builder(key, label, Scope.CHANNEL);
    }

    /** Builds one setting. Not thread-safe. */
    public static final class Builder {
        private final String key;
        private final String label;
        private final Scope scope;
        private Kind kind = Kind.TEXT;
        private String unit = "";
        private double min = Double.NaN;
        private double max = Double.NaN;
        private List<Choice> choices = List.of();
        private String standard = "";
        private boolean required;
        private String onlyIf = "";

        private Builder(String key, String label, Scope scope) {
            this.key = key;
            this.label = label;
            this.scope = scope;
        }

        public Builder text(int maxLength) {
            kind = Kind.TEXT;
            max = maxLength;
            return this;
        }

        public Builder integer(long lowest, long highest) {
            kind = Kind.INTEGER;
            min = lowest;
            max = highest;
            return this;
        }

        public Builder decimal(double lowest, double highest) {
            kind = Kind.DECIMAL;
            min = lowest;
            max = highest;
            return this;
        }

        public Builder flag() {
            kind = Kind.FLAG;
            return this;
        }

        public Builder choice(Choice... values) {
            kind = Kind.CHOICE;
            choices = List.of(values);
            return this;
        }

        public Builder unit(String value) {
            unit = value;
            return this;
        }

        public Builder standard(Object value) {
            standard = String.valueOf(value);
            return this;
        }

        public Builder required() {
            required = true;
            return this;
        }

        public Builder onlyIf(String condition) {
            onlyIf = condition;
            return this;
        }

        public Setting help(String sentences) {
            return new Setting(key, label, scope, kind, unit, min, max, choices, standard, required, sentences, onlyIf);
        }
    }
}
