package parx.app;

import org.eclipse.jface.preference.IPreferenceStore;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IWorkbenchPreferenceConstants;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.application.IWorkbenchConfigurer;
import org.eclipse.ui.application.IWorkbenchWindowConfigurer;
import org.eclipse.ui.application.WorkbenchAdvisor;
import org.eclipse.ui.application.WorkbenchWindowAdvisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.ui.Ui;
import parx.ui.Words;

/** The workbench's life: layout kept, theme restored, faults told once and quietly. UI thread only. */
final class WorkstationAdvisor extends WorkbenchAdvisor {
    private static final Logger LOG = LoggerFactory.getLogger(WorkstationAdvisor.class);

    private final StartTrace trace;
    private String lastFault = "";

    WorkstationAdvisor(StartTrace trace) {
        this.trace = trace;
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
        return new WindowAdvisor(configurer, trace);
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
    public void eventLoopException(Throwable fault) {
        // A fault that repeats at every paint is one fault.
        String signature = fault + at(fault);
        if (signature.equals(lastFault)) {
            return;
        }
        lastFault = signature;
        LOG.error("A fault in the user interface", fault);
        Ui.of(Display.getDefault()).notifications().problem(new Words(Workstation.class).text("fault", String.valueOf(fault.getMessage())));
    }

    private static String at(Throwable fault) {
        return fault.getStackTrace().length == 0 ? "" : " at " + fault.getStackTrace()[0];
    }
}
