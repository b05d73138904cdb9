package parx.ui.channels.internal;

import java.util.Arrays;
import java.util.Objects;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import parx.ui.CellText;
import parx.ui.FittedColumns;
import parx.ui.Palette;
import parx.ui.Palette.Token;

/**
 * Draws what a native cell cannot: numbers aligned on the decimal sign in tabular digits, struck where they are not
 * current, and the quality's shape. UI thread.
 */
final class CellPainter {
    private static final int PADDING = 6;
    private static final int GLYPH_WIDTH = 18;
    private static final int GAP = 4;

    private final Tree tree;
    private final Palette palette;
    private final char decimalSign;
    private final FittedColumns columns;
    /** Where the mouse stands, or null where it is elsewhere. */
    private Point mouse;
    private int digitWidth;
    private int mostDecimals = 2;

    CellPainter(Tree tree, Palette palette, char decimalSign, FittedColumns columns) {
        this.tree = tree;
        this.palette = palette;
        this.decimalSign = decimalSign;
        this.columns = columns;
        tree.addListener(SWT.EraseItem, this::erase);
        tree.addListener(SWT.PaintItem, this::paint);
        tree.addListener(SWT.MouseMove, event -> {
            mouse = new Point(event.x, event.y);
            explain(mouse);
        });
        tree.addListener(SWT.MouseExit, event -> mouse = null);
    }

    /** How many digits behind the decimal sign the column must have room for. */
    void setMostDecimals(int decimals) {
        mostDecimals = decimals;
    }

    /** What the tip explains may say something else now. */
    void rowsChanged() {
        if (mouse != null) {
            explain(mouse);
        }
    }

    private void erase(Event event) {
        // GTK ignores the colour of a virtual tree's cells, and cuts what has no room without saying so.
        event.detail &= ~SWT.FOREGROUND;
        boolean selected = (event.detail & SWT.SELECTED) != 0;
        boolean behind = event.index != Column.NAME.ordinal();
        if (behind && !selected && ((TreeItem) event.item).getData() instanceof RowView row && row.cell() == null) {
            // GTK gives the painting less room than the ground: between two columns the line would have holes.
            branch(event, row, false);
            event.detail &= ~SWT.BACKGROUND;
        }
    }

    private void paint(Event event) {
        if (!(((TreeItem) event.item).getData() instanceof RowView row)) {
            return;
        }
        boolean selected = (event.detail & SWT.SELECTED) != 0;
        if (row.cell() == null) {
            if (event.index == Column.NAME.ordinal()) {
                name(event, selected);
            } else if (selected) {
                branch(event, row, true);
            }
            return;
        }
        if (event.index != Column.NAME.ordinal() && !selected) {
            // GTK also paints rows between two damaged ones, without clearing them: letters drawn twice turn bold. A selection
            // keeps the ground that GTK gave it: after a change of theme SWT knows another colour.
            event.gc.fillRectangle(bounds(event));
        }
        switch (Column.values()[event.index]) {
            case NAME -> name(event, selected);
            case VALUE -> {
                if (row.cell() != null && !row.cell().number().isEmpty()) {
                    number(event, row.cell(), selected);
                }
            }
            case QUALITY -> quality(event, row, selected);
            default -> text(event, selected);
        }
    }

    /** A branch's name needs no "…": it goes on over the next columns. */
    private void name(Event event, boolean selected) {
        TreeItem item = (TreeItem) event.item;
        GC gc = event.gc;
        Rectangle bounds = bounds(event);
        int x = item.getTextBounds(Column.NAME.ordinal()).x;
        String text = item.getText(Column.NAME.ordinal());
        boolean leaf = item.getData() instanceof RowView row && row.cell() != null;
        int end = nameEnd(item);
        if (!selected) {
            gc.fillRectangle(x, bounds.y, end - x, bounds.height);
            gc.setForeground(palette.color(Token.TEXT));
        }
        gc.drawString(leaf ? CellText.fit(gc, text, end - x - GAP) : text, x, top(gc, bounds), true);
    }

    /** Not its bounds: these begin behind the indentation and are as wide as the whole column. */
    private int nameEnd(TreeItem item) {
        int[] order = tree.getColumnOrder();
        int place = 0;
        while (order[place] != Column.NAME.ordinal()) {
            place++;
        }
        return place + 1 < order.length ? item.getBounds(order[place + 1]).x : tree.getClientArea().width;
    }

