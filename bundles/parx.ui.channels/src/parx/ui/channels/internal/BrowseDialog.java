package parx.ui.channels.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeColumn;
import org.eclipse.swt.widgets.TreeItem;
import parx.driver.DeviceBrowser.Node;
import parx.ui.LabelText;
import parx.ui.Palette.Token;

/** What a device has, as a tree that is read level by level; a value is taken for a channel. UI thread. */
final class BrowseDialog extends Dialog {
    private static final Point SIZE = new Point(560, 600);
    private static final int NAME_WIDTH = 340;
    private static final int TYPE_WIDTH = 160;

    private final ViewKit ui;
    private final DeviceLook look;
    private final String device;
    private final Consumer<Node> take;
    private Tree tree;
    private Label state;

    /** @param device its connection's name @param take gets the value that was chosen */
    BrowseDialog(Shell parent, ViewKit ui, DeviceLook look, String device, Consumer<Node> take) {
        super(parent);
        this.ui = ui;
        this.look = look;
        this.device = device;
        this.take = take;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.RESIZE | SWT.PRIMARY_MODAL);
        setBlockOnOpen(false);
    }

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(ui.words().text("browse.title", device));
        shell.setData("parx.id", "browse");
        shell.addListener(SWT.Dispose, event -> look.close());
    }

    @Override
    protected Point getInitialSize() {
        return SIZE;
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        tree = new Tree(area, SWT.BORDER | SWT.SINGLE | SWT.FULL_SELECTION);
        tree.setHeaderVisible(true);
        tree.setData("parx.id", "browse.tree");
        tree.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        column("browse.name", NAME_WIDTH);
        column("browse.type", TYPE_WIDTH);
        tree.addListener(SWT.Expand, event -> expand((TreeItem) event.item));
        tree.addListener(SWT.Selection, event -> offer());
        tree.addListener(SWT.DefaultSelection, event -> chosen().ifPresentOrElse(node -> okPressed(), this::openChosen));
        state = new Label(area, SWT.WRAP);
        state.setData("parx.id", "browse.state");
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false);
        wide.widthHint = NAME_WIDTH;
        state.setLayoutData(wide);
        return area;
    }

    private void column(String key, int width) {
        TreeColumn column = new TreeColumn(tree, SWT.NONE);
        column.setText(ui.words().text(key));
        column.setWidth(width);
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, ui.words().text("browse.take"), true).setData("parx.id", "browse.ok");
        createButton(parent, IDialogConstants.CANCEL_ID, ui.words().text("cancel"), false).setData("parx.id", "browse.cancel");
    }

    @Override
    public void create() {
        super.create();
        offer();
        read(null);
        tree.setFocus();
    }

    @Override
    protected void okPressed() {
        chosen().ifPresent(node -> {
            super.okPressed();
            take.accept(node);
        });
    }

    private Optional<Node> chosen() {
        return selected().map(item -> (Node) item.getData()).filter(node -> !node.channel().keys().isEmpty());
    }

    private Optional<TreeItem> selected() {
        return tree.getSelectionCount() == 0 || tree.getSelection()[0].getData() == null ? Optional.empty()
                : Optional.of(tree.getSelection()[0]);
    }

    private void offer() {
        getButton(IDialogConstants.OK_ID).setEnabled(chosen().isPresent());
    }

    private void openChosen() {
        selected().filter(item -> item.getItemCount() > 0).ifPresent(item -> {
            expand(item);
            item.setExpanded(true);
        });
    }

    /** A level is read when it is opened first, or again where that failed. */
    private void expand(TreeItem item) {
        boolean unread = item.getItemCount() == 1 && item.getItem(0).getData() == null;
        if (unread) {
            read(item);
        }
    }

    /** @param item to read what is below it; null for the device itself */
    private void read(TreeItem item) {
        say(ui.words().text("browse.reading"), Token.SECONDARY);
        Optional<Node> parent = Optional.ofNullable(item).map(of -> (Node) of.getData());
        Object key = item == null ? tree : item;
        ui.background().run(key, tree, () -> look.below(parent), nodes -> show(item, nodes), failure ->
                say("✕ " + failure.getLocalizedMessage(), Token.BAD));
    }

    private void show(TreeItem parent, List<Node> nodes) {
        if (parent != null && parent.isDisposed()) {
            return;
        }
        tree.setRedraw(false);
        if (parent != null) {
            parent.removeAll();
        }
        for (Node node : nodes) {
            TreeItem item = parent == null ? new TreeItem(tree, SWT.NONE) : new TreeItem(parent, SWT.NONE);
            item.setText(new String[] {node.label(), node.type()});
            item.setData(node);
            if (node.opens()) {
                // Stands for what is read once it is opened.
                new TreeItem(item, SWT.NONE);
            }
        }
        if (parent != null) {
            parent.setExpanded(true);
        }
        tree.setRedraw(true);
        say(ui.words().text(nodes.isEmpty() ? "browse.empty" : "browse.choose"), Token.SECONDARY);
    }

    private void say(String sentence, Token token) {
        state.setText(LabelText.plain(sentence));
        state.setForeground(ui.palette().color(token));
        state.getParent().layout(true, true);
    }
}
