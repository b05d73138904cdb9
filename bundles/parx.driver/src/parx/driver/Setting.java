package parx.driver;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import parx.model.Sentences;

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

    /** Named by a driver's texts: see {@link Builder#said}. */
    public static Builder device(String key) {
        return device(key, key);
    }

    /** As {@link #device(String)}. */
    public static Builder connection(String key) {
        return connection(key, key);
    }

    /** As {@link #device(String)}. */
    public static Builder channel(String key) {
        return channel(key, key);
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

        /** A text that is not shown, such as a password. */
        public Builder secret(int maxLength) {
            kind = Kind.SECRET;
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

        /** Choices whose labels are in the driver's texts. */
        public Builder choices(String... values) {
            return choice(Arrays.stream(values).map(value -> new Choice(value, value)).toArray(Choice[]::new));
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

        /**
         * The setting as a driver's texts name it, in the language of the window. They are called by scope and key:
         * {@code device.port} the label, {@code device.port.help}, {@code device.port.unit} where the unit is a word, and
         * {@code device.parity@even} a choice.
         */
        public Setting said(Sentences texts) {
            String name = scope.name().toLowerCase(Locale.ROOT) + "." + key;
            String words = texts.has(name + ".unit") ? texts.text(name + ".unit") : unit;
            List<Choice> said = choices.stream().map(c -> new Choice(c.value(), texts.text(name + "@" + c.value()))).toList();
            return new Setting(key, texts.text(name), scope, kind, words, min, max, said, standard, required,
                    texts.text(name + ".help"), onlyIf);
        }
    }
}
