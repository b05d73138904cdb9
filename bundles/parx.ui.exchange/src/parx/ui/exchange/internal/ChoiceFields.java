package parx.ui.exchange.internal;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import parx.exchange.ImportChoices;
import parx.exchange.ImportPreview;
import parx.exchange.TimeFormat;
import parx.ui.Words;

/**
 * The fields in which a person corrects how a file is read. They show what is in force; what a person has set stays,
 * everything else follows from it. UI thread.
 */
final class ChoiceFields {
    private static final List<String> COLUMNS = List.of(ImportChoices.TIME_COLUMN, ImportChoices.CLOCK_COLUMN,
            ImportChoices.NAME_COLUMN, ImportChoices.VALUE_COLUMN, ImportChoices.QUALITY_COLUMN, ImportChoices.UNIT_COLUMN);
    private static final List<String> ENCODINGS = List.of("UTF-8", "windows-1252", "windows-1250", "windows-1251", "ISO-8859-15",
            "UTF-16LE", "UTF-16BE", "GB18030", "Shift_JIS");
    private static final List<String> KEEP = List.of("90d", "1y", "5y", "10y", "30y");

    private final Words words;
    private final Map<String, Combo> fields = new LinkedHashMap<>();
    /** By field: what it shows for a value. */
    private final Map<String, Map<String, String>> shown = new LinkedHashMap<>();
    private final Consumer<ImportChoices> changed;
    private final Consumer<String> refused;
    private ImportChoices choices;
    private boolean showing;

    /** @param changed gets everything that a person has said by now @param refused a sentence about what cannot be */
    ChoiceFields(Composite parent, Words words, ImportChoices choices, Consumer<ImportChoices> changed, Consumer<String> refused) {
        this.words = words;
        this.choices = choices;
        this.changed = changed;
        this.refused = refused;
        Form form = new Form(parent, words, "import");
        free(form, ImportChoices.SEPARATOR, named(List.of(",", ";", ImportChoices.TAB, "|")));
        free(form, ImportChoices.ENCODING, named(ENCODINGS.stream().filter(Charset::isSupported).toList()));
        free(form, ImportChoices.HEADER_LINES, named(List.of("0", "1", "2", "3")));
        fixed(form, ImportChoices.DECIMAL, named(List.of(ImportChoices.POINT, ImportChoices.COMMA)));
        fixed(form, ImportChoices.TIME_COLUMN, Map.of());
        fixed(form, ImportChoices.CLOCK_COLUMN, Map.of());
        free(form, ImportChoices.TIME_FORMAT, named(TimeFormat.PATTERNS));
        free(form, ImportChoices.ZONE, named(zones()));
        fixed(form, ImportChoices.NAME_COLUMN, Map.of());
        fixed(form, ImportChoices.VALUE_COLUMN, Map.of());
        fixed(form, ImportChoices.QUALITY_COLUMN, Map.of());
        fixed(form, ImportChoices.UNIT_COLUMN, Map.of());
        free(form, ImportChoices.KEEP, named(KEEP));
    }

    ImportChoices choices() {
        return choices;
    }

    /** In place of what was said so far. */
    void choose(ImportChoices other) {
        choices = other;
        changed.accept(choices);
    }

    /** Shows what is in force wherever a person has said nothing, and the columns that there are. */
    void show(ImportPreview preview) {
        showing = true;
        ImportChoices inForce = ImportChoices.of(preview.mapping(), preview.columns());
        for (String key : COLUMNS) {
            List<String> names = new ArrayList<>(preview.columns());
            if (!key.equals(ImportChoices.TIME_COLUMN) && !key.equals(ImportChoices.VALUE_COLUMN)) {
                names.addFirst(ImportChoices.NO_COLUMN);
            }
            inForce.text(key).filter(name -> !names.contains(name)).ifPresent(names::add);
            items(key, named(names));
        }
        boolean wide = inForce.text(ImportChoices.NAME_COLUMN).orElse("").equals(ImportChoices.NO_COLUMN);
        for (String key : List.of(ImportChoices.VALUE_COLUMN, ImportChoices.QUALITY_COLUMN, ImportChoices.UNIT_COLUMN)) {
            fields.get(key).setEnabled(!wide);
        }
        fields.forEach((key, field) -> {
            String value = inForce.text(key).orElse("");
            String text = shown.get(key).getOrDefault(value, value);
            // Whoever is typing is not written over.
            if (!field.getText().equals(text) && !(field.isFocusControl() && choices.text(key).isPresent())) {
                field.setText(text);
            }
        });
        showing = false;
    }

    private void free(Form form, String key, Map<String, String> items) {
        field(form, key, SWT.NONE, items);
    }

    private void fixed(Form form, String key, Map<String, String> items) {
        field(form, key, SWT.READ_ONLY, items);
    }

    private void field(Form form, String key, int style, Map<String, String> items) {
        Combo combo = form.combo(key, style, -1);
        fields.put(key, combo);
        items(key, items);
        combo.addListener(style == SWT.READ_ONLY ? SWT.Selection : SWT.Modify, event -> said(key, combo.getText().strip()));
    }

    private void items(String key, Map<String, String> items) {
        Combo combo = fields.get(key);
        if (!items.equals(shown.put(key, items))) {
            String text = combo.getText();
            combo.setItems(items.values().toArray(String[]::new));
            combo.setText(text);
        }
    }

    private void said(String key, String text) {
        if (showing) {
            return;
        }
        String value = shown.get(key).entrySet().stream().filter(entry -> entry.getValue().equals(text)).map(Map.Entry::getKey)
                .findFirst().orElse(text);
        try {
            choices = choices.with(key, value);
        } catch (IllegalArgumentException e) {
            refused.accept(words.text("import.bad." + key));
            return;
        }
        changed.accept(choices);
    }

    /** What each value is shown as: words of the language where it is one of ours. */
    private Map<String, String> named(List<String> values) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String value : values) {
            names.put(value, switch (value) {
                case ImportChoices.TAB -> words.text("import.tab");
                case ImportChoices.POINT -> words.text("import.point");
                case ImportChoices.COMMA -> words.text("import.comma");
                case ImportChoices.NO_COLUMN -> words.text("import.none");
                default -> value;
            });
        }
        return names;
    }

    private static List<String> zones() {
        return Stream.concat(Stream.of("UTC", ZoneId.systemDefault().getId()),
                ZoneId.getAvailableZoneIds().stream().filter(zone -> zone.contains("/")).sorted()).distinct().toList();
    }
}
