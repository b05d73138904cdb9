package parx.ui.channels.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;
import parx.ui.Ui;
import parx.ui.Words;

/** Every command of the channels view: brings the view to the front and does there what the command's id says. UI thread. */
public final class ChannelCommand extends AbstractHandler {
    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        IWorkbenchPage page = window.getActivePage();
        Words words = new Words(ChannelCommand.class);
        try {
            IViewPart part = page.showView(ChannelsView.ID);
            if (part instanceof ChannelsView view && !view.run(event.getCommand().getId())) {
                Ui.of(window.getShell().getDisplay()).notifications().note(words.text("command.nothing"));
            }
            return null;
        } catch (PartInitException e) {
            throw new ExecutionException(words.text("command.noView", e.getLocalizedMessage()), e);
        }
    }
}
