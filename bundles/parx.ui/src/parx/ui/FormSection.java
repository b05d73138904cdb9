package parx.ui;

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
import parx.ui.Palette.Token;

/** A titled group of fields. UI thread. */
public final class FormSection {
    private final Composite grid;
    private final String form;
    private final Palette palette;
    private final Consumer<FieldRow> typed;
    private final Map<String, FieldRow> rows = new LinkedHashMap<>();

    /**
     * @param form  what the ids of its controls begin with
     * @param title empty for none
     * @param typed told at every change of a field
     */
    public FormSection(Composite parent, Palette palette, String form, String title, Consumer<FieldRow> typed) {
        this.form = form;
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

    public Composite grid() {
        return grid;
    }

    /** By field, in their order. */
    public Map<String, FieldRow> rows() {
        return rows;
    }

    /** @param kind how it is edited @param help range, unit and what it is for @param choices for a choice */
    public FieldRow add(String field, String name, FieldRow.Kind kind, String help, FieldRow.Choice... choices) {
        FieldRow row = new FieldRow(grid, palette, form + "." + field, field, name, kind, List.of(choices), help, typed);
        rows.put(field, row);
        return row;
    }

    /** A line of text in the column of the controls. */
    public Label note(String id) {
        new Label(grid, SWT.NONE);
        Label note = new Label(grid, SWT.WRAP);
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false, FieldRow.COLUMNS - 1, 1);
        data.widthHint = 500;
        note.setLayoutData(data);
        note.setForeground(palette.color(Token.TEXT));
        note.setData("parx.id", id);
        return note;
    }
}
