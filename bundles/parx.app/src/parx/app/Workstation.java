package parx.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.core.runtime.Platform;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PlatformUI;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.StartException;
import parx.startup.Startup;
import parx.startup.Startup.Choice;
import parx.ui.Words;

/**
 * The workstation from the first window to the last: one instance, the site opened before the workbench and closed
 * after it. Runs on the main thread, which is the UI thread; {@link #stop} comes on any.
 */
public final class Workstation implements IApplication {
    private static final Logger LOG = LoggerFactory.getLogger(Workstation.class);
    private static final Duration STARTUP_SERVICE_LIMIT = Duration.ofSeconds(20);
    private static final Duration OTHER_LIMIT = Duration.ofSeconds(15);
    private static final long STOP_SECONDS = 60;
    private static final int MODAL = SWT.PRIMARY_MODAL | SWT.APPLICATION_MODAL | SWT.SYSTEM_MODAL;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Display display;

    @Override
    public Object start(IApplicationContext context) throws Exception {
        BundleContext bundles = FrameworkUtil.getBundle(Workstation.class).getBundleContext();
        Platform.addLogListener(new PlatformLog());
        // A terminate signal is an ordinary end: the last samples are written before the process goes.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "workstation-stop"));
        ServiceTracker<Startup, Startup> tracker = new ServiceTracker<>(bundles, Startup.class, null);
        tracker.open();
        try {
            Startup startup = tracker.waitForService(STARTUP_SERVICE_LIMIT.toMillis());
            if (startup == null) {
                System.err.println("parx: a part of ParX is missing or did not start; the log says which. Build it again with './parx build'.");
                return 1;
            }
            return startOnce(startup, context);
        } finally {
            tracker.close();
            ended.countDown();
        }
    }

