package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.Test;
import parx.model.Channel;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.service.Acquisition.ConnectionState;
import parx.service.Acquisition.ConnectionStatus;

/** What rows and the strip below say of a channel. */
final class ChannelCellsTest extends ChannelsPaneFixture {
    @Test
    void aLostConnectionStrikesTheValueAndSaysTheCauseBelow() {
        plant.fill(1, 2);
        plant.value("ch-00-0000", 12.5, QualityCode.GOOD);
        open();
        await(() -> leaf(0, 0).getText(Column.VALUE.ordinal()).equals(format.number(12.5, 1)));
        plant.now += 30_000_000;
        plant.value("ch-00-0000", Double.NaN, QualityCode.of(Reason.COMM_FAILURE));
        plant.statuses.put("modbus tcp 10.0.0.1:502", new ConnectionStatus("modbus tcp 10.0.0.1:502", "modbus",
                ConnectionState.FAILED, 2, 0, -1, 0, "10.0.0.1:502 refuses the connection: switch the device on.", plant.now));

        await(() -> leaf(0, 0).getText(Column.QUALITY.ordinal()).equals("No connection"));
        await(() -> tree().getItem(0).getText(Column.QUALITY.ordinal()).equals("No connection"));
        await(() -> tree().getItem(0).getText(Column.ADDRESS.ordinal()).equals("2 channels · 10.0.0.1:502 refuses the connection"));
        assertTrue(((RowView) leaf(0, 0).getData()).cell().struck());
        assertEquals(format.age(30_000_000), leaf(0, 0).getText(Column.AGE.ordinal()));
        select(leaf(0, 0));
        String details = find(shell, "channels.details", Text.class).getText();
        assertTrue(details.contains("refuses the connection: switch the device on."), details);
        assertTrue(pane.clipboardText().contains("\t\tm/min\tNo connection\t12"), "a copy has no current value: " + pane.clipboardText());
    }

    @Test
    void aSettingThatNobodyKnowsIsNamedBelowThoughTheValueIsGood() {
        Channel channel = Plant.channel("a", "Zone", "10.0.0.1", 40_001);
        plant.add(channel.withConfig(channel.config().set("scanrat", 5)));
        plant.value("a", 12.5, QualityCode.GOOD);
        open();
        select(leaf(0, 0));
        String details = find(shell, "channels.details", Text.class).getText();
        assertTrue(details.contains("Nothing here is called ‘scanrat’"), details);
        assertTrue(details.contains("goes on without it"), details);
    }

    @Test
    void aNumberWithAnExponentIsDrawnWithAllItsDigits() {
        plant.fill(1, 1);
        plant.value("ch-00-0000", -1.234567e15, QualityCode.GOOD);
        open();
        String text = format.number(-1.234567e15, 1);
        assertTrue(text.contains("E"), text);
        await(() -> leaf(0, 0).getText(Column.VALUE.ordinal()).equals(text));
        // The column grows once its cell has been painted; then all of it is there.
        await(() -> inked(Column.VALUE) >= extent(text) * 9 / 10);
        assertTrue(tree().getColumn(Column.VALUE.ordinal()).getWidth() >= extent(text));
    }

    @Test
    void aNumberWithoutRoomForAllItsDigitsShowsNone() {
        plant.fill(1, 1);
        plant.value("ch-00-0000", 123_456.5, QualityCode.GOOD);
        open();
        pane.treeControl().columns().restore("NAME:200,VALUE:40,UNIT:60,QUALITY:100,AGE:60,ADDRESS:200,ID:100");
        await(() -> leaf(0, 0).getText(Column.VALUE.ordinal()).equals(format.number(123_456.5, 1)));
        // As many signs as there is room for; a digit would stand for another number.
        int signs = extent("###");
        await(() -> inked(Column.VALUE) >= signs * 7 / 10 && inked(Column.VALUE) <= 40);
        assertEquals(40, tree().getColumn(Column.VALUE.ordinal()).getWidth(), "what a person chose stays");
    }

    private int extent(String text) {
        GC gc = new GC(tree());
        try {
            return gc.stringExtent(text).x;
        } finally {
            gc.dispose();
        }
    }

    /** From the first to the last column of pixels in which this cell of the first channel differs from its ground. */
    private int inked(Column column) {
        tree().update();
        Image image = new Image(display, tree().getSize().x, tree().getSize().y);
        GC gc = new GC(image);
        try {
            tree().print(gc);
            ImageData data = image.getImageData(100);
            Rectangle cell = leaf(0, 0).getBounds(column.ordinal());
            int y = cell.y + tree().getHeaderHeight();
            int first = Integer.MAX_VALUE;
            int last = Integer.MIN_VALUE;
            for (int x = cell.x + 1; x < Math.min(data.width, cell.x + cell.width - 1); x++) {
                for (int dy = 2; dy < cell.height - 2 && y + dy < data.height; dy++) {
                    if (data.getPixel(x, y + dy) != data.getPixel(cell.x + 1, y + 2)) {
                        first = Math.min(first, x);
                        last = Math.max(last, x);
                    }
                }
            }
            return last < first ? 0 : last - first + 1;
        } finally {
            gc.dispose();
            image.dispose();
        }
    }
}
