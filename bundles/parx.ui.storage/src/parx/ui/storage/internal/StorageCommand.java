package parx.ui.storage.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;
import parx.ui.Ui;
import parx.ui.Words;

/** Every command of the storage view: brings the view to the front and does there what the command's id says. UI thread. */
public final class StorageCommand extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        try {
            if (window.getActivePage().showView(StorageView.ID) instanceof StorageView view && !view.run(event.getCommand().getId())) {
                Ui.of(window.getShell().getDisplay()).notifications().note(new Words(StorageCommand.class).text("command.select"));
            }
            return null;
        } catch (PartInitException e) {
            throw new ExecutionException("The storage view cannot be opened: " + e.getMessage(), e);
        }
    }
}
