package parx.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One setting of a storage rule, described as data: the form is drawn from it, and it is read and checked by it alone.
 * Immutable, any thread.
 *
 * @param key      in the rule's config; a dot leads into an object: {@code trigger.channel}
 * @param label    for people, in sentence case
 * @param kind     its type and how it is edited
 * @param unit     "ms" …, or empty
 * @param min      smallest number; NaN for none
 * @param max      largest number; NaN for none
 * @param choices  for {@link Kind#CHOICE}; empty otherwise
 * @param standard the value where none is given, as text; empty where there is none
 * @param required whether one must be given
 * @param help     one or two sentences: what it does and when to change it
 * @param onlyIf   shown and used only then; empty for always
 */
public record RuleSetting(String key, String label, Kind kind, String unit, double min, double max,
        List<Choice> choices, String standard, boolean required, String help, List<Condition> onlyIf) {

    /** How a value is edited and checked. */
    public enum Kind {
        TEXT, INTEGER, DECIMAL, FLAG, CHOICE, SECRET,
        /** A channel's id. */
        CHANNEL,
        /** See {@link Retention}. */
        RETENTION,
        /** An object of names, each with a channel's id. */
        CHANNELS_BY_NAME
    }

    /** @param value in the JSON @param label for people */
    public record Choice(String value, String label) {
    }

    /** That another setting has one of these values. */
    public record Condition(RuleSetting setting, List<String> values) {
        /** By these settings alone, not by what that one itself depends on. */
        boolean holds(Settings config) {
            return values.contains(setting.rawText(config));
        }
    }

    public RuleSetting {
        Objects.requireNonNull(key);
        choices = List.copyOf(choices);
        onlyIf = List.copyOf(onlyIf);
    }

    /** Whether it is in force, given the other settings of this config. */
    public boolean applies(Settings config) {
        return onlyIf.stream().allMatch(condition -> condition.holds(config) && condition.setting.applies(config));
    }

    public boolean given(Settings config) {
        return !rawText(config, "").isBlank();
    }

    /** @throws SettingsException where it is given and no whole number within the range, or missing though required */
    public long integer(Settings config) {
        checkGiven(config);
        Settings parent = parent(config);
        return (long) ranged(parent.longInteger(name(), standard.isEmpty() ? 0 : Long.parseLong(standard)));
    }

    /** @throws SettingsException where it is given and no number within the range, or missing though required */
    public double decimal(Settings config) {
        checkGiven(config);
        return ranged(parent(config).decimal(name(), standard.isEmpty() ? 0 : Double.parseDouble(standard)));
    }

    /** @throws SettingsException where it is given and neither true nor false */
    public boolean flag(Settings config) {
        return parent(config).flag(name(), Boolean.parseBoolean(standard));
    }

    /** @throws SettingsException where it is none of the choices, or missing though required */
    public String text(Settings config) {
        checkGiven(config);
        String text = rawText(config);
        if (kind == Kind.CHOICE && choices.stream().noneMatch(choice -> choice.value().equals(text))) {
            throw refused("rule.choice", String.join(", ", choices.stream().map(Choice::value).toList()), text);
        }
        if (text.length() > max) {
            throw refused("rule.length", plain(max));
        }
        return text;
    }

    /** @throws SettingsException where it is no retention */
    public Retention retention(Settings config) {
        return given(config) ? Retention.parse(rawText(config)) : Retention.STANDARD;
    }

    /** Channel ids by name. @throws SettingsException where it is no object of texts */
    public Map<String, String> channelsByName(Settings config) {
        Settings object = parent(config).child(name());
        Map<String, String> channels = new LinkedHashMap<>();
        object.keys().forEach(key -> object.text(key).ifPresent(id -> channels.put(key, id)));
        return channels;
    }

    /** What is wrong with it in this config, as a sentence for the window, where it is in force. */
    public Optional<String> problem(Settings config) {
        try {
            if (applies(config)) {
                switch (kind) {
                    case INTEGER -> integer(config);
                    case DECIMAL -> decimal(config);
                    case FLAG -> flag(config);
                    case RETENTION -> retention(config);
                    case CHANNELS_BY_NAME -> channelsByName(config);
                    case TEXT, SECRET, CHOICE, CHANNEL -> text(config);
                }
            }
            return Optional.empty();
        } catch (SettingsException e) {
            return Optional.of(e.getLocalizedMessage());
        }
    }

    /** The value as it stands, or the standard, unchecked. */
    public String rawText(Settings config) {
        return rawText(config, standard);
    }

    /** A copy of the config with this set; null removes it, and the object that it was the last of. */
    public Settings put(Settings config, Object value) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? config.set(key, value) : put(config, key.substring(0, dot), name(), value);
    }

    private static Settings put(Settings config, String path, String name, Object value) {
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        Settings child = config.raw(first) instanceof Settings known ? known : Settings.EMPTY;
        Settings changed = dot < 0 ? child.set(name, value) : put(child, path.substring(dot + 1), name, value);
        return config.set(first, changed.keys().isEmpty() ? null : changed);
    }

    private String rawText(Settings config, String otherwise) {
        try {
            return parent(config).text(name(), otherwise);
        } catch (SettingsException e) {
            return otherwise; // What should be an object is none; whoever reads the value is told.
        }
    }

    private Settings parent(Settings config) {
        String[] path = key.split("\\.");
        Settings parent = config;
        for (String name : Arrays.copyOf(path, path.length - 1)) {
            parent = parent.child(name);
        }
        return parent;
    }

    private String name() {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private void checkGiven(Settings config) {
        parent(config);
        if (required && standard.isEmpty() && !given(config)) {
            throw refused("rule.missing");
        }
    }

    private double ranged(double value) {
        if (value < min || value > max || Double.isNaN(value) || Double.isInfinite(value)) {
            String in = unit.isEmpty() ? "" : " " + unit;
            throw Double.isNaN(max) ? refused("rule.least", plain(min) + in, plain(value))
                    : refused("rule.range", plain(min), plain(max) + in, plain(value));
        }
        return value;
    }

    private SettingsException refused(String why, Object... values) {
        return new SettingsException(key, Sentence.of("‘" + key + "’ ").plus(ModelTexts.TEXTS.of(why, values)));
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    static Builder setting(String key, String label) {
        return new Builder(key, label);
    }

    /** Builds one setting. Not thread-safe. */
    static final class Builder {
        private final String key;
        private final String label;
        private Kind kind = Kind.TEXT;
        private String unit = "";
        private double min = Double.NaN;
        private double max = Double.NaN;
        private List<Choice> choices = List.of();
        private String standard = "";
        private boolean required;
        private List<Condition> onlyIf = List.of();

        private Builder(String key, String label) {
            this.key = key;
            this.label = label;
        }

        Builder kind(Kind value) {
            kind = value;
            return this;
        }

        Builder text(int maxLength) {
            max = maxLength;
            return kind(Kind.TEXT);
        }

        Builder millis(long highest) {
            unit = "ms";
            return integer(0, highest);
        }

        Builder integer(long lowest, long highest) {
            min = lowest;
            max = highest;
            return kind(Kind.INTEGER);
        }

        /** @param highest NaN for none */
        Builder decimal(double lowest, double highest) {
            min = lowest;
            max = highest;
            return kind(Kind.DECIMAL);
        }

        Builder unit(String value) {
            unit = value;
            return this;
        }

        Builder choice(Choice... values) {
            choices = List.of(values);
            return kind(Kind.CHOICE);
        }

        Builder standard(Object value) {
            standard = String.valueOf(value);
            return this;
        }

        Builder required() {
            required = true;
            return this;
        }

        Builder onlyIf(Condition... conditions) {
            onlyIf = List.of(conditions);
            return this;
        }

        RuleSetting help(String sentences) {
            return new RuleSetting(key, label, kind, unit, min, max, choices, standard, required, sentences, onlyIf);
        }
    }
}
