package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import parx.ui.ViewAction;

/** The bar above the tree: filter and tools. UI thread. */
final class FilterBar {
    private static final List<String> TOOLS = List.of(ChannelAction.NEW, ChannelAction.EDIT, ChannelAction.DUPLICATE,
            ChannelAction.TOGGLE, ChannelAction.DELETE, "", ChannelAction.TEST, ChannelAction.CONNECTION,
            ChannelAction.TREND, "", ChannelAction.GROUPING);

    private static final int LEAST_FILTER = 200;

    private final Text filter;
    private final Label count;
    private final List<ToolItem> tools = new ArrayList<>();
    private final Map<String, ViewAction> actions;
    private final ViewKit ui;

    FilterBar(Composite parent, ViewKit ui, Map<String, ViewAction> actions, Consumer<String> typed, Runnable leave) {
        this.ui = ui;
        this.actions = actions;
        Composite bar = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(3, false);
        layout.marginWidth = 8;
        layout.marginHeight = 4;
        layout.horizontalSpacing = 8;
        bar.setLayout(layout);
        bar.setLayoutData(new GridData(SWT.FILL, SWT.BEGINNING, true, false));
        filter = new Text(bar, SWT.SINGLE | SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        filter.setMessage(ui.words().text("filter.message"));
        filter.setData("parx.id", "channels.filter");
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false);
        wide.minimumWidth = 140;
        wide.widthHint = 200;
        filter.setLayoutData(wide);
        filter.addListener(SWT.Modify, event -> typed.accept(filter.getText()));
        filter.addListener(SWT.KeyDown, event -> key(event.keyCode, leave));
        filter.addListener(SWT.Traverse, event -> {
            if (event.detail == SWT.TRAVERSE_ESCAPE) {
                event.doit = false;
            }
        });
        count = new Label(bar, SWT.RIGHT);
        count.setData("parx.id", "channels.count");
        count.setLayoutData(new GridData(SWT.END, SWT.CENTER, false, false));
        ToolBar toolBar = new ToolBar(bar, SWT.FLAT);
        GridData right = new GridData(SWT.END, SWT.CENTER, false, false);
        toolBar.setLayoutData(right);
        bar.addListener(SWT.Resize, event -> {
            // Where the view is narrow, the tools get a row of their own: none may be cut off.
            boolean narrow = bar.getClientArea().width < toolBar.computeSize(SWT.DEFAULT, SWT.DEFAULT).x
                    + count.computeSize(SWT.DEFAULT, SWT.DEFAULT).x + LEAST_FILTER;
            if (narrow != (layout.numColumns == 2)) {
                layout.numColumns = narrow ? 2 : 3;
                right.horizontalSpan = narrow ? 2 : 1;
                right.horizontalAlignment = narrow ? SWT.BEGINNING : SWT.END;
                bar.getParent().layout(true, true);
            }
        });
        TOOLS.forEach(id -> tool(toolBar, id));
        var themed = ui.palette().onChange(this::images);
        bar.addListener(SWT.Dispose, event -> themed.close());
        images();
    }

    void focus() {
        filter.setFocus();
        filter.selectAll();
    }

    void showCount(ChannelTree tree) {
        String now = tree.shown() == tree.total() ? ui.words().text("count", tree.total()) : ui.words().text("filter.some", tree.shown(), tree.total());
        if (!now.equals(count.getText())) {
            count.setText(now);
            count.getParent().layout();
        }
    }

    void showGrouping(ChannelTree.Grouping grouping) {
        tools.stream().filter(tool -> ChannelAction.GROUPING.equals(tool.getData()))
                .forEach(tool -> tool.setSelection(grouping == ChannelTree.Grouping.AREA));
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

    /** What stands in the filter. */
    String typed() {
        return filter.getText();
    }

    /** Shows all channels again. */
    void clear() {
        filter.setText("");
    }

    private void key(int keyCode, Runnable leave) {
        if (keyCode == SWT.ESC) {
            clear();
            leave.run();
        } else if (keyCode == SWT.ARROW_DOWN || keyCode == SWT.CR) {
            leave.run();
        }
    }

    private void tool(ToolBar toolBar, String id) {
        if (id.isEmpty()) {
            new ToolItem(toolBar, SWT.SEPARATOR);
            return;
        }
        ViewAction action = actions.get(id);
        ToolItem item = new ToolItem(toolBar, id.equals(ChannelAction.GROUPING) ? SWT.CHECK : SWT.PUSH);
        item.setData(id);
        item.setData("parx.id", id.equals(ChannelAction.NEW) ? "channels.tool.add" : id);
        item.setToolTipText(action.label() + (action.key().isEmpty() ? "" : "  " + action.key()));
        item.addListener(SWT.Selection, event -> {
            if (action.enabled().getAsBoolean()) {
                action.run().run();
            }
        });
        tools.add(item);
    }

    private void images() {
        for (ToolItem item : tools) {
            String icon = actions.get(item.getData()).icon();
            item.setImage(ui.icons().image(icon));
            item.setDisabledImage(ui.icons().image(icon, parx.ui.Palette.Token.DISABLED));
        }
        count.setForeground(ui.palette().color(parx.ui.Palette.Token.SECONDARY));
    }
}
