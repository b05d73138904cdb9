package parx.ui;

import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;

/**
 * What a cell shows that has too little room: words end with "…", and a number, which without some of its digits would be
 * another one, gives way to signs. The whole text is a tool tip. UI thread only.
 */
public final class CellText {
    private static final String MORE = "…";
    private static final String SIGN = "#";
    private static final Pattern NUMBER = Pattern.compile("[^\\p{L}]*?(E-?\\d+)?(?: … [^\\p{L}]*?(E-?\\d+)?)?");
    private static final int GAP = 4;

    private final Table table;

    private CellText(Table table) {
        this.table = table;
    }

    /** Watches over this table's cells. */
    public static void in(Table table) {
        CellText cells = new CellText(table);
        table.addListener(SWT.EraseItem, event -> {
            if (cells.cut(event.gc, (TableItem) event.item, event.index)) {
                event.detail &= ~SWT.FOREGROUND;
            }
        });
        table.addListener(SWT.PaintItem, cells::paint);
        table.addListener(SWT.MouseMove, event -> cells.explain(new Point(event.x, event.y)));
        table.addListener(SWT.MouseExit, event -> cells.tip(null));
    }

    /**
     * The text, or what stands for it.
     *
     * @param room in points
     */
    public static String fit(GC gc, String text, int room) {
        if (gc.stringExtent(text).x <= room) {
            return text;
        }
        if (isNumber(text)) {
            return SIGN.repeat(Math.max(1, room / Math.max(1, gc.stringExtent(SIGN).x)));
        }
        int fits = 0;
        int tooLong = text.length();
        while (tooLong - fits > 1) {
            int middle = (fits + tooLong) / 2;
            if (gc.stringExtent(text.substring(0, middle).stripTrailing() + MORE).x <= room) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        // Never half of a letter that takes two places.
        int end = fits > 0 && Character.isHighSurrogate(text.charAt(fits - 1)) ? fits - 1 : fits;
        return text.substring(0, end).stripTrailing() + MORE;
    }

    /** Whether this loses its meaning with any of its letters: a number, with an exponent or a quality's sign, or two. */
    public static boolean isNumber(String text) {
        return text.chars().anyMatch(Character::isDigit) && NUMBER.matcher(text).matches();
    }

    private boolean cut(GC gc, TableItem item, int index) {
        String text = item.getText(index);
        return !text.isEmpty() && gc.stringExtent(text).x > room(item, index);
    }

    private void paint(Event event) {
        TableItem item = (TableItem) event.item;
        int index = event.index;
        boolean cut = cut(event.gc, item, index);
        GC gc = event.gc;
        boolean right = table.getColumn(index).getAlignment() == SWT.RIGHT;
        Image image = item.getImage(index);
        // GTK leaves out a selected row's picture where anybody listens to how its cells are drawn.
        if (image != null && (cut || (event.detail & SWT.SELECTED) != 0)) {
            Rectangle at = item.getImageBounds(index);
            gc.drawImage(image, at.x, at.y + (at.height - image.getBounds().height) / 2);
        }
        if (!cut) {
            return;
        }
        Rectangle bounds = item.getTextBounds(index);
        String text = fit(gc, item.getText(index), room(item, index));
        if ((event.detail & SWT.SELECTED) == 0) {
            gc.setForeground(item.getForeground(index));
        }
        int x = right ? end(item, index) - gc.stringExtent(text).x : bounds.x;
        gc.drawString(text, x, event.y + (event.height - gc.getFontMetrics().getHeight()) / 2, true);
    }

    private int room(TableItem item, int index) {
        return end(item, index) - item.getTextBounds(index).x;
    }

    private int end(TableItem item, int index) {
        // Not the cell's own bounds: beside a check box these begin behind it and are as wide as the whole column.
        int[] order = table.getColumnOrder();
        int place = 0;
        while (order[place] != index) {
            place++;
        }
        int end = place + 1 < order.length ? item.getBounds(order[place + 1]).x
                : item.getBounds(index).x + table.getColumn(index).getWidth();
        return end - GAP;
    }

    private void explain(Point at) {
        TableItem item = table.getItem(at);
        for (int index = 0; item != null && index < table.getColumnCount(); index++) {
            if (item.getBounds(index).contains(at)) {
                GC gc = new GC(table);
                String tip = cut(gc, item, index) ? item.getText(index) : null;
                gc.dispose();
                tip(tip);
                return;
            }
        }
        tip(null);
    }

    private void tip(String text) {
        if (!Objects.equals(text, table.getToolTipText())) {
            table.setToolTipText(text);
        }
    }
}
