package parx.ui.storage.internal;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import parx.model.RuleSetting;
import parx.ui.NumberText;
import parx.ui.Words;

/**
 * What the form says of a setting: the description's own English words, or their translation in
 * {@code settings_xx.properties}. Immutable, any thread.
 */
final class SettingWords {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final Optional<ResourceBundle> translated;
    private final Words words;
    private final NumberText numbers;

    SettingWords(Words words, NumberText numbers, Locale language) {
        this.words = words;
        this.numbers = numbers;
        translated = translation(language);
    }

    private static Optional<ResourceBundle> translation(Locale language) {
        try {
            return Optional.of(ResourceBundle.getBundle(SettingWords.class.getPackageName() + ".settings", language,
                    SettingWords.class.getClassLoader(), ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
        } catch (MissingResourceException e) {
            return Optional.empty(); // Nobody translated them: English stands in the descriptions.
        }
    }

    String label(RuleSetting setting) {
        String unit = setting.unit().isEmpty() ? "" : " (" + setting.unit() + ")";
        return name(setting) + unit;
    }

    String name(RuleSetting setting) {
        return text(setting.key(), setting.label());
    }

    String choice(RuleSetting setting, RuleSetting.Choice choice) {
        return text(setting.key() + "@" + choice.value(), choice.label());
    }

    /** What it does, with the range before it where it has one. */
    String help(RuleSetting setting) {
        String range = range(setting);
        String help = text(setting.key() + ".help", setting.help());
        return range.isEmpty() ? help : Character.toUpperCase(range.charAt(0)) + range.substring(1) + ". " + help;
    }

    /** What is allowed, with its unit: "0 to 100 %", "0 to 600000 ms (10 min)"; empty where anything is. */
    String range(RuleSetting setting) {
        boolean number = setting.kind() == RuleSetting.Kind.INTEGER || setting.kind() == RuleSetting.Kind.DECIMAL;
        if (!number || Double.isNaN(setting.min())) {
            return "";
        }
        String unit = setting.unit().isEmpty() ? "" : "\u00A0" + setting.unit();
        if (Double.isNaN(setting.max())) {
            return words.text("range.atLeast", numbers.format(setting.min()) + unit);
        }
        if (setting.unit().equals("ms")) {
            return words.text("range.upTo", numbers.format(setting.max()) + unit, duration((long) setting.max()));
        }
        return words.text("range.between", numbers.format(setting.min()), numbers.format(setting.max()) + unit);
    }

    /** 250 ms, 90 s, 10 min, 36 h, 366 d: the largest unit that says it exactly. */
    String duration(long millis) {
        if (millis == 0 || millis % SECOND != 0) {
            return millis + "\u00A0ms";
        }
        if (millis % MINUTE != 0) {
            return millis / SECOND + "\u00A0s";
        }
        if (millis % HOUR != 0) {
            return millis / MINUTE + "\u00A0min";
        }
        return millis % DAY != 0 ? millis / HOUR + "\u00A0h" : millis / DAY + "\u00A0d";
    }

    private String text(String key, String english) {
        return translated.filter(bundle -> bundle.containsKey(key)).map(bundle -> bundle.getString(key)).orElse(english);
    }
}
