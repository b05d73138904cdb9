package parx.driver;

import static parx.driver.DriverTexts.TEXTS;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parx.model.Settings;
import parx.model.SettingsException;

/** Checks a config against a driver's settings: types, ranges, what is missing, what nobody knows. Pure, any thread. */
public final class SettingsCheck {
    /** Keys that every channel may have whatever its driver. */
    private static final Set<String> COMMON = Set.of("scaling");

    private SettingsCheck() {
    }

    /** Every problem of a channel's config, in the order of the form; empty where all is well. */
    public static List<SettingProblem> channel(List<Setting> settings, Settings config) {
        List<SettingProblem> problems = new ArrayList<>();
        Set<String> known = new HashSet<>(COMMON);
        for (Setting setting : settings) {
            known.add(setting.key());
            if (applies(setting, settings, config)) {
                check(setting, config).ifPresent(problems::add);
            }
        }
        for (String key : config.keys()) {
            if (!known.contains(key)) {
                problems.add(new SettingProblem(key, TEXTS.text("check.unknown", key)));
            }
        }
        try {
            parx.model.Scaling.of(config.child("scaling"));
        } catch (SettingsException e) {
            problems.add(new SettingProblem("scaling", e.getLocalizedMessage()));
        }
        return problems;
    }

    /** Whether a setting is in force given its {@link Setting#onlyIf} condition and the standards of the others. */
    public static boolean applies(Setting setting, List<Setting> all, Settings config) {
        if (setting.onlyIf().isEmpty()) {
            return true;
        }
        String[] condition = setting.onlyIf().split("=", 2);
        String actual = config.text(condition[0]).orElseGet(() -> all.stream()
                .filter(s -> s.key().equals(condition[0])).map(Setting::standard).findFirst().orElse(""));
        return List.of(condition[1].split("\\|")).contains(actual);
    }

    /** The problem of one setting, if it has one. */
    public static Optional<SettingProblem> check(Setting setting, Settings config) {
        if (!config.has(setting.key()) || config.text(setting.key()).orElse("").isBlank()) {
            boolean missing = setting.required() && setting.standard().isEmpty() && setting.scope() != Setting.Scope.CONNECTION;
            return missing ? problem(setting, TEXTS.text("check.missing", setting.label())) : Optional.empty();
        }
        try {
            return switch (setting.kind()) {
                case INTEGER -> range(setting, config.longInteger(setting.key(), 0));
                case DECIMAL -> range(setting, config.decimal(setting.key(), 0));
                case FLAG -> {
                    config.flag(setting.key(), false);
                    yield Optional.empty();
                }
                case CHOICE -> choice(setting, config.text(setting.key(), ""));
                case TEXT, SECRET -> length(setting, config.text(setting.key(), ""));
            };
        } catch (SettingsException e) {
            return problem(setting, e.getLocalizedMessage());
        }
    }

    private static Optional<SettingProblem> range(Setting setting, double value) {
        boolean inside = !(value < setting.min()) && !(value > setting.max()) && !Double.isNaN(value);
        return inside ? Optional.empty() : problem(setting, TEXTS.text("check.range", setting.label(),
                plain(setting.min()), plain(setting.max()) + (setting.unit().isEmpty() ? "" : " " + setting.unit()), plain(value)));
    }

    private static Optional<SettingProblem> choice(Setting setting, String value) {
        boolean known = setting.choices().stream().anyMatch(c -> c.value().equals(value));
        return known ? Optional.empty() : problem(setting, TEXTS.text("check.choice", setting.label(),
                String.join(", ", setting.choices().stream().map(Setting.Choice::value).toList()), value));
    }

    private static Optional<SettingProblem> length(Setting setting, String value) {
        return value.length() > setting.max()
                ? problem(setting, TEXTS.text("check.length", setting.label(), plain(setting.max())))
                : Optional.empty();
    }

    private static Optional<SettingProblem> problem(Setting setting, String sentence) {
        return Optional.of(new SettingProblem(setting.key(), sentence));
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }
}