    private void text(Event event, boolean selected) {
        String whole = ((TreeItem) event.item).getText(event.index);
        if (whole.isEmpty()) {
            return;
        }
        GC gc = event.gc;
        Rectangle bounds = bounds(event);
        String text = CellText.fit(gc, whole, bounds.width - PADDING - GAP);
        if (!text.equals(whole) && !columns.chosen()) {
            int index = event.index;
            int wanted = gc.stringExtent(whole).x + PADDING + GAP;
            // Not while it is being painted: a column that changes paints anew.
            later(() -> columns.want(index, wanted));
        }
        boolean right = tree.getColumn(event.index).getAlignment() == SWT.RIGHT;
        int x = right ? bounds.x + bounds.width - PADDING - gc.stringExtent(text).x : bounds.x + PADDING;
        if (!selected) {
            gc.setForeground(palette.color(Token.SECONDARY));
        }
        gc.drawString(text, x, top(gc, bounds), true);
    }

    private static int top(GC gc, Rectangle bounds) {
        return bounds.y + (bounds.height - gc.getFontMetrics().getHeight()) / 2;
    }

    private void number(Event event, ValueCells.Cell cell, boolean selected) {
        GC gc = event.gc;
        if (digitWidth == 0) {
            for (char digit = '0'; digit <= '9'; digit++) {
                digitWidth = Math.max(digitWidth, gc.stringExtent(String.valueOf(digit)).x);
            }
        }
        gc.setForeground(selected ? event.gc.getForeground()
                : palette.color(cell.struck() ? Token.DISABLED : Token.TEXT));
        Rectangle bounds = bounds(event);
        String text = cell.number();
        int height = gc.getFontMetrics().getHeight();
        int y = bounds.y + (bounds.height - height) / 2;
        int sign = text.lastIndexOf(decimalSign);
        boolean numeric = isNumber(text);
        int right = bounds.x + bounds.width - PADDING;
        int signWidth = gc.stringExtent(String.valueOf(decimalSign)).x;
        int whole = numeric && sign >= 0 ? sign : text.length();
        int room = right - bounds.x;
        if (width(gc, text) > room) {
            if (!columns.chosen()) {
                // Not while it is being painted: a column that changes paints anew.
                int needed = width(gc, text) + PADDING + GAP;
                boolean cutsNumber = CellText.isNumber(text);
                later(() -> {
                    if (cutsNumber) {
                        columns.need(Column.VALUE.ordinal(), needed);
                    } else {
                        columns.want(Column.VALUE.ordinal(), needed);
                    }
                });
            }
            // A number without some of its digits is another number.
            text = CellText.fit(gc, text, room);
            whole = text.length();
            sign = -1;
        }
        int fraction = mostDecimals > 0 ? mostDecimals * digitWidth + signWidth : 0;
        int unaligned = numeric && sign >= 0 ? width(gc, text.substring(sign)) : 0;
        boolean aligned = numeric && width(gc, text.substring(0, whole)) + fraction <= room;
        int anchor = right - (aligned ? fraction : unaligned);
        int left = draw(gc, text.substring(0, whole), anchor, y, true);
        int end = numeric && sign >= 0 ? draw(gc, text.substring(sign), anchor, y, false) : anchor;
        if (cell.struck()) {
            int middle = y + height / 2;
            gc.setLineWidth(1);
            gc.drawLine(left - 1, middle, end, middle);
        }
    }

    private void later(Runnable work) {
        tree.getDisplay().asyncExec(() -> {
            if (!tree.isDisposed()) {
                work.run();
            }
        });
    }

