package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeColumn;
import org.eclipse.swt.widgets.TreeItem;
import parx.model.Channel;
import parx.service.Acquisition.ConnectionStatus;
import parx.service.LiveValues;
import parx.ui.Palette;
import parx.ui.ValueFormat;
import parx.ui.channels.internal.ChannelTree.Branch;
import parx.ui.channels.internal.ChannelTree.Leaf;
import parx.ui.channels.internal.ChannelTree.Node;

/**
 * The virtual tree: shows a {@link ChannelTree} and refreshes the rows on screen, no others. UI thread.
 */
final class TreeControl {
    private static final long AGES_EVERY_NANOS = 500_000_000L;

    private final ChannelServices services;
    private final Tree tree;
    private final CellPainter painter;
    private final ValueCells cells;
    private final ConnectionText connectionText;
    private final LiveValues.Slot slot = new LiveValues.Slot();
    private final Set<String> collapsed = new HashSet<>();
    private Map<String, ConnectionStatus> connections = Map.of();
    private ChannelTree shown = ChannelTree.EMPTY;
    private boolean expanding;
    private boolean keepExpansion = true;
    private long revision = -1;
    private long agesAt;

    TreeControl(Composite parent, ChannelServices services, Palette palette, ValueFormat format) {
        this.services = services;
        this.cells = new ValueCells(format);
        this.connectionText = new ConnectionText(format);
        tree = new Tree(parent, SWT.VIRTUAL | SWT.FULL_SELECTION | SWT.MULTI);
        tree.setHeaderVisible(true);
        tree.setData("parx.id", "channels.tree");
        for (Column column : Column.values()) {
            TreeColumn made = new TreeColumn(tree, column.alignment());
            made.setText(column.title());
            made.setWidth(column.width());
            made.setMoveable(column != Column.NAME);
            made.setData("parx.id", "channels.column." + column.name().toLowerCase(java.util.Locale.ROOT));
        }
        char sign = java.text.DecimalFormatSymbols.getInstance(format.locale()).getDecimalSeparator();
        painter = new CellPainter(tree, palette, sign);
        tree.addListener(SWT.SetData, this::fill);
        tree.addListener(SWT.Expand, event -> expansion(event, true));
        tree.addListener(SWT.Collapse, event -> expansion(event, false));
    }

    Tree tree() {
        return tree;
    }

    ChannelTree shown() {
        return shown;
    }

    ConnectionStatus connection(String name) {
        return connections.get(name);
    }

    /**
     * Shows this tree in place of the one before; what was selected and collapsed stays so.
     *
     * @param expandAll shows every branch open without remembering it: a filter's matches must be seen
     * @param select    ids to select instead of what was selected; empty for what was
     */
    void show(ChannelTree now, boolean expandAll, Set<String> select) {
        Set<String> ids = select.isEmpty() ? selectedIds() : select;
        Set<String> keys = selectedBranches();
        String top = select.isEmpty() ? topId() : null;
        shown = now;
        painter.setMostDecimals(mostDecimals(now));
        keepExpansion = !expandAll;
        tree.setRedraw(false);
        try {
            tree.removeAll();
            tree.setItemCount(now.roots().size());
            expand(expandAll);
            restore(ids, keys, top, !select.isEmpty());
        } finally {
            tree.setRedraw(true);
        }
    }

    /** Brings the rows on screen up to date. @return how many rows changed */
    int tick() {
        long now = services.clock().monotonicNanos();
        long newest = services.live().revision();
        boolean ages = now - agesAt >= AGES_EVERY_NANOS;
        if (newest == revision && !ages) {
            return 0;
        }
        revision = newest;
        if (ages) {
            agesAt = now;
            readConnections();
        }
        int changed = 0;
        for (TreeItem item : visible()) {
            if (item.getData() instanceof RowView row && refresh(item, row)) {
                changed++;
            }
        }
        return changed;
    }

    /** Everything on screen anew: another theme, other settings. */
    void redraw() {
        readConnections();
        tree.clearAll(true);
    }

    int width(Column column) {
        return tree.getColumn(column.ordinal()).getWidth();
    }

