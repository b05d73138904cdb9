package parx.ui;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

/** Above a tree or table where the filter leaves nothing of it: says so, and the way back. UI thread. */
public final class NoHitStrip {
    private static final int MOST_TYPED = 60;

    private final Composite strip;
    private final Label sentence;
    private final Words words;

    /**
     * @param parent of a grid of one column
     * @param name   begins the names by which the strip's widgets are found
     * @param words  have {@code filter.none}, which takes what was typed, and {@code filter.clear}
     */
    public NoHitStrip(Composite parent, String name, Words words, Runnable clear) {
        this.words = words;
        strip = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 8;
        layout.marginHeight = 4;
        strip.setLayout(layout);
        GridData data = new GridData(SWT.FILL, SWT.BEGINNING, true, false);
        data.exclude = true;
        strip.setLayoutData(data);
        strip.setVisible(false);
        sentence = new Label(strip, SWT.WRAP);
        sentence.setData("parx.id", name + ".nohit");
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false);
        wide.widthHint = 200;
        sentence.setLayoutData(wide);
        Button button = new Button(strip, SWT.PUSH);
        button.setText(words.text("filter.clear"));
        button.setData("parx.id", name + ".filter.clear");
        button.addListener(SWT.Selection, event -> clear.run());
    }

    /** @param typed the filter that leaves nothing, or empty to show no strip */
    public void show(String typed) {
        String text = typed.strip();
        GridData data = (GridData) strip.getLayoutData();
        if (text.isEmpty() && data.exclude) {
            return;
        }
        String fits = text.length() <= MOST_TYPED ? text : text.substring(0, MOST_TYPED - 1) + "…";
        sentence.setText(text.isEmpty() ? "" : LabelText.plain(words.text("filter.none", fits)));
        data.exclude = text.isEmpty();
        strip.setVisible(!text.isEmpty());
        strip.getParent().layout(true, true);
    }
}
