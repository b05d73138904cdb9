package parx.ui.trend.internal;

import org.eclipse.ui.IViewReference;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;

/** Finds and opens trends on a page of the workbench. UI thread only. */
final class Trends {
    private Trends() {
    }

    /** @param another true: a new trend; false: the one that was used last, or a first one */
    static TrendView open(IWorkbenchPage page, boolean another) throws PartInitException {
        int number = 0;
        IViewReference first = null;
        for (IViewReference reference : page.getViewReferences()) {
            if (reference.getId().equals(TrendView.ID)) {
                first = first == null || page.getActivePart() == reference.getPart(false) ? reference : first;
                number = Math.max(number, number(reference.getSecondaryId()) + 1);
            }
        }
        String secondary = first == null ? null : another ? Integer.toString(Math.max(1, number))
                : first.getSecondaryId();
        return (TrendView) page.showView(TrendView.ID, secondary, IWorkbenchPage.VIEW_ACTIVATE);
    }

    private static int number(String secondaryId) {
        try {
            return secondaryId == null ? 0 : Integer.parseInt(secondaryId);
        } catch (NumberFormatException e) {
            // A name that somebody else gave: it takes no number.
            return 0;
        }
    }
}
