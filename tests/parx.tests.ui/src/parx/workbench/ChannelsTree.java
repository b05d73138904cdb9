package parx.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeColumn;
import org.eclipse.swt.widgets.TreeItem;

/** The tree of the channels view, as one reads and uses it. Called on any thread but the UI thread. */
final class ChannelsTree {
    private static final String TREE = "channels.tree";
    private static final String SHOWN_FILTER = "parx.filter";

    private final Screen screen;

    ChannelsTree(Screen screen) {
        this.screen = screen;
    }

    /** Types into the filter and waits for its rows, so that those in question are on screen and refreshed. */
    void filter(String text) {
        screen.type("channels.filter", text);
        Await.until("the rows that match ‘" + text + "’", () -> screen.ask(() -> text.equals(tree().getData(SHOWN_FILTER))));
    }

    /** The labels of the top branches. */
    List<String> roots() {
        return screen.ask(() -> {
            List<String> labels = new ArrayList<>();
            for (TreeItem item : tree().getItems()) {
                labels.add(item.getText(0));
            }
            return labels;
        });
    }

    /** The ids of all rows shown, in their order. */
    List<String> ids() {
        return screen.ask(() -> rows().stream().map(row -> row.getText(column("id"))).toList());
    }

    /** What a channel's cell says; empty where the channel is not in the tree. */
    String cell(String channelId, String column) {
        return screen.ask(() -> row(channelId).map(row -> row.getText(column(column))).orElse(""));
    }

    /** What the cell of a branch says; empty where there is no branch of this label. */
    String branchCell(String label, String column) {
        return screen.ask(() -> branch(label).map(branch -> branch.getText(column(column))).orElse(""));
    }

    void select(String... channelIds) {
        Await.until("rows of " + String.join(", ", channelIds), () -> ids().containsAll(List.of(channelIds)));
        screen.act(() -> {
            List<TreeItem> items = new ArrayList<>();
            for (String id : channelIds) {
                row(id).ifPresent(items::add);
            }
            tree().setSelection(items.toArray(TreeItem[]::new));
            Screen.select(tree());
        });
    }

    void selectBranch(String label) {
        screen.act(() -> {
            tree().setSelection(branch(label).orElseThrow());
            Screen.select(tree());
        });
    }

    /** Enter on the selection. */
    void open() {
        screen.act(() -> tree().notifyListeners(SWT.DefaultSelection, new Event()));
    }

    void key(int keyCode, int modifiers) {
        screen.key(TREE, keyCode, modifiers);
    }

    private Tree tree() {
        return screen.look(Tree.class, TREE).orElseThrow();
    }

    private int column(String name) {
        TreeColumn[] columns = tree().getColumns();
        for (int i = 0; i < columns.length; i++) {
            if (("channels.column." + name).equals(columns[i].getData("parx.id"))) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column " + name);
    }

    private Optional<TreeItem> branch(String label) {
        for (TreeItem item : tree().getItems()) {
            if (item.getText(0).equals(label)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    private Optional<TreeItem> row(String channelId) {
        return rows().stream().filter(row -> row.getText(column("id")).equals(channelId)).findFirst();
    }

    private List<TreeItem> rows() {
        List<TreeItem> rows = new ArrayList<>();
        for (TreeItem root : tree().getItems()) {
            collect(root, rows);
        }
        return rows;
    }

    private void collect(TreeItem item, List<TreeItem> into) {
        // The text first: it makes a virtual item real, and with it the number of its children.
        String id = item.getText(column("id"));
        if (!id.isEmpty()) {
            into.add(item);
        }
        for (TreeItem child : item.getItems()) {
            collect(child, into);
        }
    }
}
