package parx.ui;

import java.util.List;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import parx.ui.Palette.Token;

/** One line of a form: label, control, and help that gives way to what is wrong. UI thread. */
public final class FieldRow {
    /** How a value is edited. */
    public enum Kind { LINE, SECRET, FLAG, CHOICE }

    /** @param value what {@link #text} gives @param label for people */
    public record Choice(String value, String label) {
    }

    /** Of the grid that a row is part of. */
    public static final int COLUMNS = 3;
    private static final int LABEL_WIDTH = 130;
    private static final int CONTROL_WIDTH = 230;
    private static final int HINT_WIDTH = 380;

    private final String field;
    private final Palette palette;
    private final Label label;
    private final Control control;
    private final Label hint;
    private String help;
    private final List<Choice> choices;
    private boolean touched;
    private boolean showing;

    /**
     * @param grid    a {@link FormSection}'s, with {@link #COLUMNS} columns
     * @param id      of the control, for tests and for who looks for it
     * @param choices for {@link Kind#CHOICE}; empty otherwise
     * @param help    range, unit and what it is for
     * @param typed   told at every change
     */
    FieldRow(Composite grid, Palette palette, String id, String field, String name, Kind kind, List<Choice> choices,
            String help, Consumer<FieldRow> typed) {
        this.field = field;
        this.palette = palette;
        this.help = help;
        this.choices = choices;
        label = new Label(grid, SWT.NONE);
        label.setText(kind == Kind.FLAG ? "" : name);
        GridData labelData = new GridData(SWT.FILL, SWT.BEGINNING, false, false);
        // Never narrower than its words: behind the label stands the unit.
        labelData.widthHint = Math.max(LABEL_WIDTH, label.computeSize(SWT.DEFAULT, SWT.DEFAULT).x);
        labelData.verticalIndent = 6;
        label.setLayoutData(labelData);
        control = switch (kind) {
            case FLAG -> flag(grid, name);
            case CHOICE -> combo(grid);
            default -> line(grid, kind == Kind.SECRET ? SWT.PASSWORD : SWT.NONE);
        };
        GridData controlData = new GridData(SWT.FILL, SWT.BEGINNING, false, false);
        controlData.widthHint = CONTROL_WIDTH;
        control.setLayoutData(controlData);
        control.setData("parx.id", id);
        control.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = name;
            }

            @Override
            public void getDescription(AccessibleEvent event) {
                event.result = hint.getText().replace("&&", "&");
            }
        });
        hint = new Label(grid, SWT.WRAP);
        hint.setData("parx.id", id + ".hint");
        GridData hintData = new GridData(SWT.FILL, SWT.BEGINNING, true, false);
        hintData.widthHint = HINT_WIDTH;
        hintData.verticalIndent = kind == Kind.FLAG ? 1 : 6;
        hint.setLayoutData(hintData);
        showProblem(null);
        control.addListener(kind == Kind.FLAG || kind == Kind.CHOICE ? SWT.Selection : SWT.Modify, event -> {
            if (!showing) {
                touched = true;
                typed.accept(this);
            }
        });
    }

    public String field() {
        return field;
    }

    public Control control() {
        return control;
    }

    public void placeholder(String standard) {
        if (control instanceof Text text && !standard.isEmpty()) {
            text.setMessage(standard);
        }
    }

    /** Another help, seen with the next {@link #showProblem}. */
    public void help(String sentences) {
        help = sentences;
    }

    /** What is wrong is said at once, though nobody has typed here yet. */
    public void touch() {
        touched = true;
    }

    public void setEnabled(boolean enabled) {
        if (control instanceof Button) {
            control.setEnabled(enabled);
        } else {
            palette.enable(control, enabled);
        }
    }

    /** What stands in the control, as text. */
    public String text() {
        return switch (control) {
            case Button button -> Boolean.toString(button.getSelection());
            case Combo combo -> combo.getSelectionIndex() < 0 ? combo.getText() : choices.get(combo.getSelectionIndex()).value();
            default -> ((Text) control).getText();
        };
    }

    public void show(String value) {
        showing = true;
        try {
            switch (control) {
                case Button button -> button.setSelection("true".equals(value));
                case Combo combo -> select(combo, value);
                default -> {
                    Text text = (Text) control;
                    if (!text.getText().equals(value)) {
                        text.setText(value);
                    }
                }
            }
        } finally {
            showing = false;
        }
    }

    /**
     * @param sentence what is wrong, or null; said at once where a person has been here or something stands here
     * @return whether the row now needs another height
     */
    public boolean showProblem(String sentence) {
        boolean say = sentence != null && (touched || !text().isBlank());
        hint.setForeground(palette.color(say ? Token.BAD : Token.SECONDARY));
        return LabelText.show(hint, say ? "✕ " + sentence : help);
    }

    /** @return whether that changed */
    public boolean setVisible(boolean visible) {
        if (((GridData) control.getLayoutData()).exclude != visible) {
            return false;
        }
        for (Control part : List.of(label, control, hint)) {
            ((GridData) part.getLayoutData()).exclude = !visible;
            part.setVisible(visible);
        }
        return true;
    }

    private static Text line(Composite grid, int style) {
        Text text = new Text(grid, SWT.SINGLE | SWT.BORDER | style);
        // What is pasted from a sheet brings its line end along, which no name or address has.
        text.addListener(SWT.Verify, event -> event.text = event.text.replaceAll("[\\p{Cntrl}]+", " "));
        return text;
    }

    private static Button flag(Composite grid, String name) {
        Button button = new Button(grid, SWT.CHECK);
        button.setText(name);
        return button;
    }

    private Combo combo(Composite grid) {
        Combo combo = new Combo(grid, SWT.READ_ONLY | SWT.DROP_DOWN);
        choices.forEach(choice -> combo.add(choice.label()));
        return combo;
    }

    /** A value that is no choice stays visible as what it is, for the check to name it. */
    private void select(Combo combo, String value) {
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).value().equals(value)) {
                combo.select(i);
                return;
            }
        }
        combo.deselectAll();
    }
}