    private int width(GC gc, String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            width += Character.isDigit(c) ? digitWidth : gc.stringExtent(String.valueOf(c)).x;
        }
        return width;
    }

    /** Each digit in a box of one width, whatever the font has. @return the far end */
    private int draw(GC gc, String text, int anchor, int y, boolean toLeft) {
        int x = anchor;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(toLeft ? text.length() - 1 - i : i);
            String letter = String.valueOf(c);
            int natural = gc.stringExtent(letter).x;
            int width = Character.isDigit(c) ? digitWidth : natural;
            if (toLeft) {
                x -= width;
            }
            gc.drawString(letter, x + (width - natural) / 2, y, true);
            if (!toLeft) {
                x += width;
            }
        }
        return x;
    }

    private void quality(Event event, RowView row, boolean selected) {
        GC gc = event.gc;
        Rectangle bounds = bounds(event);
        int y = top(gc, bounds);
        Color word = selected ? gc.getForeground() : palette.color(row.loud() ? row.token() : Token.SECONDARY);
        gc.setForeground(selected ? gc.getForeground() : palette.color(row.token()));
        String glyph = row.glyph();
        int glyphWidth = glyph.isEmpty() ? 0 : gc.stringExtent(glyph).x;
        gc.drawString(glyph, bounds.x + PADDING + (GLYPH_WIDTH - 4 - glyphWidth) / 2, y, true);
        gc.setForeground(word);
        gc.drawString(CellText.fit(gc, row.qualityWord(), bounds.width - PADDING - GLYPH_WIDTH - GAP),
                bounds.x + PADDING + GLYPH_WIDTH, y, true);
    }

    /** A branch has no values, so its state runs through all columns behind the name: each draws its part of the line. */
    private void branch(Event event, RowView row, boolean selected) {
        int[] order = tree.getColumnOrder();
        int name = 0;
        while (order[name] != Column.NAME.ordinal()) {
            name++;
        }
        boolean behind = Arrays.stream(order).skip(name + 1L).anyMatch(column -> column == event.index);
        if (!behind) {
            return;
        }
        GC gc = event.gc;
        Rectangle bounds = bounds(event);
        if (!selected) {
            gc.fillRectangle(bounds);
        }
        TreeItem item = (TreeItem) event.item;
        int y = top(gc, bounds);
        int nameX = item.getTextBounds(Column.NAME.ordinal()).x;
        String label = item.getText(Column.NAME.ordinal());
        int x = Math.max(item.getBounds(order[name + 1]).x + PADDING, nameX + gc.stringExtent(label).x + GLYPH_WIDTH);
        if (!selected) {
            gc.setForeground(palette.color(Token.TEXT));
        }
        // What of the name had no room in its own column.
        gc.drawString(label, nameX, y, true);
        if (!selected) {
            gc.setForeground(palette.color(row.loud() ? row.token() : Token.SECONDARY));
        }
        String glyph = row.glyph();
        if (!glyph.isEmpty()) {
            gc.drawString(glyph, x, y, true);
            x += GLYPH_WIDTH;
        }
        gc.drawString(CellText.fit(gc, row.summary(), tree.getClientArea().width - x - GAP), x, y, true);
    }

    /** What a cell had to cut, whole, as a tool tip. */
    private void explain(Point at) {
        TreeItem item = tree.getItem(at);
        String tip = null;
        if (item != null && item.getData() instanceof RowView row) {
            GC gc = new GC(tree);
            tip = row.cell() == null ? cutBranch(gc, item, row) : cutCell(gc, item, row, at);
            gc.dispose();
        }
        if (!Objects.equals(tip, tree.getToolTipText())) {
            tree.setToolTipText(tip);
        }
    }

    private String cutBranch(GC gc, TreeItem item, RowView row) {
        String line = item.getText(Column.NAME.ordinal()) + "  " + row.summary();
        int x = item.getTextBounds(Column.NAME.ordinal()).x;
        int right = tree.getClientArea().width - x - GLYPH_WIDTH - GAP - PADDING;
        boolean late = item.getBounds(Column.VALUE.ordinal()).x + GLYPH_WIDTH + gc.stringExtent(row.summary()).x > tree.getClientArea().width - GAP;
        return late || gc.stringExtent(line).x > right ? line : null;
    }

    private String cutCell(GC gc, TreeItem item, RowView row, Point at) {
        for (Column column : Column.values()) {
            Rectangle cell = item.getBounds(column.ordinal());
            if (!cell.contains(at)) {
                continue;
            }
            int end = column == Column.NAME ? nameEnd(item) - GAP : cell.x + tree.getColumn(column.ordinal()).getWidth() - GAP;
            String text = column == Column.QUALITY ? row.qualityWord() : item.getText(column.ordinal());
            int begin = switch (column) {
                case NAME -> item.getTextBounds(column.ordinal()).x;
                case QUALITY -> cell.x + PADDING + GLYPH_WIDTH;
                default -> cell.x + PADDING;
            };
            int wanted = column == Column.VALUE ? width(gc, text) : gc.stringExtent(text).x;
            return wanted > end - begin ? text : null;
        }
        return null;
    }

    private Rectangle bounds(Event event) {
        Rectangle cell = ((TreeItem) event.item).getBounds(event.index);
        return new Rectangle(cell.x, event.y, tree.getColumn(event.index).getWidth(), event.height);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().noneMatch(Character::isLetter) && text.chars().anyMatch(Character::isDigit);
    }
}
