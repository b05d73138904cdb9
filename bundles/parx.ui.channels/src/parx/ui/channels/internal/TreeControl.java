package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
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
import parx.ui.FittedColumns;
import parx.ui.ValueFormat;
import parx.ui.Words;
import parx.ui.channels.internal.ChannelTree.Branch;
import parx.ui.channels.internal.ChannelTree.Leaf;
import parx.ui.channels.internal.ChannelTree.Node;

/**
 * The virtual tree: shows a {@link ChannelTree} and refreshes the rows on screen, no others. UI thread.
 */
final class TreeControl {
    private static final long AGES_EVERY_NANOS = 500_000_000L;
    private static final int FEW = 50;
    /** More would leave the column no room for what stands before the decimal sign. */
    private static final int MOST_DECIMALS = 6;

    private final ChannelServices services;
    private final Tree tree;
    private final TreeBuild build;
    private final FittedColumns columns;
    private final CellPainter painter;
    private final ValueCells cells;
    private final ConnectionText connectionText;
    private final LiveValues.Slot slot = new LiveValues.Slot();
    private Map<String, ConnectionStatus> connections = Map.of();
    private long revision = -1;
    private long agesAt;

    TreeControl(Composite parent, ChannelServices services, ViewKit ui, ValueFormat format) {
        this.services = services;
        Words words = ui.words();
        this.cells = new ValueCells(format, words);
        this.connectionText = new ConnectionText(format, words);
        tree = new Tree(parent, SWT.VIRTUAL | SWT.FULL_SELECTION | SWT.MULTI);
        tree.setHeaderVisible(true);
        tree.setData("parx.id", "channels.tree");
        for (Column column : Column.values()) {
            TreeColumn made = new TreeColumn(tree, column.alignment());
            made.setText(column.title(words));
            made.setMoveable(column != Column.NAME);
            made.setData("parx.id", "channels.column." + column.name().toLowerCase(java.util.Locale.ROOT));
        }
        char sign = java.text.DecimalFormatSymbols.getInstance(format.locale()).getDecimalSeparator();
        columns = FittedColumns.of(tree, Arrays.stream(Column.values()).map(Column::wish).toList());
        painter = new CellPainter(tree, ui.palette(), sign, columns);
        tree.addListener(SWT.SetData, this::fill);
        build = new TreeBuild(tree);
    }

    Tree tree() {
        return tree;
    }

    ChannelTree shown() {
        return build.shown();
    }

    ConnectionStatus connection(String name) {
        return connections.get(name);
    }

    /** See {@link TreeBuild#show}. */
    void show(ChannelTree now, boolean expandAll, Set<String> select, Runnable done) {
        painter.setMostDecimals(Math.min(MOST_DECIMALS, now.mostDecimals()));
        build.show(now, expandAll, select, done);
    }

    /** Brings the rows on screen up to date. @return how many rows changed */
    int tick() {
        if (build.running()) {
            return 0;
        }
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
        if (changed > 0) {
            painter.rowsChanged();
        }
        return changed;
    }

    /** Everything on screen anew: another theme, other settings. */
    void redraw() {
        readConnections();
        tree.clearAll(true);
    }

    FittedColumns columns() {
        return columns;
    }

    List<ChannelRow> selectedRows() {
        if (build.running()) {
            return List.of();
        }
        if (tree.getSelectionCount() > FEW && tree.getSelectionCount() == count(build.shown().roots())) {
            // All of them: what the tree shows says the same without asking for thousands of native rows.
            List<ChannelRow> all = new ArrayList<>();
            leaves(build.shown().roots(), all);
            return all;
        }
        TreeItem[] selection = tree.getSelection();
        List<ChannelRow> rows = new ArrayList<>(selection.length);
        if (selection.length <= FEW) {
            for (TreeItem item : selection) {
                if (node(item) instanceof Leaf leaf) {
                    rows.add(leaf.row());
                }
            }
        } else {
            Set<TreeItem> selected = Collections.newSetFromMap(new IdentityHashMap<>(selection.length));
            selected.addAll(List.of(selection));
            collect(tree.getItems(), build.shown().roots(), selected, rows);
        }
        return rows;
    }

    private static int count(List<Node> nodes) {
        int count = nodes.size();
        for (Node node : nodes) {
            count += node instanceof Branch branch ? count(branch.children()) : 0;
        }
        return count;
    }

    private static void leaves(List<Node> nodes, List<ChannelRow> rows) {
        for (Node node : nodes) {
            switch (node) {
                case Leaf leaf -> rows.add(leaf.row());
                case Branch branch -> leaves(branch.children(), rows);
            }
        }
    }

    /** By their places: to make thousands of virtual rows real, each for itself, would take a minute. */
    private static void collect(TreeItem[] items, List<Node> nodes, Set<TreeItem> selected, List<ChannelRow> rows) {
        for (int i = 0; i < items.length && i < nodes.size(); i++) {
            TreeItem item = items[i];
            if (nodes.get(i) instanceof Leaf leaf && selected.contains(item)) {
                rows.add(leaf.row());
            } else if (nodes.get(i) instanceof Branch branch && item.getExpanded()) {
                collect(item.getItems(), branch.children(), selected, rows);
            }
        }
    }

    List<Channel> selectedChannels() {
        return selectedRows().stream().map(ChannelRow::channel).toList();
    }

    /** How many rows are selected, branches too; at no cost, however many there are. */
    int selectionCount() {
        return build.running() ? 0 : tree.getSelectionCount();
    }

    /** The selected node where there is one alone, else null. */
    Node selectedNode() {
        return selectionCount() == 1 ? node(tree.getSelection()[0]) : null;
    }

    /** What stands in this row, now; null where the tree has changed behind it. */
    static Node node(TreeItem item) {
        // Asking for the text makes a virtual row real: one that nobody has scrolled to is as selected as any.
        item.getText();
        return item.getData() instanceof RowView row ? row.node() : null;
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
        List<Node> siblings = parent == null ? build.shown().roots()
                : node(parent) instanceof Branch branch ? branch.children() : List.of();
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
        item.setText(Column.ADDRESS.ordinal(), row.problem().isEmpty() ? row.briefAddress() : row.problem());
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
            row.showFigures(connectionText.count(branch));
            return set(item, Column.ADDRESS, connectionText.count(branch));
        }
        ConnectionStatus status = connections.get(branch.key());
        boolean changed = row.show(status, connectionText);
        String figures = connectionText.figures(status, branch);
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
}
