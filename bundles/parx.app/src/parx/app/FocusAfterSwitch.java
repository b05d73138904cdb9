package parx.app;

import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IPerspectiveDescriptor;
import org.eclipse.ui.IViewReference;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.PerspectiveAdapter;

/**
 * Gives the focus to a view of the perspective that has been opened. A view that is active before and after is moved
 * without it, and where nothing has the focus no key does anything. UI thread.
 */
final class FocusAfterSwitch extends PerspectiveAdapter {
    private final Display display;

    FocusAfterSwitch(Display display) {
        this.display = display;
    }

    @Override
    public void perspectiveActivated(IWorkbenchPage page, IPerspectiveDescriptor perspective) {
        // Once the views stand where they belong.
        display.asyncExec(() -> focus(page));
    }

    @Override
    public void perspectiveChanged(IWorkbenchPage page, IPerspectiveDescriptor perspective, String change) {
        if (IWorkbenchPage.CHANGE_RESET_COMPLETE.equals(change)) {
            display.asyncExec(() -> focus(page));
        }
    }

    private static void focus(IWorkbenchPage page) {
        // Closed meanwhile: with its window.
        if (page.getWorkbenchWindow().getShell() == null || page.getWorkbenchWindow().getShell().isDisposed()) {
            return;
        }
        IWorkbenchPart part = page.getActivePart();
        if (part == null || !page.isPartVisible(part)) {
            part = firstVisible(page);
        }
        if (part != null) {
            page.activate(part);
            // What is active already is not given the focus once more.
            part.setFocus();
        }
    }

    private static IWorkbenchPart firstVisible(IWorkbenchPage page) {
        for (IViewReference reference : page.getViewReferences()) {
            IWorkbenchPart view = reference.getPart(false);
            if (view != null && page.isPartVisible(view)) {
                return view;
            }
        }
        return null;
    }
}
