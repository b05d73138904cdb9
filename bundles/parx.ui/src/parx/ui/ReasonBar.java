package parx.ui;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;

/** The lower end of an editor: its buttons, and left of them why it cannot be saved. UI thread. */
public final class ReasonBar {
    private static final int LEAST_WIDTH = 400;

    private final Composite bar;
    private final Label reason;
    private final Palette palette;

    /** @param id of the sentence, for tests */
    public ReasonBar(Composite parent, Palette palette, String id) {
        this.palette = palette;
        bar = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 12;
        layout.marginHeight = 0;
        bar.setLayout(layout);
        bar.setLayoutData(new GridData(SWT.FILL, SWT.END, true, false));
        reason = new Label(bar, SWT.WRAP);
        reason.setData("parx.id", id);
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false);
        wide.widthHint = LEAST_WIDTH;
        reason.setLayoutData(wide);
    }

    /** What the buttons are to be made in. */
    public Composite bar() {
        return bar;
    }

    /** @param buttons made in {@link #bar} @return the whole */
    public Control with(Control buttons) {
        ((GridData) buttons.getLayoutData()).horizontalAlignment = SWT.END;
        return bar;
    }

    /** What is still missing, or nothing. */
    public void say(String sentence) {
        say(sentence, Palette.Token.SECONDARY);
    }

    /** Why it was not saved. */
    public void refuse(String sentence) {
        say("✕ " + sentence, Palette.Token.BAD);
    }

    private void say(String sentence, Palette.Token token) {
        reason.setForeground(palette.color(token));
        if (LabelText.show(reason, sentence)) {
            bar.layout();
        }
    }
}
