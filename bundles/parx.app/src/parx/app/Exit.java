package parx.app;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.handlers.HandlerUtil;

/** Ends ParX once the person has been asked. UI thread. */
public final class Exit extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindow(event);
        if (new ClosingQuestion(window.getShell()).agreed()) {
            window.getWorkbench().close();
        }
        return null;
    }
}