    void setWidth(Column column, int width) {
        tree.getColumn(column.ordinal()).setWidth(width);
    }

    List<ChannelRow> selectedRows() {
        List<ChannelRow> rows = new ArrayList<>();
        for (TreeItem item : tree.getSelection()) {
            if (item.getData() instanceof RowView row && row.node() instanceof Leaf leaf) {
                rows.add(leaf.row());
            }
        }
        return rows;
    }

    List<Channel> selectedChannels() {
        return selectedRows().stream().map(ChannelRow::channel).toList();
    }

    /** The selected node where there is one alone, else null. */
    Node selectedNode() {
        TreeItem[] selection = tree.getSelection();
        return selection.length == 1 && selection[0].getData() instanceof RowView row ? row.node() : null;
    }

    /** The cells of this channel as of now. */
    ValueCells.Cell cell(ChannelRow row) {
        boolean known = services.live().read(row.handle(), slot);
        return cells.of(row.channel(), row.problem().isEmpty(), known ? slot : null, services.clock().nowMicros(), scanMillis(row));
    }

    private void readConnections() {
        Map<String, ConnectionStatus> now = new HashMap<>();
        services.acquisition().connections().forEach(status -> now.put(status.name(), status));
        connections = now;
    }

    private void fill(Event event) {
        TreeItem item = (TreeItem) event.item;
        TreeItem parent = item.getParentItem();
        List<Node> siblings = parent == null ? shown.roots()
                : parent.getData() instanceof RowView row && row.node() instanceof Branch branch ? branch.children() : List.of();
        if (event.index >= siblings.size()) {
            return;
        }
        Node node = siblings.get(event.index);
        RowView row = new RowView(node);
        item.setData(row);
        switch (node) {
            case Branch branch -> {
                item.setItemCount(branch.children().size());
                item.setText(Column.NAME.ordinal(), branch.label());
            }
            case Leaf leaf -> fillLeaf(item, leaf.row());
        }
        refresh(item, row);
    }

    private void fillLeaf(TreeItem item, ChannelRow row) {
        Channel channel = row.channel();
        item.setText(Column.NAME.ordinal(), channel.name());
        item.setText(Column.UNIT.ordinal(), channel.metadata().units());
        item.setText(Column.ADDRESS.ordinal(), row.problem().isEmpty() ? row.address() : row.problem());
        item.setText(Column.ID.ordinal(), channel.id());
    }

    private boolean refresh(TreeItem item, RowView row) {
        switch (row.node()) {
            case Leaf leaf -> {
                ValueCells.Cell now = cell(leaf.row());
                if (!row.show(now)) {
                    return false;
                }
                set(item, Column.VALUE, now.number());
                set(item, Column.QUALITY, now.word());
                set(item, Column.AGE, now.age());
                return true;
            }
            case Branch branch -> {
                return refreshBranch(item, row, branch);
            }
        }
    }

    private boolean refreshBranch(TreeItem item, RowView row, Branch branch) {
        if (branch.kind() != ChannelTree.Kind.CONNECTION) {
            row.showFigures(ConnectionText.count(branch.channels()));
            return set(item, Column.ADDRESS, ConnectionText.count(branch.channels()));
        }
        ConnectionStatus status = connections.get(branch.key());
        boolean changed = row.show(status);
        String figures = connectionText.figures(status, branch.channels());
        row.showFigures(figures);
        changed |= set(item, Column.QUALITY, row.qualityWord());
        changed |= set(item, Column.ADDRESS, figures);
        return changed;
    }

    /** A text set anew repaints its row, so only what differs is set. */
    private static boolean set(TreeItem item, Column column, String text) {
        if (text.equals(item.getText(column.ordinal()))) {
            return false;
        }
        item.setText(column.ordinal(), text);
        return true;
    }

