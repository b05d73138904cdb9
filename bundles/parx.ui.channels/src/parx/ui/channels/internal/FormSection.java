package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import parx.driver.Setting;
import parx.ui.Palette;
import parx.ui.Palette.Token;

/** A titled group of fields. UI thread. */
final class FormSection {
    private final Composite grid;
    private final Palette palette;
    private final Consumer<FieldRow> typed;
    private final Map<String, FieldRow> rows = new LinkedHashMap<>();
    private final List<Label> notes = new ArrayList<>();

    FormSection(Composite parent, Palette palette, String title, Consumer<FieldRow> typed) {
        this.palette = palette;
        this.typed = typed;
        grid = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(FieldRow.COLUMNS, false);
        layout.marginWidth = 12;
        layout.marginHeight = 6;
        layout.horizontalSpacing = 12;
        layout.verticalSpacing = 4;
        grid.setLayout(layout);
        grid.setLayoutData(new GridData(SWT.FILL, SWT.BEGINNING, true, false));
        if (!title.isEmpty()) {
            Label heading = new Label(grid, SWT.NONE);
            heading.setText(title);
            heading.setFont(JFaceResources.getFontRegistry().getBold(JFaceResources.DIALOG_FONT));
            heading.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, FieldRow.COLUMNS, 1));
        }
    }

    Composite grid() {
        return grid;
    }

    Map<String, FieldRow> rows() {
        return rows;
    }

    FieldRow add(String field, String name, Setting.Kind kind, String help, Setting.Choice... choices) {
        FieldRow row = new FieldRow(grid, palette, field, name, kind, List.of(choices), help, typed);
        rows.put(field, row);
        return row;
    }

    FieldRow add(Setting setting, NumberText numbers) {
        String unit = setting.unit().isEmpty() ? "" : " (" + setting.unit() + ")";
        String help = SettingText.help(setting, numbers);
        FieldRow row = add(EditorModel.SETTING + setting.key(), setting.label() + unit, setting.kind(), help,
                SettingText.choices(setting).toArray(Setting.Choice[]::new));
        row.placeholder(setting.standard());
        return row;
    }

    /** A line of text in the column of the controls. */
    Label note(String id) {
        new Label(grid, SWT.NONE);
        Label note = new Label(grid, SWT.WRAP);
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false, FieldRow.COLUMNS - 1, 1);
        data.widthHint = 500;
        note.setLayoutData(data);
        note.setForeground(palette.color(Token.TEXT));
        note.setData("parx.id", id);
        notes.add(note);
        return note;
    }
}