    @Override
    public void stop() {
        Display running = display;
        if (running == null || running.isDisposed() || ended.getCount() == 0) {
            return;
        }
        running.asyncExec(() -> {
            if (PlatformUI.isWorkbenchRunning()) {
                cancelDialogs(running);
                // Once the loops of those dialogs have ended: whoever opened one goes on with the workbench still there.
                running.asyncExec(Workstation::closeWorkbench);
            } else {
                // Still starting: its window takes this as the person's wish to stop.
                List.of(running.getShells()).forEach(Shell::close);
            }
        });
        try {
            // The framework stops the services next; the last samples must be written by then.
            if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("The workstation did not close within {} s; what was not yet written is in the spool", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As Escape does: what waits for a modal dialog's answer is told that there is none. */
    private static void cancelDialogs(Display running) {
        for (Shell shell : running.getShells()) {
            cancelDialogs(shell);
        }
    }

    private static void cancelDialogs(Shell shell) {
        for (Shell above : shell.isDisposed() ? new Shell[0] : shell.getShells()) {
            cancelDialogs(above);
        }
        if (!shell.isDisposed() && (shell.getStyle() & MODAL) != 0) {
            shell.close();
        }
    }

    private static void closeWorkbench() {
        if (PlatformUI.isWorkbenchRunning()) {
            PlatformUI.getWorkbench().close();
        }
    }

    private Object startOnce(Startup startup, IApplicationContext context) throws IOException, InterruptedException {
        Path state = startup.folders().state();
        Optional<SingleInstance> claimed = SingleInstance.claim(state);
        if (claimed.isEmpty()) {
            context.applicationRunning();
            if (SingleInstance.showOther(state, OTHER_LIMIT)) {
                System.out.println("ParX is running already; its window is in front now.");
                return EXIT_OK;
            }
            System.err.println("parx: another ParX holds " + state + " but does not answer. End it, or set PARX_HOME to another folder.");
            return 1;
        }
        try (SingleInstance instance = claimed.get()) {
            Display.setAppName("ParX");
            display = PlatformUI.createDisplay();
            try {
                context.applicationRunning();
                runOn(display, startup, instance);
            } finally {
                display.dispose();
            }
            return EXIT_OK;
        }
    }

    private void runOn(Display onDisplay, Startup startup, SingleInstance instance) {
        Words words = new Words(Workstation.class);
        StartTrace trace = StartTrace.fromSystem(onDisplay);
        trace.reached("display");
        // It stays until the workbench's own window is there: whoever waits sees at every moment what for.
        try (StartWindow window = new StartWindow(onDisplay, words)) {
            instance.onShow(() -> onDisplay.asyncExec(window::show));
            if (!open(onDisplay, startup, window, words)) {
                return;
            }
            trace.reached("services_up");
            window.lastStep(words.text("start.window"));
            instance.onShow(() -> onDisplay.asyncExec(Workstation::showWorkbench));
            try {
                PlatformUI.createAndRunWorkbench(onDisplay, new WorkstationAdvisor(trace, window::close));
            } finally {
                close(onDisplay, startup, words);
            }
        }
    }

    /** @return false where the person gave up */
    private static boolean open(Display display, Startup startup, StartWindow window, Words words) {
        Optional<Choice> fromArguments = startup.isFirstStart()
                ? StartArguments.firstStart(Platform.getApplicationArgs()) : Optional.empty();
        ExistingServers entered = ExistingServers.STANDARD;
        boolean ask = startup.isFirstStart() && fromArguments.isEmpty();
        Choice choice = fromArguments.orElse(new Choice.AsBefore());
        while (true) {
            if (ask) {
                FirstStartDialog dialog = new FirstStartDialog(display, words, entered, startup.folders().properties());
                Optional<Choice> chosen = dialog.ask();
                if (chosen.isEmpty()) {
                    return false;
                }
                choice = chosen.get();
                entered = dialog.entered();
            }
            Choice attempt = choice;
            try {
                window.await(words.text("start.starting"), () -> {
                    startup.open(attempt, window::progress);
                    return null;
                });
                return true;
            } catch (StartException e) {
                LOG.error("ParX could not start: {}", e.getMessage(), e);
                switch (window.ask(e.getLocalizedMessage(), details(e), answers(words))) {
                    case "retry" -> ask = false;
                    case "change" -> ask = true;
                    default -> {
                        return false;
                    }
                }
            } catch (Exception e) {
                LOG.error("ParX could not start, by a fault of its own", e);
                window.ask(words.text("start.fault", startup.folders().logs()), details(e),
                        List.of(new StartWindow.Choice(words.text("start.quit"), "quit")));
                return false;
            }
        }
    }

    private static List<StartWindow.Choice> answers(Words words) {
        return List.of(new StartWindow.Choice(words.text("start.retry"), "retry"),
                new StartWindow.Choice(words.text("start.change"), "change"),
                new StartWindow.Choice(words.text("start.quit"), "quit"));
    }

    private static void close(Display display, Startup startup, Words words) {
        try {
            if (display.isDisposed()) {
                startup.close();
                return;
            }
            try (StartWindow window = new StartWindow(display, words)) {
                window.await(words.text("stop.writing"), () -> {
                    startup.close();
                    return null;
                });
            }
        } catch (Exception e) {
            LOG.error("ParX did not close in good order; the next start recovers", e);
        }
    }

    private static void showWorkbench() {
        if (PlatformUI.isWorkbenchRunning()) {
            IWorkbench workbench = PlatformUI.getWorkbench();
            if (workbench.getWorkbenchWindowCount() > 0) {
                Shell shell = workbench.getWorkbenchWindows()[0].getShell();
                shell.setMinimized(false);
                shell.setActive();
                shell.forceActive();
            }
        }
    }

    private static String details(Exception e) {
        if (e.getCause() == null && e instanceof StartException) {
            return "";
        }
        StringBuilder chain = new StringBuilder();
        for (Throwable cause = e instanceof StartException ? e.getCause() : e; cause != null; cause = cause.getCause()) {
            chain.append(cause.getClass().getSimpleName()).append(": ").append(cause.getMessage()).append('\n');
        }
        return chain.toString();
    }
}
