package parx.ui.channels.internal;

import java.util.List;
import java.util.Map;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Tree;
import parx.ui.ViewAction;

/** The tree's context menu. UI thread. */
final class TreeMenu {
    private static final List<String> ITEMS = List.of(ChannelAction.TREND, "", ChannelAction.NEW, ChannelAction.EDIT,
            ChannelAction.DUPLICATE, ChannelAction.TOGGLE, ChannelAction.DELETE, "", ChannelAction.TEST,
            ChannelAction.CONNECTION, "", ChannelAction.COPY, ChannelAction.UNDO, ChannelAction.REDO);

    TreeMenu(Tree tree, ViewKit ui, Map<String, ViewAction> actions) {
        Menu menu = new Menu(tree);
        for (String id : ITEMS) {
            if (id.isEmpty()) {
                new MenuItem(menu, SWT.SEPARATOR);
                continue;
            }
            ViewAction action = actions.get(id);
            MenuItem item = new MenuItem(menu, SWT.PUSH);
            item.setData(id);
            item.setText(action.label() + (action.key().isEmpty() ? "" : "\t" + action.key()));
            item.addListener(SWT.Selection, event -> action.run().run());
        }
        menu.addListener(SWT.Show, event -> {
            for (MenuItem item : menu.getItems()) {
                ViewAction action = actions.get(item.getData());
                if (action != null) {
                    item.setImage(ui.icons().image(action.icon()));
                    item.setEnabled(action.enabled().getAsBoolean());
                }
            }
        });
        tree.setMenu(menu);
    }
}
