package parx.app;

import java.util.Map;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.commands.ICommandService;
import org.eclipse.ui.commands.IElementUpdater;
import org.eclipse.ui.menus.UIElement;

/** Switches the question before closing on and off; its menu item shows which. UI thread. */
public final class AskBeforeClosing extends AbstractHandler implements IElementUpdater {
    static final String ID = "parx.app.closing.ask";

    @Override
    public Object execute(ExecutionEvent event) {
        ClosingQuestion.ask(!ClosingQuestion.asks());
        PlatformUI.getWorkbench().getService(ICommandService.class).refreshElements(ID, null);
        return null;
    }

    @Override
    public void updateElement(UIElement element, Map parameters) {
        element.setChecked(ClosingQuestion.asks());
    }
}
