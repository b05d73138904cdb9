package parx.ui.channels.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import parx.ui.channels.internal.ChannelTree.Branch;
import parx.ui.channels.internal.ChannelTree.Leaf;
import parx.ui.channels.internal.ChannelTree.Node;

/**
 * Puts one tree in the place of another, in slices between which keys and timers have their turn: the native tree takes
 * microseconds for each row, on screen or not. What was selected and collapsed stays so. UI thread.
 */
final class TreeBuild {
    /** About ten milliseconds of the native tree's work. */
    private static final int ROWS_A_SLICE = 4_000;
    /** Finding a row again costs more the more rows there are; a person who selected this many selects anew. */
    private static final int MOST_RESELECTED = 50;
    /** How often a row is asked for that the native tree does not scroll to. */
    private static final int MOST_REVEALS = 10;

    private final Tree tree;
    private final Set<String> collapsed = new HashSet<>();
    private final Deque<Step> steps = new ArrayDeque<>();
    private ChannelTree shown = ChannelTree.EMPTY;
    private boolean expandedAll;
    private boolean running;
    private Runnable done;
    private Wish waiting;
    /** How often the selected row may still be asked for; 0 where it has been seen. */
    private int revealing;

    /** A part of the work and how many rows it concerns. */
    private record Step(int rows, Runnable work) {
    }

    /** What to show next. */
    private record Wish(ChannelTree tree, boolean expandAll, Set<String> select, Runnable done) {
    }

    /** What was selected by id and by branch, and the id of the first row on screen, or null. */
    private record Place(Set<String> ids, Set<String> branches, String top, boolean reveal) {
    }

    TreeBuild(Tree tree) {
        this.tree = tree;
        tree.addListener(SWT.Expand, event -> expansion(event, true));
        tree.addListener(SWT.Collapse, event -> expansion(event, false));
        tree.addListener(SWT.Paint, event -> painted());
    }

    /** What the rows belong to. */
    ChannelTree shown() {
        return shown;
    }

    /** Whether the native tree is half built: what it says of its selection means nothing. */
    boolean running() {
        return running;
    }

    /**
     * Shows this tree; at once where it is small or differs in its words only. What is asked for while a large one is
     * being built comes after it.
     *
     * @param expandAll shows every branch open without remembering it: a filter's matches must be seen
     * @param select    ids to select instead of what was selected; empty for what was
     * @param whenDone  runs when the tree stands; not for a wish that a later one replaced
     */
    void show(ChannelTree now, boolean expandAll, Set<String> select, Runnable whenDone) {
        if (running) {
            Set<String> wanted = select.isEmpty() && waiting != null ? waiting.select() : select;
            waiting = new Wish(now, expandAll, wanted, whenDone);
        } else if (!opens(now.roots(), select) && expandAll == expandedAll && now.hasShapeOf(shown)) {
            shown = now;
            tree.clearAll(true);
            if (!select.isEmpty()) {
                restore(new Place(select, Set.of(), null, true));
            }
            whenDone.run();
        } else {
            begin(now, expandAll, select, whenDone);
        }
    }

    /**
     * Forgets that branches are collapsed in which one of these ids is: before the tree is built, for the native tree
     * cannot scroll to rows of a branch that was opened just now. @return whether there was such a branch
     */
    private boolean opens(List<Node> nodes, Set<String> ids) {
        boolean opened = false;
        for (Node node : ids.isEmpty() || collapsed.isEmpty() ? List.<Node>of() : nodes) {
            if (node instanceof Branch branch) {
                opened |= opens(branch.children(), ids);
                opened |= collapsed.contains(branch.key()) && holds(branch, ids) && collapsed.remove(branch.key());
            }
        }
        return opened;
    }

    private static boolean holds(Branch branch, Set<String> ids) {
        return branch.children().stream().anyMatch(child -> switch (child) {
            case Leaf leaf -> ids.contains(leaf.row().channel().id());
            case Branch inner -> holds(inner, ids);
        });
    }

    private void begin(ChannelTree now, boolean expandAll, Set<String> select, Runnable whenDone) {
        Place place = !select.isEmpty() ? new Place(select, Set.of(), null, true)
                : revealing > 0 ? new Place(selectedIds(), selectedBranches(), null, true)
                : new Place(selectedIds(), selectedBranches(), topId(), false);
        tree.setRedraw(false);
        steps.add(new Step(shown.shown(), () -> {
            shown = now;
            expandedAll = expandAll;
            tree.removeAll();
            tree.setItemCount(now.roots().size());
        }));
        for (int i = 0; i < now.roots().size(); i++) {
            int index = i;
            if (now.roots().get(i) instanceof Branch branch) {
                open(() -> tree.getItem(index), branch, expandAll);
            }
        }
        steps.add(new Step(now.shown(), () -> {
            restore(place);
            tree.setRedraw(true);
        }));
        done = whenDone;
        running = true;
        work();
    }

