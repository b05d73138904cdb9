package parx.ui.trend.internal;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.handlers.HandlerUtil;
import parx.model.Channel;
import parx.ui.Words;

/**
 * The command {@code parx.ui.trend.show}: opens channels in a trend. Parameter {@code channels}: comma-separated ids,
 * each URL-encoded; without it the selected channels. Parameter {@code another}: {@code true} for a new trend.
 */
public final class ShowTrendHandler extends AbstractHandler {
    private static final String CHANNELS = "channels";
    private static final String ANOTHER = "another";

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        String parameter = event.getParameter(CHANNELS);
        List<String> ids = parameter == null ? selected(event) : TrendState.decode(parameter);
        IWorkbenchWindow window = HandlerUtil.getActiveWorkbenchWindowChecked(event);
        try {
            Trends.open(window.getActivePage(), Boolean.parseBoolean(event.getParameter(ANOTHER))).add(ids);
        } catch (PartInitException e) {
            throw new ExecutionException(new Words(ShowTrendHandler.class).text("handler.failed"), e);
        }
        return null;
    }

    private static List<String> selected(ExecutionEvent event) {
        List<String> ids = new ArrayList<>();
        if (HandlerUtil.getCurrentSelection(event) instanceof IStructuredSelection selection) {
            for (Object element : selection) {
                if (element instanceof Channel channel) {
                    ids.add(channel.id());
                }
            }
        }
        return ids;
    }
}
