package parx.app;

import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.swt.graphics.Point;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.application.IWorkbenchWindowConfigurer;
import org.eclipse.ui.application.WorkbenchWindowAdvisor;
import org.slf4j.LoggerFactory;

/** The one window: its size, its trim, the welcome the first time. UI thread only. */
final class WindowAdvisor extends WorkbenchWindowAdvisor {
    private static final Point SIZE = new Point(1280, 760);
    private static final String WELCOMED = "welcomed";

    private final StartTrace trace;

    WindowAdvisor(IWorkbenchWindowConfigurer configurer, StartTrace trace) {
        super(configurer);
        this.trace = trace;
    }

    @Override
    public void preWindowOpen() {
        IWorkbenchWindowConfigurer window = getWindowConfigurer();
        window.setTitle("ParX");
        window.setInitialSize(SIZE);
        window.setShowMenuBar(true);
        window.setShowCoolBar(true);
        window.setShowStatusLine(true);
        window.setShowPerspectiveBar(false);
        window.setShowProgressIndicator(false);
    }

    @Override
    public void postWindowCreate() {
        IWorkbenchWindow window = getWindowConfigurer().getWindow();
        window.getShell().setImages(Branding.windowImages(window.getShell().getDisplay()));
    }

    @Override
    public void postWindowOpen() {
        IWorkbenchWindow window = getWindowConfigurer().getWindow();
        welcomeOnce(window.getActivePage());
        window.getShell().getDisplay().asyncExec(() -> trace.windowOpen(window.getShell()));
    }

    private static void welcomeOnce(IWorkbenchPage page) {
        IEclipsePreferences node = InstanceScope.INSTANCE.getNode("parx.app");
        if (page == null || node.getBoolean(WELCOMED, false)) {
            return;
        }
        node.putBoolean(WELCOMED, true);
        try {
            page.showView(Perspectives.WELCOME_VIEW);
        } catch (PartInitException e) {
            LoggerFactory.getLogger(WindowAdvisor.class).error("The welcome did not open: {}", e.getMessage(), e);
        }
    }
}