    /** The rows first and only then their opening: the other way round the native tree looks at each row as it comes. */
    private void open(Supplier<TreeItem> item, Branch branch, boolean expandAll) {
        // Asking for the text makes the item real, and with it its number of children.
        steps.add(new Step(branch.children().size(), () -> item.get().getText()));
        for (int i = 0; i < branch.children().size() && branch.children().get(i) instanceof Branch inner; i++) {
            int index = i;
            open(() -> item.get().getItem(index), inner, expandAll);
        }
        if (expandAll || !collapsed.contains(branch.key())) {
            steps.add(new Step(branch.children().size(), () -> item.get().setExpanded(true)));
        }
    }

    private void work() {
        if (tree.isDisposed()) {
            return;
        }
        int rows = 0;
        while (!steps.isEmpty()) {
            int more = steps.peek().rows();
            if (rows > 0 && rows + more > ROWS_A_SLICE) {
                tree.getDisplay().asyncExec(this::work);
                return;
            }
            rows += more;
            steps.remove().work().run();
        }
        Wish next = waiting;
        waiting = null;
        running = false;
        done.run();
        if (next != null) {
            show(next.tree(), next.expandAll(), next.select(), next.done());
        }
    }

    private void expansion(Event event, boolean expanded) {
        if (!running && !expandedAll && event.item.getData() instanceof RowView row && row.node() instanceof Branch branch) {
            if (expanded) {
                collapsed.remove(branch.key());
            } else {
                collapsed.add(branch.key());
            }
        }
    }

    private Set<String> selectedIds() {
        Set<String> ids = new HashSet<>();
        if (tree.getSelectionCount() <= MOST_RESELECTED) {
            for (TreeItem item : tree.getSelection()) {
                if (TreeControl.node(item) instanceof Leaf leaf) {
                    ids.add(leaf.row().channel().id());
                }
            }
        }
        return ids;
    }

    private Set<String> selectedBranches() {
        Set<String> keys = new HashSet<>();
        if (tree.getSelectionCount() <= MOST_RESELECTED) {
            for (TreeItem item : tree.getSelection()) {
                if (TreeControl.node(item) instanceof Branch branch) {
                    keys.add(branch.key());
                }
            }
        }
        return keys;
    }

    private String topId() {
        TreeItem top = tree.getItemCount() == 0 ? null : tree.getTopItem();
        return top != null && top.getData() instanceof RowView row && row.node() instanceof Leaf leaf
                ? leaf.row().channel().id() : null;
    }

    private void restore(Place place) {
        List<TreeItem> selection = new ArrayList<>();
        TreeItem[] first = new TreeItem[1];
        if (!place.ids().isEmpty() || !place.branches().isEmpty() || place.top() != null) {
            for (int i = 0; i < shown.roots().size(); i++) {
                restore(tree.getItem(i), shown.roots().get(i), place, selection, first);
            }
        }
        if (first[0] != null) {
            tree.setTopItem(first[0]);
        }
        tree.setSelection(selection.toArray(TreeItem[]::new));
        if (place.reveal() && !selection.isEmpty()) {
            tree.showItem(selection.get(0));
            revealing = MOST_REVEALS;
        }
    }

    /**
     * The native tree scrolls when it is next laid out, and sometimes not at all: what was built once more before that would
     * put the old rows on top again. So the wish to see a row stands until it is seen.
     */
    private void painted() {
        if (revealing == 0 || running) {
            return;
        }
        TreeItem[] selection = tree.getSelection();
        if (selection.length == 0 || isWhole(selection[0].getBounds(), tree.getClientArea())) {
            revealing = 0;
        } else {
            revealing--;
            tree.getDisplay().asyncExec(() -> {
                if (!tree.isDisposed() && !running && tree.getSelectionCount() > 0) {
                    tree.showItem(tree.getSelection()[0]);
                }
            });
        }
    }

    private static boolean isWhole(Rectangle row, Rectangle area) {
        return row.y >= area.y && row.y + row.height <= area.y + area.height;
    }

    private static void restore(TreeItem item, Node node, Place place, List<TreeItem> selection, TreeItem[] first) {
        if (!(node instanceof Branch branch)) {
            return;
        }
        if (place.branches().contains(branch.key())) {
            selection.add(item);
        }
        for (int i = 0; i < branch.children().size(); i++) {
            if (branch.children().get(i) instanceof Leaf leaf) {
                String id = leaf.row().channel().id();
                if (place.ids().contains(id)) {
                    selection.add(item.getItem(i));
                }
                if (id.equals(place.top())) {
                    first[0] = item.getItem(i);
                }
            } else {
                restore(item.getItem(i), branch.children().get(i), place, selection, first);
            }
        }
    }
}