    private List<TreeItem> visible() {
        List<TreeItem> items = new ArrayList<>();
        // Where the platform counts from the header's top, and where (GTK) from the first row's.
        Rectangle area = tree.getClientArea();
        int top = area.y + tree.getHeaderHeight();
        int bottom = area.y + area.height;
        // In the window, and far from the indentation: GTK finds no item elsewhere.
        int right = tree.getSize().x * 3 / 4;
        int step = Math.max(8, tree.getItemHeight());
        TreeItem last = null;
        for (int y = top + 2; y < bottom; y += step / 2) {
            TreeItem item = tree.getItem(new Point(right, y));
            if (item != null && item != last) {
                items.add(item);
                last = item;
            }
        }
        return items;
    }

    private long scanMillis(ChannelRow row) {
        return ScanRates.millis(row.channel(), services, row.connection());
    }

    private void expansion(Event event, boolean expanded) {
        if (!expanding && keepExpansion && ((TreeItem) event.item).getData() instanceof RowView row
                && row.node() instanceof Branch branch) {
            if (expanded) {
                collapsed.remove(branch.key());
            } else {
                collapsed.add(branch.key());
            }
        }
    }

    private void expand(boolean all) {
        expanding = true;
        try {
            for (int i = 0; i < shown.roots().size(); i++) {
                expand(tree.getItem(i), shown.roots().get(i), all);
            }
        } finally {
            expanding = false;
        }
    }

    private void expand(TreeItem item, Node node, boolean all) {
        if (!(node instanceof Branch branch)) {
            return;
        }
        // Asking for the text makes the item real, and with it its number of children.
        item.getText();
        for (int i = 0; i < branch.children().size() && branch.children().get(i) instanceof Branch; i++) {
            expand(item.getItem(i), branch.children().get(i), all);
        }
        if (all || !collapsed.contains(branch.key())) {
            item.setExpanded(true);
        }
    }

    private Set<String> selectedIds() {
        Set<String> ids = new HashSet<>();
        selectedChannels().forEach(channel -> ids.add(channel.id()));
        return ids;
    }

    private Set<String> selectedBranches() {
        Set<String> keys = new HashSet<>();
        for (TreeItem item : tree.getSelection()) {
            if (item.getData() instanceof RowView row && row.node() instanceof Branch branch) {
                keys.add(branch.key());
            }
        }
        return keys;
    }

    private String topId() {
        TreeItem top = tree.getItemCount() == 0 ? null : tree.getTopItem();
        return top != null && top.getData() instanceof RowView row && row.node() instanceof Leaf leaf
                ? leaf.row().channel().id() : null;
    }

    private void restore(Set<String> ids, Set<String> keys, String top, boolean reveal) {
        List<TreeItem> selection = new ArrayList<>();
        TreeItem[] first = new TreeItem[1];
        if (!ids.isEmpty() || !keys.isEmpty() || top != null) {
            for (int i = 0; i < shown.roots().size(); i++) {
                restore(tree.getItem(i), shown.roots().get(i), ids, keys, top, selection, first);
            }
        }
        if (first[0] != null) {
            tree.setTopItem(first[0]);
        }
        tree.setSelection(selection.toArray(TreeItem[]::new));
        if (reveal && !selection.isEmpty()) {
            tree.showItem(selection.get(0));
        }
    }

    private static void restore(TreeItem item, Node node, Set<String> ids, Set<String> keys, String top,
            List<TreeItem> selection, TreeItem[] first) {
        if (!(node instanceof Branch branch)) {
            return;
        }
        if (keys.contains(branch.key())) {
            selection.add(item);
        }
        for (int i = 0; i < branch.children().size(); i++) {
            if (branch.children().get(i) instanceof Leaf leaf) {
                String id = leaf.row().channel().id();
                if (ids.contains(id)) {
                    selection.add(item.getItem(i));
                }
                if (id.equals(top)) {
                    first[0] = item.getItem(i);
                }
            } else {
                restore(item.getItem(i), branch.children().get(i), ids, keys, top, selection, first);
            }
        }
    }

    private static int mostDecimals(ChannelTree tree) {
        int[] most = {0};
        tree.forEachBranch((branch, parent) -> branch.children().forEach(node -> {
            if (node instanceof Leaf leaf) {
                most[0] = Math.max(most[0], leaf.row().decimals());
            }
        }));
        return Math.min(6, most[0]);
    }
}
