package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;

/** Filter, order and grouping, with many channels. */
final class ChannelFilterTest extends ChannelsPaneFixture {
    @Test
    void theFilterShowsWhatMatchesAndEscapeClearsIt() {
        plant.fill(2, 50);
        open();
        Text filter = find(shell, "channels.filter", Text.class);
        filter("ch-01-0007");
        assertEquals(1, tree().getItemCount());
        assertEquals("ch-01-0007", leaf(0, 0).getText(Column.ID.ordinal()));

        Event escape = new Event();
        escape.keyCode = SWT.ESC;
        filter.notifyListeners(SWT.KeyDown, escape);
        await(() -> tree().getItemCount() == 2);
    }

    @Test
    void aFilterWithoutAHitSaysSoAndOffersTheWayBack() {
        plant.fill(2, 5);
        open();
        assertFalse(find(shell, "channels.nohit", Label.class).isVisible());
        filter("no such channel");
        assertTrue(find(shell, "channels.nohit", Label.class).isVisible());
        assertEquals("No channel matches ‘no such channel’.", find(shell, "channels.nohit", Label.class).getText());
        press(find(shell, "channels.filter.clear", Button.class));
        await(() -> !find(shell, "channels.nohit", Label.class).isVisible());
        assertEquals(2, tree().getItemCount());
    }

    @Test
    void areasTakeThePlaceOfDevicesOnDemand() {
        plant.fill(3, 2);
        open();
        pane.run(ChannelAction.GROUPING);

        await(() -> tree().getItem(0).getText().equals("Pickling"));
        assertEquals("Entry", tree().getItem(0).getItem(0).getText());
        assertEquals(6, tree().getItem(0).getItem(0).getItemCount());
    }

    @Test
    void whatIsTypedWhileManyChannelsAreBeingShownIsShownInTheEnd() {
        plant.fill(1, 20_000);
        open();
        Text filter = find(shell, "channels.filter", Text.class);
        for (String typed : List.of("c", "ch", "ch-00", "", "ch-00-1", "ch-00-19999")) {
            filter.setText(typed);
            display.readAndDispatch();
        }
        await(() -> "ch-00-19999".equals(tree().getData(ChannelsPane.SHOWN_FILTER)));
        assertEquals(1, tree().getItem(0).getItemCount());
        assertEquals("1 of 20,000", find(shell, "channels.count", Label.class).getText());
    }

    @Test
    void manyChannelsAreReadFilteredAndSortedOffTheUiThread() {
        plant.fill(20, 1_000);
        plant.driver.askedOn.clear();
        open();
        filter("10.0.0.7");
        assertEquals(1_000, tree().getItem(0).getItemCount());
        int onScreen = 200;
        int asked = plant.driver.askedOn.getOrDefault(display.getThread(), new AtomicInteger()).get();
        assertTrue(asked < onScreen, "the UI thread asked the driver " + asked + " times");
    }

    @Test
    void tenThousandChangesTouchOnlyTheRowsOnScreen() {
        plant.fill(20, 1_000);
        open();
        long tick = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            plant.now += 1_000_000;
            for (int i = 0; i < 10_000; i++) {
                plant.value(plant.all().get(i).id(), i + round, QualityCode.GOOD);
            }
            long start = System.nanoTime();
            int changed = pane.treeControl().tick();
            tick = Math.min(tick, System.nanoTime() - start);
            assertTrue(changed > 5 && changed < 100, "only what is on screen: " + changed);
        }
        System.out.println("20,000 channels: tick " + tick / 1_000 + " µs");
    }
}
