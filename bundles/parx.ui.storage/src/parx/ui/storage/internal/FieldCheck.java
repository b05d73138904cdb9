package parx.ui.storage.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import parx.model.Retention;
import parx.model.RuleSetting;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.ui.NumberText;
import parx.ui.Words;

/** Between what stands in a field and the value in a rule's config, and whether it may. One thread. */
final class FieldCheck {
    private static final int MAX_NAME_LENGTH = 100;

    private final NumberText numbers;
    private final SettingWords settingWords;
    private final Words words;
    private final Predicate<String> isChannel;

    FieldCheck(NumberText numbers, SettingWords settingWords, Words words, Predicate<String> isChannel) {
        this.numbers = numbers;
        this.settingWords = settingWords;
        this.words = words;
        this.isChannel = isChannel;
    }

    /** As it stands in the field; empty where it is not given. */
    String text(RuleSetting setting, Settings config) {
        if (setting.kind() == RuleSetting.Kind.CHANNELS_BY_NAME) {
            return named(setting, config).entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(", "));
        }
        if (!setting.given(config)) {
            return "";
        }
        boolean decimal = setting.kind() == RuleSetting.Kind.DECIMAL;
        try {
            return decimal ? numbers.format(Double.parseDouble(setting.rawText(config))) : setting.rawText(config);
        } catch (NumberFormatException e) {
            return setting.rawText(config); // Not a number: shown as it is, for the check to name it.
        }
    }

    /** As it goes into the config; text that is no value of this kind stays text, for the check to refuse. */
    Object value(RuleSetting setting, String text) {
        return switch (setting.kind()) {
            case INTEGER, DECIMAL -> number(text, setting.kind() == RuleSetting.Kind.INTEGER);
            case FLAG -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : text;
            case CHANNELS_BY_NAME -> byName(text).<Object>map(Settings::of).orElse(text);
            case TEXT, SECRET, CHOICE, CHANNEL, RETENTION -> text;
        };
    }

    /** What is wrong with this setting, which is in force, as a sentence. */
    Optional<String> problem(RuleSetting setting, String text, Settings config) {
        String typed = text.strip();
        if (typed.isEmpty()) {
            return setting.required() && setting.standard().isEmpty()
                    ? Optional.of(words.text("check.missing", settingWords.name(setting))) : Optional.empty();
        }
        Optional<String> own = switch (setting.kind()) {
            case INTEGER, DECIMAL -> numberProblem(setting, typed);
            case RETENTION -> retentionProblem(typed);
            case CHANNEL -> channelProblem(typed);
            case CHANNELS_BY_NAME -> byName(typed).isEmpty() ? Optional.of(words.text("check.byName"))
                    : byName(typed).get().values().stream().map(this::channelProblem).flatMap(Optional::stream).findFirst();
            case TEXT, SECRET, CHOICE, FLAG -> Optional.empty();
        };
        return own.isPresent() ? own : setting.problem(config);
    }

    Optional<String> name(String typed) {
        return typed.isBlank() ? Optional.of(words.text("check.name"))
                : typed.strip().length() > MAX_NAME_LENGTH ? Optional.of(words.text("check.long", MAX_NAME_LENGTH)) : Optional.empty();
    }

    Optional<String> id(String typed, Predicate<String> taken) {
        String id = typed.strip();
        if (id.isEmpty()) {
            return Optional.of(words.text("check.id"));
        }
        if (id.length() > RuleEdits.MAX_ID_LENGTH) {
            return Optional.of(words.text("check.long", RuleEdits.MAX_ID_LENGTH));
        }
        return taken.test(id) ? Optional.of(words.text("check.taken", id)) : Optional.empty();
    }

    String noChannels() {
        return words.text("check.channels");
    }

    private Optional<String> numberProblem(RuleSetting setting, String typed) {
        try {
            double value = numbers.parse(typed);
            if (setting.kind() == RuleSetting.Kind.INTEGER && value != Math.rint(value)) {
                return Optional.of(words.text("check.whole"));
            }
            boolean outside = value < setting.min() || value > setting.max();
            return outside ? Optional.of(words.text("check.range", settingWords.range(setting))) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.of(e.getLocalizedMessage());
        }
    }

    private Optional<String> retentionProblem(String typed) {
        try {
            Retention.parse(typed);
            return Optional.empty();
        } catch (SettingsException e) {
            return Optional.of(words.text("check.retention"));
        }
    }

    private Optional<String> channelProblem(String id) {
        return isChannel.test(id) ? Optional.empty() : Optional.of(words.text("check.channel", id));
    }

    private Object number(String text, boolean whole) {
        try {
            double value = numbers.parse(text);
            return whole && value == Math.rint(value) && Math.abs(value) < 9e15 ? (Object) (long) value : (Object) value;
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Map<String, String> named(RuleSetting setting, Settings config) {
        try {
            return setting.channelsByName(config);
        } catch (SettingsException e) {
            return Map.of(); // Not an object: the field is empty, and saving replaces it only where it was touched.
        }
    }

    /** "coilId=ch-coil, batch=ch-batch"; empty where it is not of that form. */
    private static Optional<Map<String, String>> byName(String typed) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String pair : typed.split(",")) {
            String[] parts = pair.split("=", 2);
            if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
                return Optional.empty();
            }
            byName.put(parts[0].strip(), parts[1].strip());
        }
        return Optional.of(byName);
    }
}
