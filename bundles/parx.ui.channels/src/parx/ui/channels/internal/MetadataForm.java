package parx.ui.channels.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parx.model.Settings;
import parx.ui.NumberText;
import parx.ui.Words;

/** The metadata part of the editor, as typed. Pure; one thread. */
final class MetadataForm {
    private static final String PREFIX = EditorModel.META;
    private static final List<String> TEXTS = List.of("units", "area", "line", "description");
    private static final List<String> NUMBERS = List.of("decimals", "low", "high");

    private final Words words = new Words(MetadataForm.class);
    private final Settings base;
    private final NumberText numbers;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, String> untouched;

    MetadataForm(Settings base, NumberText numbers) {
        this.base = base;
        this.numbers = numbers;
        for (String key : TEXTS) {
            texts.put(PREFIX + key, base.text(key, ""));
        }
        for (String key : NUMBERS) {
            Object raw = base.raw(key);
            texts.put(PREFIX + key, raw instanceof Number number ? numbers.format(number.doubleValue()) : base.text(key, ""));
        }
        texts.put(PREFIX + "stepped", base.text("stepped", "false"));
        untouched = Map.copyOf(texts);
    }

    String text(String field) {
        return texts.getOrDefault(field, "");
    }

    void set(String field, String text) {
        texts.put(field, text);
    }

    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        for (String key : NUMBERS) {
            String typed = text(PREFIX + key);
            if (!typed.isBlank()) {
                try {
                    double value = numbers.parse(typed);
                    if (key.equals("decimals") && (value != Math.rint(value) || value < 0 || value > 9)) {
                        problems.put(PREFIX + key, words.text("check.decimals"));
                    }
                } catch (NumberFormatException e) {
                    problems.put(PREFIX + key, e.getLocalizedMessage());
                }
            }
        }
        String low = text(PREFIX + "low");
        String high = text(PREFIX + "high");
        if (problems.isEmpty() && !low.isBlank() && !high.isBlank() && numbers.parse(low) >= numbers.parse(high)) {
            problems.put(PREFIX + "high", words.text("check.range", low.strip()));
        }
        return problems;
    }

    /** As it goes into the channel. Unknown keys are kept, and what was not touched stays as it was written. */
    Settings settings() {
        Settings result = base;
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            if (!entry.getValue().equals(untouched.get(entry.getKey()))) {
                String key = entry.getKey().substring(PREFIX.length());
                result = result.set(key, value(key, entry.getValue().strip()));
            }
        }
        return result;
    }

    private Object value(String key, String typed) {
        if (typed.isEmpty()) {
            return null;
        }
        if (key.equals("stepped")) {
            return Boolean.parseBoolean(typed);
        }
        if (!NUMBERS.contains(key)) {
            return typed;
        }
        try {
            double number = numbers.parse(typed);
            return key.equals("decimals") ? (Object) Math.round(number) : (Object) number;
        } catch (NumberFormatException e) {
            return typed;
        }
    }
}
