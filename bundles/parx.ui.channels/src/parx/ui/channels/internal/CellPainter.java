package parx.ui.channels.internal;

import java.util.Arrays;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import parx.ui.Palette;
import parx.ui.Palette.Token;

/**
 * Draws what a native cell cannot: numbers aligned on the decimal sign in tabular digits, struck where they are not
 * current, and the quality's shape. UI thread.
 */
final class CellPainter {
    private static final int PADDING = 6;
    private static final int GLYPH_WIDTH = 18;

    private final Tree tree;
    private final Palette palette;
    private final char decimalSign;
    private int digitWidth;
    private int mostDecimals = 2;

    CellPainter(Tree tree, Palette palette, char decimalSign) {
        this.tree = tree;
        this.palette = palette;
        this.decimalSign = decimalSign;
        tree.addListener(SWT.EraseItem, this::erase);
        tree.addListener(SWT.PaintItem, this::paint);
    }

    /** How many digits behind the decimal sign the column must have room for. */
    void setMostDecimals(int decimals) {
        mostDecimals = decimals;
    }

    private void erase(Event event) {
        // The name stays native, for it is indented; GTK ignores the colour of a virtual tree's other cells.
        if (event.index != Column.NAME.ordinal()) {
            event.detail &= ~SWT.FOREGROUND;
            boolean selected = (event.detail & SWT.SELECTED) != 0;
            if (!selected && ((TreeItem) event.item).getData() instanceof RowView row && row.cell() == null) {
                // GTK gives the painting less room than the ground: between two columns the line would have holes.
                branch(event, row, false);
                event.detail &= ~SWT.BACKGROUND;
            }
        }
    }

    private void paint(Event event) {
        if (!(((TreeItem) event.item).getData() instanceof RowView row)) {
            return;
        }
        boolean selected = (event.detail & SWT.SELECTED) != 0;
        if (row.cell() == null) {
            if (selected) {
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
            case NAME -> { }
            case VALUE -> {
                if (row.cell() != null && !row.cell().number().isEmpty()) {
                    number(event, row.cell(), selected);
                }
            }
            case QUALITY -> quality(event, row, selected);
            default -> text(event, selected);
        }
    }

    private void text(Event event, boolean selected) {
        String text = ((TreeItem) event.item).getText(event.index);
        if (text.isEmpty()) {
            return;
        }
        GC gc = event.gc;
        Rectangle bounds = bounds(event);
        int y = bounds.y + (bounds.height - gc.getFontMetrics().getHeight()) / 2;
        boolean right = tree.getColumn(event.index).getAlignment() == SWT.RIGHT;
        int x = right ? bounds.x + bounds.width - PADDING - gc.stringExtent(text).x : bounds.x + PADDING;
        if (!selected) {
            gc.setForeground(palette.color(Token.SECONDARY));
        }
        gc.drawString(text, x, y, true);
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
            // The first digits count most: a number without them is another number, one without its last is only less exact.
            text = numeric || isPower(text) ? narrow(gc, text, whole, room) : endCut(gc, text, room);
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

    /** Without decimals where that fits, else signs that say that the column is too narrow. */
    private String narrow(GC gc, String text, int whole, int room) {
        String integer = text.substring(0, whole);
        return width(gc, integer) <= room ? integer : "#".repeat(Math.max(1, room / gc.stringExtent("#").x));
    }

    /** A number with an exponent, which is another number without it. */
    private static boolean isPower(String text) {
        return text.matches("-?[0-9.,]+E-?[0-9]+");
    }

    private String endCut(GC gc, String text, int room) {
        int end = text.length();
        while (end > 0 && width(gc, text.substring(0, end) + "…") > room) {
            end--;
        }
        return text.substring(0, end) + "…";
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
        int y = bounds.y + (bounds.height - gc.getFontMetrics().getHeight()) / 2;
        Color word = selected ? gc.getForeground() : palette.color(row.loud() ? row.token() : Token.SECONDARY);
        gc.setForeground(selected ? gc.getForeground() : palette.color(row.token()));
        String glyph = row.glyph();
        int glyphWidth = glyph.isEmpty() ? 0 : gc.stringExtent(glyph).x;
        gc.drawString(glyph, bounds.x + PADDING + (GLYPH_WIDTH - 4 - glyphWidth) / 2, y, true);
        gc.setForeground(word);
        gc.drawString(row.qualityWord(), bounds.x + PADDING + GLYPH_WIDTH, y, true);
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
        int x = ((TreeItem) event.item).getBounds(order[name + 1]).x + PADDING;
        int y = bounds.y + (bounds.height - gc.getFontMetrics().getHeight()) / 2;
        if (!selected) {
            gc.setForeground(palette.color(row.loud() ? row.token() : Token.SECONDARY));
        }
        String glyph = row.glyph();
        if (!glyph.isEmpty()) {
            gc.drawString(glyph, x, y, true);
            x += GLYPH_WIDTH;
        }
        gc.drawString(row.summary(), x, y, true);
    }

    private Rectangle bounds(Event event) {
        Rectangle cell = ((TreeItem) event.item).getBounds(event.index);
        return new Rectangle(cell.x, event.y, tree.getColumn(event.index).getWidth(), event.height);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().noneMatch(Character::isLetter) && text.chars().anyMatch(Character::isDigit);
    }
}
