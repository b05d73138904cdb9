package parx.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Item;
import org.eclipse.swt.widgets.ScrollBar;
import org.eclipse.swt.widgets.Scrollable;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeColumn;

/**
 * The columns of one table or tree: they share its width until a person chooses widths. Those that have no room stand
 * wholly behind the edge, with a scroll bar, rather than cut in the middle. UI thread only.
 */
public final class FittedColumns {
    /**
     * What a column wants, in points.
     *
     * @param name  under which its width is kept
     * @param full  its width where there is room for all
     * @param least below which it would have to cut what it usually shows
     */
    public record Wish(String name, int full, int least) {
        public Wish {
            if (least <= 0 || full < least || !name.matches("[A-Za-z_]+")) {
                throw new IllegalArgumentException("the column " + name + " of " + least + " to " + full);
            }
        }
    }

    private final Scrollable control;
    private final Wish[] wishes;
    private final int[] given;
    private final int[] longest;
    private boolean fitting;
    private boolean chosen;

    private FittedColumns(Scrollable control, List<Wish> wishes) {
        this.control = control;
        this.wishes = wishes.toArray(Wish[]::new);
        given = new int[this.wishes.length];
        longest = new int[this.wishes.length];
        // A bar that shows itself only under the mouse would not say that there is more.
        control.setScrollbarsMode(SWT.NONE);
        for (int i = 0; i < given.length; i++) {
            int index = i;
            column(i).addListener(SWT.Resize, event -> resized(index));
        }
        control.addListener(SWT.Resize, event -> fit());
        fit();
    }

    /** @param wishes one for each column of the table, in the order in which they were made */
    public static FittedColumns of(Table table, List<Wish> wishes) {
        return new FittedColumns(table, wishes);
    }

    /** As {@link #of(Table, List)}. */
    public static FittedColumns of(Tree tree, List<Wish> wishes) {
        return new FittedColumns(tree, wishes);
    }

    /** So much is needed in this column, or what it shows now is cut: it gets that unless a person has chosen widths. */
    public void need(int index, int width) {
        Wish wish = wishes[index];
        if (width > wish.least()) {
            wishes[index] = new Wish(wish.name(), Math.max(width, wish.full()), width);
            fit();
        }
    }

    /** So much would show all that stands in this column now: it gets that of the room that no column asks for. */
    public void want(int index, int width) {
        if (width > longest[index]) {
            longest[index] = width;
            fit();
        }
    }

    /** Whether a person has chosen the widths, now or earlier. */
    public boolean chosen() {
        return chosen;
    }

    /** Whether there is more than the control has room for, hence a horizontal scroll bar. */
    public boolean scroll() {
        return Arrays.stream(given).sum() > control.getClientArea().width;
    }

    /** The columns in their order, with their widths where a person chose these: {@code NAME:210,VALUE:80}. */
    public String state() {
        List<String> parts = new ArrayList<>();
        for (int index : order()) {
            parts.add(wishes[index].name() + (chosen ? ":" + given[index] : ""));
        }
        return String.join(",", parts);
    }

    /** @param state what {@link #state} gave, of whatever version; null for none */
    public void restore(String state) {
        if (state == null || state.isBlank()) {
            return;
        }
        List<Integer> order = new ArrayList<>();
        fitting = true;
        for (String part : state.split(",")) {
            String[] named = part.split(":", 2);
            int index = Arrays.stream(wishes).map(Wish::name).toList().indexOf(named[0]);
            if (index >= 0 && !order.contains(index)) {
                order.add(index);
                if (named.length == 2 && named[1].matches("[1-9]\\d{0,3}")) {
                    give(index, Integer.parseInt(named[1]));
                    chosen = true;
                }
            }
        }
        for (int index = 0; index < wishes.length; index++) {
            if (!order.contains(index)) {
                order.add(index);
            }
        }
        order(order.stream().mapToInt(Integer::intValue).toArray());
        fitting = false;
        fit();
    }

    private void fit() {
        // The vertical bar's place is kept free: it comes and goes with the rows, and nobody is told.
        ScrollBar bar = control.getVerticalBar();
        int room = control.getClientArea().width - (bar == null || bar.isVisible() ? 0 : bar.getSize().x);
        if (chosen || room <= 0) {
            return;
        }
        int[] order = order();
        int inside = 0;
        int least = 0;
        int full = 0;
        while (inside < order.length && (inside == 0 || least + wishes[order[inside]].least() <= room)) {
            least += wishes[order[inside]].least();
            full += wishes[order[inside]].full();
            inside++;
        }
        double share = full == least ? 0 : Math.clamp((room - least) / (double) (full - least), 0, 1);
        // What is left where the next column does not fit goes to the widest, so that none is cut at the edge.
        int widest = Arrays.stream(order).limit(inside).boxed().max((a, b) -> wishes[a].full() - wishes[b].full()).orElse(0);
        int rest = inside < order.length ? Math.max(0, room - full) : 0;
        IntUnaryOperator shared = i -> wishes[i].least() + (int) ((wishes[i].full() - wishes[i].least()) * share);
        int spare = inside < order.length ? 0 : Math.max(0, room - full);
        fitting = true;
        for (int i = 0; i < order.length; i++) {
            int index = order[i];
            int more = Math.clamp(longest[index] - wishes[index].full(), 0, spare);
            spare -= more;
            give(index, i >= inside ? wishes[index].full() : shared.applyAsInt(index) + (index == widest ? rest : 0) + more);
        }
        fitting = false;
    }

    private void resized(int index) {
        int width = width(index);
        if (fitting || width == given[index] || width == 0) {
            return;
        }
        // The platform widens the last column to the edge: that is nobody's choice.
        int[] order = order();
        boolean widened = order[order.length - 1] == index && width > given[index];
        if (!widened) {
            given[index] = width;
            chosen = true;
        }
    }

    private void give(int index, int width) {
        given[index] = width;
        if (width(index) != width) {
            switch (column(index)) {
                case TableColumn column -> column.setWidth(width);
                case TreeColumn column -> column.setWidth(width);
                default -> throw new IllegalStateException("no column");
            }
        }
    }

    private int width(int index) {
        return column(index) instanceof TableColumn column ? column.getWidth() : ((TreeColumn) column(index)).getWidth();
    }

    private Item column(int index) {
        return control instanceof Table table ? table.getColumn(index) : ((Tree) control).getColumn(index);
    }

    private int[] order() {
        return control instanceof Table table ? table.getColumnOrder() : ((Tree) control).getColumnOrder();
    }

    private void order(int[] order) {
        if (control instanceof Table table) {
            table.setColumnOrder(order);
        } else {
            ((Tree) control).setColumnOrder(order);
        }
    }
}
