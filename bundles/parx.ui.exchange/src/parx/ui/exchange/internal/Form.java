package parx.ui.exchange.internal;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import parx.ui.LabelText;
import parx.ui.Words;

/** Lines of a form: a label, and a field that a test and a screen reader find by its name. UI thread. */
final class Form {
    private static final int COLUMNS = 4;

    private final Composite area;
    private final Words words;
    private final String prefix;

    /** @param prefix of the fields' names and of the keys of their labels */
    Form(Composite parent, Words words, String prefix) {
        this.words = words;
        this.prefix = prefix;
        area = new Composite(parent, SWT.NONE);
        area.setLayout(new GridLayout(COLUMNS, false));
        area.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
    }

    Composite area() {
        return area;
    }

    Text text(String name, String content) {
        label(name);
        Text text = new Text(area, SWT.BORDER | SWT.SINGLE);
        text.setText(content);
        text.setData("parx.id", prefix + "." + name);
        text.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        return text;
    }

    /** @param style SWT.READ_ONLY for a choice among the items only */
    Combo combo(String name, int style, int selected, String... items) {
        label(name);
        Combo combo = new Combo(area, SWT.DROP_DOWN | style);
        combo.setItems(items);
        combo.select(selected);
        combo.setData("parx.id", prefix + "." + name);
        combo.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        return combo;
    }

    /** A sentence about the fields above it, as wide as the form. */
    void note(String name, String sentence) {
        Label note = new Label(area, SWT.NONE);
        note.setData("parx.id", prefix + "." + name);
        note.setText(LabelText.plain(sentence));
        note.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, COLUMNS, 1));
    }

    private void label(String name) {
        Label label = new Label(area, SWT.NONE);
        label.setText(words.text(prefix + "." + name));
    }
}
