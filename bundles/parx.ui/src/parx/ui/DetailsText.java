package parx.ui;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Text;
import parx.service.Subscription;
import parx.ui.Palette.Token;

/** A strip below a table or a tree that says in sentences what is selected there; hidden where it says nothing. UI thread only. */
public final class DetailsText {
    private static final int MOST_LINES = 7;

    private final Palette palette;
    private final Composite strip;
    private final Text text;

    /** @param parent with a grid layout @param id of the text */
    public DetailsText(Composite parent, Palette palette, String id) {
        this.palette = palette;
        strip = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 8;
        layout.marginHeight = 4;
        strip.setLayout(layout);
        strip.setLayoutData(new GridData(SWT.FILL, SWT.END, true, false));
        // A text, not a label: an error's sentence wants to be copied into a mail.
        text = new Text(strip, SWT.READ_ONLY | SWT.MULTI | SWT.WRAP);
        text.setData("parx.id", id);
        text.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        text.addListener(SWT.Resize, event -> fit());
        visible(false);
        restyle();
        Subscription themed = palette.onChange(this::restyle);
        strip.addListener(SWT.Dispose, event -> themed.close());
    }

    /** Where more may stand, below the text. */
    public Composite strip() {
        return strip;
    }

    /** @return whether the strip took room from what is above it */
    public boolean show(String sentences) {
        int before = height();
        if (!sentences.equals(text.getText())) {
            text.setText(sentences);
            visible(!sentences.isEmpty());
            fit();
        }
        return height() > before;
    }

    private int height() {
        return ((GridData) strip.getLayoutData()).exclude ? 0 : ((GridData) text.getLayoutData()).heightHint;
    }

    /** GTK gives a text a ground of its own in each theme; this one is no field. */
    private void restyle() {
        strip.setBackground(palette.color(Token.SURFACE));
        text.setBackground(palette.color(Token.SURFACE));
    }

    private void visible(boolean visible) {
        ((GridData) strip.getLayoutData()).exclude = !visible;
        strip.setVisible(visible);
        strip.getParent().layout();
    }

    /** As high as what it says, up to a limit; two lines at least, so that what is above does not jump from row to row. */
    private void fit() {
        int width = text.getSize().x;
        int line = text.getLineHeight();
        int wanted = width <= 0 ? 2 * line : text.computeSize(width, SWT.DEFAULT).y;
        int height = Math.max(2 * line, Math.min(MOST_LINES * line, wanted));
        GridData data = (GridData) text.getLayoutData();
        if (data.heightHint != height) {
            data.heightHint = height;
            strip.getParent().layout(true, true);
        }
    }
}
