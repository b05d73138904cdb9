package parx.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.dialogs.MessageDialogWithToggle;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Shell;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.prefs.BackingStoreException;
import org.slf4j.LoggerFactory;
import parx.service.Acquisition;
import parx.ui.Words;

/**
 * Asks whoever closes the window whether acquisition and storage may end with it. A terminate signal is not a person and
 * is not asked. UI thread only.
 */
final class ClosingQuestion {
    private static final String ASK = "askBeforeClosing";

    private final Shell parent;
    private final Words words = new Words(ClosingQuestion.class);

    ClosingQuestion(Shell parent) {
        this.parent = parent;
    }

    /** @return whether the window may close: nothing is being acquired, the person agrees, or wants no question */
    boolean agreed() {
        int channels = acquired();
        if (channels == 0 || !asks()) {
            return true;
        }
        Map<String, Integer> answers = new LinkedHashMap<>();
        answers.put(words.text("closing.stop"), IDialogConstants.OK_ID);
        answers.put(words.text("closing.cancel"), IDialogConstants.CANCEL_ID);
        // Of no kind: the system's picture for a question is not of ParX's family.
        Question question = new Question(words.text("closing.text", channels), answers);
        boolean agreed = question.open() == IDialogConstants.OK_ID;
        if (agreed && question.getToggleState()) {
            ask(false);
        }
        return agreed;
    }

    /** Whether a person wants to be asked. */
    static boolean asks() {
        return preferences().getBoolean(ASK, true);
    }

    /** Kept at once: the platform writes it at no other time. */
    static void ask(boolean wanted) {
        IEclipsePreferences preferences = preferences();
        preferences.putBoolean(ASK, wanted);
        try {
            preferences.flush();
        } catch (BackingStoreException e) {
            LoggerFactory.getLogger(ClosingQuestion.class).warn("Whether to ask before closing could not be kept: {}", e.getMessage());
        }
    }

    private static IEclipsePreferences preferences() {
        return InstanceScope.INSTANCE.getNode("parx.app");
    }

    private static int acquired() {
        BundleContext bundles = FrameworkUtil.getBundle(ClosingQuestion.class).getBundleContext();
        ServiceReference<Acquisition> reference = bundles.getServiceReference(Acquisition.class);
        Acquisition acquisition = reference == null ? null : bundles.getService(reference);
        return acquisition == null ? 0 : acquisition.connections().stream().mapToInt(Acquisition.ConnectionStatus::channels).sum();
    }

    /** The dialog, with names for who looks for its parts. UI thread. */
    private final class Question extends MessageDialogWithToggle {
        private Question(String text, Map<String, Integer> answers) {
            super(parent, words.text("closing.title"), null, text, MessageDialog.NONE, (LinkedHashMap<String, Integer>) answers, 1,
                    words.text("closing.never"), false);
        }

        @Override
        protected void configureShell(Shell shell) {
            super.configureShell(shell);
            shell.setData("parx.id", "closing");
        }

        @Override
        protected void createButtonsForButtonBar(Composite parent) {
            super.createButtonsForButtonBar(parent);
            getButton(IDialogConstants.OK_ID).setData("parx.id", "closing.stop");
            getButton(IDialogConstants.CANCEL_ID).setData("parx.id", "closing.cancel");
        }

        @Override
        protected Button createToggleButton(Composite parent) {
            Button toggle = super.createToggleButton(parent);
            toggle.setData("parx.id", "closing.never");
            return toggle;
        }
    }
}
