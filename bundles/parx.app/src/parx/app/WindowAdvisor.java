package parx.app;

import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.e4.ui.model.application.ui.SideValue;
import org.eclipse.e4.ui.model.application.ui.basic.MTrimBar;
import org.eclipse.e4.ui.model.application.ui.basic.MTrimElement;
import org.eclipse.e4.ui.model.application.ui.basic.MTrimmedWindow;
import org.eclipse.e4.ui.model.application.ui.basic.MWindow;
import org.eclipse.jface.action.IStatusLineManager;
import org.eclipse.jface.action.StatusLineManager;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IViewReference;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.application.ActionBarAdvisor;
import org.eclipse.ui.application.IActionBarConfigurer;
import org.eclipse.ui.application.IWorkbenchWindowConfigurer;
import org.eclipse.ui.application.WorkbenchWindowAdvisor;
import org.eclipse.ui.contexts.IContextService;
import org.osgi.service.prefs.BackingStoreException;
import org.slf4j.LoggerFactory;
import parx.ui.Ui;
import parx.ui.ValueFormat;

/** The one window: its size, its trim, the welcome the first time. UI thread only. */
final class WindowAdvisor extends WorkbenchWindowAdvisor {
    private static final String STATUS_LINE = "org.eclipse.ui.StatusLine";
    /** The platform's tags for a bar that cannot be moved, and for one that can. */
    private static final String FIXED = "NoMove";
    private static final String MOVABLE = "Draggable";
    private static final String KEYS = "parx.app.context";
    private static final String WELCOMED = "welcomed";
    private static final int PAINTED_MILLIS = 400;

    private final StartTrace trace;
    private final Runnable opened;

    /** @param opened told when the window is there */
    WindowAdvisor(IWorkbenchWindowConfigurer configurer, StartTrace trace, Runnable opened) {
        super(configurer);
        this.trace = trace;
        this.opened = opened;
    }

    @Override
    public boolean preWindowShellClose() {
        return new ClosingQuestion(getWindowConfigurer().getWindow().getShell()).agreed();
    }

    @Override
    public void preWindowOpen() {
        IWorkbenchWindowConfigurer window = getWindowConfigurer();
        window.setTitle("ParX");
        // Where nobody manages windows, such as on a virtual display, the size is all there is.
        Rectangle screen = Display.getCurrent().getPrimaryMonitor().getClientArea();
        window.setInitialSize(new Point(screen.width, screen.height));
        window.setShowMenuBar(true);
        window.setShowCoolBar(true);
        window.setShowStatusLine(true);
        window.getActionBarConfigurer().getCoolBarManager().setLockLayout(true);
        window.setShowPerspectiveBar(false);
        window.setShowProgressIndicator(false);
    }

    @Override
    public ActionBarAdvisor createActionBarAdvisor(IActionBarConfigurer configurer) {
        Ui ui = Ui.of(Display.getCurrent());
        return new ActionBarAdvisor(configurer) {
            @Override
            protected void fillStatusLine(IStatusLineManager statusLine) {
                statusLine.appendToGroup(StatusLineManager.END_GROUP, new StatusLine(ui.tick(), ui.palette(), new ValueFormat()));
            }
        };
    }

    @Override
    public void postWindowCreate() {
        IWorkbenchWindow window = getWindowConfigurer().getWindow();
        window.getShell().setImages(Branding.windowImages(window.getShell().getDisplay()));
        if (firstTime()) {
            window.getShell().setMaximized(true);
        }
    }

    @Override
    public void postWindowOpen() {
        IWorkbenchWindow window = getWindowConfigurer().getWindow();
        tidyTrim(window.getService(MWindow.class));
        window.getWorkbench().getService(IContextService.class).activateContext(KEYS);
        welcomeOnce(window.getActivePage());
        Display display = window.getShell().getDisplay();
        window.addPerspectiveListener(new FocusAfterSwitch(display));
        display.asyncExec(() -> trace.windowOpen(window.getShell()));
        // Once this window has been painted: in between there would be nothing to look at.
        display.timerExec(PAINTED_MILLIS, opened);
    }

    /** Leaves only ParX's own bars: the platform's search field, spacers and empty status fields take room for nothing. */
    private static void tidyTrim(MWindow window) {
        if (window instanceof MTrimmedWindow trimmed) {
            for (MTrimBar bar : trimmed.getTrimBars()) {
                for (MTrimElement element : bar.getChildren()) {
                    boolean own = element.getElementId() != null && element.getElementId().startsWith("parx.");
                    if (own && !element.getTags().contains(FIXED)) {
                        element.getTags().add(FIXED);
                        element.getTags().remove(MOVABLE);
                        // Drawn anew: what can be moved was given a handle.
                        element.setToBeRendered(false);
                    }
                    boolean stack = bar.getSide() == SideValue.LEFT || bar.getSide() == SideValue.RIGHT;
                    element.setToBeRendered(own || stack || STATUS_LINE.equals(element.getElementId()));
                }
            }
        }
    }

    private static boolean firstTime() {
        return !preferences().getBoolean(WELCOMED, false);
    }

    private static IEclipsePreferences preferences() {
        return InstanceScope.INSTANCE.getNode("parx.app");
    }

    /** At the very first start only, and never over what was restored or where a person only watches. */
    private static void welcomeOnce(IWorkbenchPage page) {
        if (page == null) {
            return;
        }
        if (!firstTime()) {
            IViewReference restored = page.findViewReference(Perspectives.WELCOME_VIEW);
            if (restored != null) {
                page.hideView(restored);
            }
            return;
        }
        remember();
        if (page.getPerspective() == null || Perspectives.OPERATION.equals(page.getPerspective().getId())) {
            return;
        }
        try {
            page.showView(Perspectives.WELCOME_VIEW);
        } catch (PartInitException e) {
            LoggerFactory.getLogger(WindowAdvisor.class).error("The welcome did not open: {}", e.getMessage(), e);
        }
    }

    /** Kept at once: the platform writes it at no other time, and the welcome would come back at every start. */
    private static void remember() {
        IEclipsePreferences preferences = preferences();
        preferences.putBoolean(WELCOMED, true);
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LoggerFactory.getLogger(WindowAdvisor.class).warn("That the welcome has been seen could not be kept: {}", e.getMessage());
        }
    }
}
