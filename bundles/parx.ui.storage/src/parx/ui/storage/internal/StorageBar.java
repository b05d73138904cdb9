package parx.ui.storage.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import parx.ui.Palette.Token;
import parx.ui.ViewAction;
import parx.ui.Words;

/** The storage view's filter, tools, context menu and keys: what can be done, in each place. UI thread. */
final class StorageBar {
    private static final List<String> TOOLS = List.of(StorageAction.NEW, StorageAction.EDIT, StorageAction.DUPLICATE,
            StorageAction.TOGGLE, StorageAction.DELETE, "", StorageAction.PREVIEW, StorageAction.START, StorageAction.STOP, "",
            StorageAction.QUARANTINE);
    private static final List<String> MENU = List.of(StorageAction.NEW, StorageAction.EDIT, StorageAction.DUPLICATE,
            StorageAction.TOGGLE, StorageAction.DELETE, "", StorageAction.PREVIEW, StorageAction.START, StorageAction.STOP, "",
            StorageAction.QUARANTINE, "", StorageAction.COPY, StorageAction.UNDO, StorageAction.REDO);

    private final StorageKit ui;
    private final Map<String, ViewAction> actions;
    private final Text filter;
    private final List<ToolItem> tools = new ArrayList<>();

    /** @param typed told what the filter says @param leave goes to the table */
    StorageBar(Composite parent, StorageKit ui, Map<String, ViewAction> actions, Consumer<String> typed, Runnable leave) {
        this.ui = ui;
        this.actions = actions;
        Composite bar = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 8;
        layout.marginHeight = 4;
        layout.horizontalSpacing = 8;
        bar.setLayout(layout);
        bar.setLayoutData(new GridData(SWT.FILL, SWT.BEGINNING, true, false));
        filter = new Text(bar, SWT.SINGLE | SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        filter.setMessage(ui.words().text("filter.message"));
        filter.setData("parx.id", "storage.filter");
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false);
        wide.minimumWidth = 120;
        wide.widthHint = 160;
        filter.setLayoutData(wide);
        filter.addListener(SWT.Modify, event -> typed.accept(filter.getText()));
        filter.addListener(SWT.KeyDown, event -> {
            if (event.keyCode == SWT.ESC) {
                filter.setText("");
            }
            if (event.keyCode == SWT.ESC || event.keyCode == SWT.ARROW_DOWN || event.keyCode == SWT.CR) {
                leave.run();
            }
        });
        ToolBar toolBar = new ToolBar(bar, SWT.FLAT);
        toolBar.setLayoutData(new GridData(SWT.END, SWT.CENTER, false, false));
        TOOLS.forEach(id -> tool(toolBar, id));
        var themed = ui.palette().onChange(this::images);
        bar.addListener(SWT.Dispose, event -> themed.close());
        images();
    }

    void focus() {
        filter.setFocus();
        filter.selectAll();
    }

    void clear() {
        filter.setText("");
    }

    /** Greys what cannot be done now. */
    void refresh() {
        for (ToolItem tool : tools) {
            boolean enabled = actions.get(tool.getData()).enabled().getAsBoolean();
            if (tool.getEnabled() != enabled) {
                tool.setEnabled(enabled);
            }
        }
    }

    /** Gives the table its context menu. */
    void menu(Table table) {
        Menu menu = new Menu(table);
        for (String id : MENU) {
            ViewAction action = actions.get(id);
            MenuItem item = new MenuItem(menu, action == null ? SWT.SEPARATOR : SWT.PUSH);
            if (action != null) {
                item.setText(action.label() + (action.key().isEmpty() ? "" : "\t" + action.key()));
                item.addListener(SWT.Selection, event -> action.run().run());
                menu.addListener(SWT.Show, event -> {
                    item.setImage(ui.icons().image(action.icon()));
                    item.setEnabled(action.enabled().getAsBoolean());
                });
            }
        }
        table.setMenu(menu);
    }

    /** What a key does in the table, by the id of its action; null for nothing. Enter is the table's own. */
    static String actionOf(int keyCode, int modifiers) {
        int key = Character.toLowerCase(keyCode);
        if (modifiers == SWT.MOD1) {
            return switch (key) {
                case 'c' -> StorageAction.COPY;
                case 'd' -> StorageAction.DUPLICATE;
                case 'z' -> StorageAction.UNDO;
                case 'y' -> StorageAction.REDO;
                case 'f' -> StorageAction.FILTER;
                case 'p' -> StorageAction.PREVIEW;
                default -> null;
            };
        }
        return modifiers != 0 ? null : switch (key) {
            case SWT.INSERT -> StorageAction.NEW;
            case SWT.DEL -> StorageAction.DELETE;
            case SWT.F2 -> StorageAction.EDIT;
            case SWT.F9 -> StorageAction.START;
            case SWT.F10 -> StorageAction.STOP;
            case ' ' -> StorageAction.TOGGLE;
            case '/' -> StorageAction.FILTER;
            default -> null;
        };
    }

    /** The name of a key as it stands on the keyboard of who reads it. */
    static String keyName(String key, Words words) {
        return key.isEmpty() ? "" : words.text("key." + key);
    }

    private void tool(ToolBar toolBar, String id) {
        ViewAction action = actions.get(id);
        ToolItem item = new ToolItem(toolBar, action == null ? SWT.SEPARATOR : SWT.PUSH);
        if (action != null) {
            item.setData(id);
            item.setData("parx.id", id);
            item.setToolTipText(action.label() + (action.key().isEmpty() ? "" : "  " + action.key()));
            item.addListener(SWT.Selection, event -> action.run().run());
            tools.add(item);
        }
    }

    private void images() {
        for (ToolItem item : tools) {
            String icon = actions.get(item.getData()).icon();
            item.setImage(ui.icons().image(icon));
            item.setDisabledImage(ui.icons().image(icon, Token.DISABLED));
        }
    }
}
