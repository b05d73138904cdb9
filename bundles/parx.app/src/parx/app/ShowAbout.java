package parx.app;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.SWT;
import org.eclipse.ui.handlers.HandlerUtil;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;
import parx.ui.Words;

/** Tells the version. UI thread. */
public final class ShowAbout extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        Words words = new Words(ShowAbout.class);
        Version version = FrameworkUtil.getBundle(ShowAbout.class).getVersion();
        String number = version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        // Of no kind: the system's picture for a message is not of ParX's family.
        MessageDialog.open(MessageDialog.NONE, HandlerUtil.getActiveShell(event), words.text("about.title"),
                words.text("about.text", number, System.getProperty("java.version"), system), SWT.NONE);
        return null;
    }
}
