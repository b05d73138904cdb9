package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.List;
import parx.driver.Setting;
import parx.model.Settings;
import parx.ui.FieldRow;
import parx.ui.FormSection;
import parx.ui.NumberText;
import parx.ui.Words;

/** Between a setting's value in the config and what stands in its field. Pure functions, any thread. */
final class SettingText {
    private static final int MOST_DIGITS = 15;

    private SettingText() {
    }

    /** The value as it goes into the config; text that is no value of this kind stays text, for the check to refuse. */
    static Object value(Setting setting, String typed, NumberText numbers) {
        try {
            return switch (setting.kind()) {
                case INTEGER -> whole(numbers.parse(typed));
                case DECIMAL -> numbers.parse(typed);
                case FLAG -> typed.equals("true") ? Boolean.TRUE : typed.equals("false") ? Boolean.FALSE : typed;
                // The specification writes "register": 40001 as a number though an address may also have letters.
                case TEXT -> isPlainNumber(typed) ? (Object) Long.parseLong(typed) : typed;
                case CHOICE, SECRET -> typed;
            };
        } catch (NumberFormatException e) {
            return typed;
        }
    }

    /** What is allowed, with its unit: "1 to 247", "10 to 60000 ms"; empty where anything is. */
    static String range(Setting setting, NumberText numbers, Words words) {
        String unit = setting.unit().isEmpty() ? "" : " " + setting.unit();
        return switch (setting.kind()) {
            case INTEGER, DECIMAL -> {
                boolean low = Double.isFinite(setting.min());
                boolean high = Double.isFinite(setting.max());
                if (low && high) {
                    yield words.text("range.both", numbers.format(setting.min()), numbers.format(setting.max()) + unit);
                }
                yield low ? words.text("range.low", numbers.format(setting.min()) + unit)
                        : high ? words.text("range.high", numbers.format(setting.max()) + unit) : unit.strip();
            }
            default -> unit.strip();
        };
    }

    /** What the field says to whoever fills it in: help, with the range before it where the help does not name it. */
    static String help(Setting setting, NumberText numbers, Words words) {
        String range = range(setting, numbers, words);
        boolean named = range.isEmpty() || range.equals(setting.unit())
                || Double.isFinite(setting.max()) && setting.help().contains(Long.toString((long) setting.max()));
        return named ? setting.help() : range + ". " + setting.help();
    }

    /** A row of the form for this setting. */
    static FieldRow add(FormSection section, Setting setting, NumberText numbers) {
        Words words = new Words(SettingText.class);
        String unit = setting.unit().isEmpty() ? "" : " (" + setting.unit() + ")";
        FieldRow row = section.add(EditorModel.SETTING + setting.key(), setting.label() + unit, kind(setting.kind()),
                help(setting, numbers, words), choices(setting, words));
        row.placeholder(setting.standard());
        return row;
    }

    private static FieldRow.Kind kind(Setting.Kind kind) {
        return switch (kind) {
            case FLAG -> FieldRow.Kind.FLAG;
            case CHOICE -> FieldRow.Kind.CHOICE;
            case SECRET -> FieldRow.Kind.SECRET;
            case TEXT, INTEGER, DECIMAL -> FieldRow.Kind.LINE;
        };
    }

    /** The choices, with an empty one first where none need be made. */
    private static FieldRow.Choice[] choices(Setting setting, Words words) {
        List<FieldRow.Choice> choices = new ArrayList<>();
        if (setting.kind() == Setting.Kind.CHOICE && !setting.required() && setting.standard().isEmpty()) {
            choices.add(new FieldRow.Choice("", words.text("choice.none")));
        }
        setting.choices().forEach(choice -> choices.add(new FieldRow.Choice(choice.value(), choice.label())));
        return choices.toArray(FieldRow.Choice[]::new);
    }

    static String text(Settings stored, Setting setting, NumberText numbers) {
        return stored.raw(setting.key()) instanceof Double number ? numbers.format(number) : stored.text(setting.key(), "");
    }

    private static Object whole(double number) {
        return number == Math.rint(number) && Math.abs(number) < 9e15 ? (Object) (long) number : (Object) number;
    }

    private static boolean isPlainNumber(String typed) {
        return typed.length() <= MOST_DIGITS && typed.matches("0|[1-9][0-9]*");
    }
}
