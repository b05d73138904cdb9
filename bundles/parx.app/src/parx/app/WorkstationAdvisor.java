package parx.app;

import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.core.commands.IExecutionListener;
import org.eclipse.core.commands.NotHandledException;
import org.eclipse.e4.core.di.InjectionException;
import org.eclipse.jface.preference.IPreferenceStore;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IWorkbenchPreferenceConstants;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.application.IWorkbenchConfigurer;
import org.eclipse.ui.application.IWorkbenchWindowConfigurer;
import org.eclipse.ui.application.WorkbenchAdvisor;
import org.eclipse.ui.application.WorkbenchWindowAdvisor;
import org.eclipse.ui.commands.ICommandService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.ui.Notifications;
import parx.ui.Ui;
import parx.ui.Words;

/** The workbench's life: layout kept, theme restored, faults told once and quietly. UI thread only. */
final class WorkstationAdvisor extends WorkbenchAdvisor {
    private static final Logger LOG = LoggerFactory.getLogger(WorkstationAdvisor.class);

    private final StartTrace trace;
    private final Runnable opened;
    private String lastFault = "";

    /** @param opened told when the window is there */
    WorkstationAdvisor(StartTrace trace, Runnable opened) {
        this.trace = trace;
        this.opened = opened;
    }

    @Override
    public void initialize(IWorkbenchConfigurer configurer) {
        configurer.setSaveAndRestore(true);
        IPreferenceStore preferences = PlatformUI.getPreferenceStore();
        preferences.setDefault(IWorkbenchPreferenceConstants.SHOW_PROGRESS_ON_STARTUP, false);
        preferences.setDefault(IWorkbenchPreferenceConstants.SHOW_INTRO, false);
    }

    @Override
    public WorkbenchWindowAdvisor createWorkbenchWindowAdvisor(IWorkbenchWindowConfigurer configurer) {
        return new WindowAdvisor(configurer, trace, opened);
    }

    @Override
    public String getInitialWindowPerspectiveId() {
        return Perspectives.ENGINEERING;
    }

    @Override
    public void preStartup() {
        Ui.of(Display.getCurrent()).themes().restore();
    }

    @Override
    public void eventLoopException(Throwable thrown) {
        // A command's own fault comes wrapped by whoever called its handler.
        Throwable fault = thrown instanceof InjectionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        tell(fault, fault instanceof ExecutionException && fault.getLocalizedMessage() != null ? fault.getLocalizedMessage()
                : new Words(Workstation.class).text("fault", fault.getLocalizedMessage() == null
                        ? fault.getClass().getSimpleName() : fault.getLocalizedMessage()));
    }

    @Override
    public void postStartup() {
        // What a command's handler refuses, the platform keeps to itself or writes where nobody looks.
        PlatformUI.getWorkbench().getService(ICommandService.class).addExecutionListener(new CommandFaults());
    }

    /** Logged once, for a fault that repeats at every paint is one fault; shown whenever a person meets it. */
    private void tell(Throwable fault, String sentence) {
        String signature = fault + at(fault);
        if (!signature.equals(lastFault)) {
            lastFault = signature;
            LOG.error("A fault in the user interface", fault);
        }
        Notifications notifications = Ui.of(Display.getDefault()).notifications();
        if (!sentence.equals(notifications.showing())) {
            notifications.problem(sentence);
        }
    }

    /** Hears of commands that ended with a sentence instead of their work. UI thread. */
    private final class CommandFaults implements IExecutionListener {
        @Override
        public void notHandled(String commandId, NotHandledException exception) {
            LOG.debug("{} has no handler now", commandId);
        }

        @Override
        public void postExecuteFailure(String commandId, ExecutionException exception) {
            eventLoopException(exception);
        }

        @Override
        public void postExecuteSuccess(String commandId, Object returned) {
            // As it should be.
        }

        @Override
        public void preExecute(String commandId, ExecutionEvent event) {
            // Nothing has happened yet.
        }
    }

    private static String at(Throwable fault) {
        return fault.getStackTrace().length == 0 ? "" : " at " + fault.getStackTrace()[0];
    }
}
