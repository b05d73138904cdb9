package parx.ui;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

/** A dialog's form: what the window has no room for scrolls, so that the buttons below stay in sight. UI thread. */
public final class FormScroll {
    private static final int ONE_STEP = 24;
    /** While a window is being laid out the form may be lower than its scroll bar, of which GTK complains. */
    private static final int LEAST_HEIGHT = 48;

    private final ScrolledComposite scroll;
    private final Composite form;
    private Control kept;

    public FormScroll(Composite parent) {
        scroll = new ScrolledComposite(parent, SWT.V_SCROLL);
        scroll.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        // A bar that shows itself only under the mouse would not say that there is more.
        scroll.setScrollbarsMode(SWT.NONE);
        scroll.setExpandHorizontal(true);
        scroll.setExpandVertical(true);
        // Who goes on by the Tab key must see where.
        scroll.setShowFocusedControl(true);
        form = new Composite(scroll, SWT.NONE);
        form.setLayout(new GridLayout());
        scroll.setContent(form);
        scroll.addListener(SWT.Resize, event -> {
            fit();
            if (kept != null && !kept.isDisposed() && kept.isVisible()) {
                scroll.showControl(kept);
            }
        });
    }

    /** Where the sections go. */
    public Composite form() {
        return form;
    }

    /** This one stays in sight, whatever takes room from the form. */
    public void keep(Control control) {
        kept = control;
    }

    /** To be called when the form has other fields or needs another height: it lays out every field, which takes its time. */
    public void fit() {
        form.layout(true, true);
        int width = scroll.getClientArea().width;
        boolean roomForBar = scroll.getSize().y >= LEAST_HEIGHT;
        if (width > 0) {
            scroll.setMinSize(roomForBar ? form.computeSize(width, SWT.DEFAULT) : new Point(0, 0));
        }
        scroll.getVerticalBar().setIncrement(ONE_STEP);
    }
}
