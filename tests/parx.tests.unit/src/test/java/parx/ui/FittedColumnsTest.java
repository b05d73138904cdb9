package parx.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.ScrollBar;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Columns that share a table's width, and what a cell says that has too little. */
class FittedColumnsTest extends DisplayTest {
    private Table table;
    private FittedColumns columns;

    @BeforeEach
    void aTable() {
        table = new Table(shell, SWT.FULL_SELECTION);
        table.setHeaderVisible(true);
        for (int i = 0; i < 3; i++) {
            new TableColumn(table, SWT.LEFT).setMoveable(true);
        }
        columns = FittedColumns.of(table, List.of(new FittedColumns.Wish("NAME", 200, 100),
                new FittedColumns.Wish("VALUE", 100, 60), new FittedColumns.Wish("PLACE", 150, 120)));
    }

    @Test
    void whereThereIsRoomEachHasItsFullWidth() {
        table.setSize(700, 200);
        assertEquals(List.of(200, 100, 150), widths());
    }

    @Test
    void whereThereIsLessTheyShareItAndNoneIsCut() {
        table.setSize(360, 200);
        int room = room();
        int sum = widths().stream().mapToInt(Integer::intValue).sum();
        assertTrue(sum <= room && sum > room - 4, widths() + " in " + room);
        assertFalse(columns.scroll());
        table.setSize(270, 200);
        assertTrue(columns.scroll());
        room = room();
        assertEquals(room, widths().get(0) + widths().get(1), 3, "the last one stands wholly behind the edge");
    }

    @Test
    void aColumnGetsWhatItsTextNeedsButNotAgainstAPersonsChoice() {
        table.setSize(700, 200);
        columns.need(1, 140);
        assertEquals(140, widths().get(1));
        columns.need(1, 90);
        assertEquals(140, widths().get(1), "none shrinks while somebody reads");
        table.getColumn(1).setWidth(50);
        assertTrue(columns.chosen());
        columns.need(1, 180);
        assertEquals(50, widths().get(1));
    }

    @Test
    void roomThatNoColumnAsksForShowsWhatWouldBeCut() {
        table.setSize(700, 200);
        columns.want(2, 230);
        assertEquals(List.of(200, 100, 230), widths());
        columns.want(0, 2_000);
        int room = room();
        assertEquals(room, widths().stream().mapToInt(Integer::intValue).sum(), 3, widths() + " in " + room);
        assertTrue(widths().get(1) >= 100 && widths().get(2) >= 150, widths().toString());
        table.setSize(360, 200);
        assertFalse(columns.scroll(), "nothing is pushed out for it");
    }

    @Test
    void orderAndChosenWidthsComeBackAlsoInAVersionWithOtherColumns() {
        table.setSize(700, 200);
        assertEquals("NAME,VALUE,PLACE", columns.state());
        columns.restore("PLACE:90,GONE:70,NAME:130");
        assertEquals(List.of(130, 90), List.of(widths().get(0), widths().get(2)));
        assertEquals("PLACE:90,NAME:130,VALUE:100", columns.state());
        table.setSize(300, 200);
        assertEquals("PLACE:90,NAME:130,VALUE:100", columns.state(), "chosen widths stay");
        table.getColumn(0).setWidth(170);
        assertEquals("PLACE:90,NAME:170,VALUE:100", columns.state());
    }

    @Test
    void anOrderAloneLeavesTheWidthsToTheRoom() {
        table.setSize(700, 200);
        columns.restore("VALUE,NAME,PLACE");
        assertFalse(columns.chosen());
        assertEquals("VALUE,NAME,PLACE", columns.state());
        columns.restore("not;what,it:was:once,NAME:-4");
        assertFalse(columns.chosen());
    }

    @Test
    void wordsEndWithAnEllipsisAndNumbersNeverLoseADigit() {
        GC gc = new GC(table);
        try {
            int room = gc.stringExtent("12,34").x;
            for (String number : List.of("123,456.5", "-1.234567E15", "? 123,456.5", "0 … 1,500,000", "2.5E-7 … 3.5E12")) {
                assertTrue(CellText.isNumber(number), number);
                assertTrue(CellText.fit(gc, number, room).matches("#+"), CellText.fit(gc, number, room));
                assertEquals(number, CellText.fit(gc, number, gc.stringExtent(number).x));
            }
            for (String words : List.of("Continuous", "Tank 1 temperature", "H-17/4711", "✕ No connection")) {
                String cut = CellText.fit(gc, words, gc.stringExtent("Contin").x);
                assertTrue(cut.endsWith("…") && words.startsWith(cut.substring(0, cut.length() - 1)), cut);
            }
        } finally {
            gc.dispose();
        }
    }

    /** Beside the vertical scroll bar, whether it is there now or not. */
    private int room() {
        ScrollBar bar = table.getVerticalBar();
        return table.getClientArea().width - (bar.isVisible() ? 0 : bar.getSize().x);
    }

    private List<Integer> widths() {
        return Arrays.stream(table.getColumns()).map(TableColumn::getWidth).toList();
    }
}
