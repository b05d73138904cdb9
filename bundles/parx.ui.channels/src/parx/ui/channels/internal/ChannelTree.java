package parx.ui.channels.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import parx.ui.Words;

/**
 * The channels as a tree, filtered and sorted: what the view draws, without a widget. Immutable, any thread.
 *
 * @param roots the nodes without a parent
 * @param total channels there are
 * @param shown channels that pass the filter
 * @param mostDecimals digits behind the decimal sign where they are most
 */
record ChannelTree(List<Node> roots, int total, int shown, int mostDecimals) {
    static final ChannelTree EMPTY = new ChannelTree(List.of(), 0, 0, 0);

    /** By what the tree has its branches. */
    enum Grouping { CONNECTION, AREA }

    /** What a branch stands for. */
    enum Kind { CONNECTION, NO_CONNECTION, AREA, LINE }

    /** A branch or a channel. */
    sealed interface Node {
    }

    /** A channel. */
    record Leaf(ChannelRow row) implements Node {
    }

    /**
     * A branch.
     *
     * @param key   the same from one building of the tree to the next, for what is expanded and selected
     * @param label for people
     * @param channels below it
     * @param all      the same with those that the filter hides
     */
    record Branch(Kind kind, String key, String label, List<Node> children, int channels, int all) implements Node {
    }

    static ChannelTree of(List<ChannelRow> rows, Grouping grouping, ChannelFilter filter, Comparator<ChannelRow> order) {
        List<ChannelRow> kept = new ArrayList<>(rows.size());
        for (ChannelRow row : rows) {
            if (filter.isEmpty() || filter.matches(row)) {
                kept.add(row);
            }
        }
        if (order != null) {
            kept.sort(order);
        }
        List<Node> roots = grouping == Grouping.CONNECTION ? byConnection(kept, rows) : byArea(kept, rows);
        return new ChannelTree(roots, rows.size(), kept.size(), kept.stream().mapToInt(ChannelRow::decimals).max().orElse(0));
    }

    /** Whether the same channels stand in the same places, whatever is written there. */
    boolean hasShapeOf(ChannelTree other) {
        return alike(roots, other.roots);
    }

    private static boolean alike(List<Node> some, List<Node> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            boolean same = switch (some.get(i)) {
                case Leaf leaf -> others.get(i) instanceof Leaf other
                        && leaf.row().channel().id().equals(other.row().channel().id());
                case Branch branch -> others.get(i) instanceof Branch other && branch.key().equals(other.key())
                        && alike(branch.children(), other.children());
            };
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static List<Node> byConnection(List<ChannelRow> rows, List<ChannelRow> all) {
        Map<String, Integer> counts = counts(all, ChannelRow::connection);
        Map<String, List<Node>> groups = grouped(rows, ChannelRow::connection);
        List<Node> roots = new ArrayList<>();
        // What must be corrected comes first: it is read by nobody.
        List<Node> without = groups.remove("");
        if (without != null) {
            roots.add(new Branch(Kind.NO_CONNECTION, "!", new Words(ChannelTree.class).text("tree.noDevice"), without, without.size(), counts.get("")));
        }
        groups.forEach((name, leaves) -> roots.add(new Branch(Kind.CONNECTION, name, name, leaves, leaves.size(), counts.get(name))));
        return Collections.unmodifiableList(roots);
    }

    private static List<Node> byArea(List<ChannelRow> rows, List<ChannelRow> all) {
        Map<String, Integer> counts = counts(all, row -> row.channel().metadata().area());
        Map<String, Integer> countsOfLines = counts(all, row -> line(row.channel().metadata().area(), row.channel().metadata().line()));
        Map<String, List<ChannelRow>> areas = new HashMap<>();
        rows.forEach(row -> areas.computeIfAbsent(row.channel().metadata().area(), k -> new ArrayList<>()).add(row));
        List<Node> roots = new ArrayList<>();
        sorted(areas).forEach((area, inArea) -> roots.add(area(area, inArea, counts.get(area), countsOfLines)));
        return Collections.unmodifiableList(roots);
    }

    private static Branch area(String area, List<ChannelRow> rows, int all, Map<String, Integer> countsOfLines) {
        Map<String, List<Node>> lines = grouped(rows, row -> row.channel().metadata().line());
        List<Node> without = lines.remove("");
        List<Node> children = new ArrayList<>();
        lines.forEach((line, leaves) -> children.add(
                new Branch(Kind.LINE, line(area, line), line, leaves, leaves.size(), countsOfLines.get(line(area, line)))));
        if (without != null) {
            children.addAll(without);
        }
        return new Branch(Kind.AREA, area, area.isEmpty() ? new Words(ChannelTree.class).text("tree.noArea") : area, children, rows.size(), all);
    }

    private static String line(String area, String line) {
        return area + "\n" + line;
    }

    private static Map<String, Integer> counts(List<ChannelRow> rows, Function<ChannelRow, String> by) {
        Map<String, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(by.apply(row), 1, Integer::sum));
        return counts;
    }

    private static Map<String, List<Node>> grouped(List<ChannelRow> rows, Function<ChannelRow, String> by) {
        Map<String, List<Node>> groups = new HashMap<>();
        for (ChannelRow row : rows) {
            groups.computeIfAbsent(by.apply(row), k -> new ArrayList<>()).add(new Leaf(row));
        }
        return sorted(groups);
    }

    /** Sorted once at the end: comparing as people count is dear. */
    private static <T> Map<String, List<T>> sorted(Map<String, List<T>> groups) {
        Map<String, List<T>> sorted = new TreeMap<>(ChannelTree::emptyLast);
        sorted.putAll(groups);
        return sorted;
    }

    private static int emptyLast(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        int order = ChannelOrder.naturally(a, b);
        return order != 0 ? order : a.compareTo(b);
    }
}
