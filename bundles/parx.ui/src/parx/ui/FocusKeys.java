package parx.ui;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.contexts.IContextActivation;
import org.eclipse.ui.contexts.IContextService;

/**
 * Keys that mean something in one control only: they are commands, as people expect to find them in menus and in the list
 * of keys, in a context that holds while the control has the focus. UI thread only.
 */
public final class FocusKeys {
    private FocusKeys() {
    }

    /** @param context an id that bindings name */
    public static void in(Control control, IContextService contexts, String context) {
        IContextActivation[] active = new IContextActivation[1];
        control.addListener(SWT.FocusIn, event -> {
            if (active[0] == null) {
                active[0] = contexts.activateContext(context);
            }
        });
        control.addListener(SWT.FocusOut, event -> {
            if (active[0] != null) {
                contexts.deactivateContext(active[0]);
                active[0] = null;
            }
        });
    }
}
