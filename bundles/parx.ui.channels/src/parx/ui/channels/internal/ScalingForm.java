package parx.ui.channels.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.ui.NumberText;
import parx.ui.Words;

/** The scaling part of the editor, as typed. Pure; one thread. */
final class ScalingForm {
    static final String FORM = "scaling.form";
    static final String FACTOR = "scaling.factor";
    static final String OFFSET = "scaling.offset";
    static final String RAW_LOW = "scaling.rawLow";
    static final String RAW_HIGH = "scaling.rawHigh";
    static final String LOW = "scaling.low";
    static final String HIGH = "scaling.high";
    static final String CLAMP = "scaling.clamp";
    static final String FORM_NONE = "none";
    static final String FORM_FACTOR = "factor";
    static final String FORM_POINTS = "points";
    private static final String[] NUMBERS = {"factor", "offset", "rawLow", "rawHigh", "low", "high"};

    private final Words words = new Words(ScalingForm.class);
    private final NumberText numbers;
    private final Settings base;
    private final Map<String, String> texts = new LinkedHashMap<>();

    ScalingForm(Settings base, NumberText numbers) {
        this.base = base;
        this.numbers = numbers;
        boolean points = base.has("rawLow") || base.has("rawHigh");
        boolean factor = base.has("factor") || base.has("offset") || base.has("clamp");
        texts.put(FORM, points ? FORM_POINTS : factor ? FORM_FACTOR : FORM_NONE);
        for (String key : NUMBERS) {
            Object raw = base.raw(key);
            texts.put("scaling." + key, raw instanceof Number number ? numbers.format(number.doubleValue())
                    : base.text(key, key.equals("factor") ? "1" : key.equals("offset") ? "0" : ""));
        }
        texts.put(CLAMP, base.text("clamp", "false"));
    }

    String text(String field) {
        return texts.getOrDefault(field, "");
    }

    void set(String field, String text) {
        texts.put(field, text);
    }

    /** Whether this field is shown for what is chosen. */
    boolean applies(String field) {
        boolean clamp = "true".equals(text(CLAMP));
        return switch (text(FORM)) {
            case FORM_FACTOR -> switch (field) {
                case FORM, FACTOR, OFFSET, CLAMP -> true;
                case LOW, HIGH -> clamp;
                default -> false;
            };
            case FORM_POINTS -> !field.equals(FACTOR) && !field.equals(OFFSET);
            default -> field.equals(FORM);
        };
    }

    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        for (String key : NUMBERS) {
            String field = "scaling." + key;
            if (!applies(field)) {
                continue;
            }
            if (text(field).isBlank()) {
                problems.put(field, words.text("check.missing"));
                continue;
            }
            try {
                numbers.parse(text(field));
            } catch (NumberFormatException e) {
                problems.put(field, e.getLocalizedMessage());
            }
        }
        if (problems.isEmpty()) {
            try {
                Scaling scaling = Scaling.of(settings());
                if (scaling.factor() == 0) {
                    problems.put(text(FORM).equals(FORM_POINTS) ? HIGH : FACTOR,
                            words.text("check.factor"));
                }
            } catch (SettingsException e) {
                problems.put(fieldOf(e.key()), e.getLocalizedMessage());
            }
        }
        return problems;
    }

    /** As it goes into the config; empty where there is none. Unknown keys are kept. */
    Settings settings() {
        Settings result = base;
        for (String key : NUMBERS) {
            String field = "scaling." + key;
            result = result.set(key, applies(field) ? value(key, field) : null);
        }
        boolean clamp = applies(CLAMP) && "true".equals(text(CLAMP));
        return result.set("clamp", clamp ? Boolean.TRUE : null);
    }

    Optional<Scaling> scaling() {
        return problems().isEmpty() ? Optional.of(Scaling.of(settings())) : Optional.empty();
    }

    private Object value(String key, String field) {
        String typed = text(field);
        try {
            double number = numbers.parse(typed);
            // What a person did not touch stays as it was written, 1 and not 1.0.
            return base.raw(key) instanceof Number old && old.doubleValue() == number ? old : (Object) number;
        } catch (NumberFormatException e) {
            return typed;
        }
    }

    private static String fieldOf(String key) {
        return key.equals("scaling") ? FORM : "scaling." + key;
    }
}
