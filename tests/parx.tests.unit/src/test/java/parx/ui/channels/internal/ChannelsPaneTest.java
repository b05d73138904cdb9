package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.TreeItem;
import org.junit.jupiter.api.Test;
import parx.model.Channel;
import parx.service.Change;

/** What the view does with the rows that are selected. */
final class ChannelsPaneTest extends ChannelsPaneFixture {
    @Test
    void deletedChannelsComeBackByUndoFromTheKeyboard() {
        plant.fill(1, 3);
        open();
        tree().setSelection(new TreeItem[] {leaf(0, 0), leaf(0, 2)});
        key(SWT.DEL, 0);
        await(() -> plant.all().size() == 1);
        await(() -> kit.notifications().showing().equals("Deleted 2 channels"));

        key('z', SWT.MOD1);
        await(() -> plant.all().size() == 3 && tree().getItem(0).getItemCount() == 3);
        key('y', SWT.MOD1);
        await(() -> plant.all().size() == 1);
    }

    @Test
    void spaceDisablesAndARefusalIsSaidInItsSentence() {
        plant.fill(1, 1);
        open();
        tree().setSelection(leaf(0, 0));
        key(' ', 0);
        await(() -> !plant.all().get(0).enabled() && leaf(0, 0).getText(Column.QUALITY.ordinal()).equals("Disabled"));

        plant.refuse = "PostgreSQL cannot be reached: start it, then try again.";
        key(' ', 0);
        await(() -> kit.notifications().showing().equals(plant.refuse));
    }

    @Test
    void untilTheChannelsAreKnownTheViewSaysSoAndOffersNothingThatFails() {
        plant.fill(1, 3);
        show();
        assertTrue(find(shell, "channels.waiting", Label.class).isVisible());
        for (String id : List.of(ChannelAction.EDIT, ChannelAction.DELETE, ChannelAction.TEST, ChannelAction.CONNECTION, ChannelAction.TREND)) {
            assertFalse(pane.run(id), id);
        }
        await(() -> !find(shell, "channels.waiting", Label.class).isVisible());
    }

    @Test
    void selectionSurvivesAChangeOfTheConfiguration() throws Exception {
        plant.fill(2, 10);
        open();
        tree().setSelection(leaf(1, 4));
        String id = pane.selection().get(0).id();
        plant.apply(plant.services().users().current(), List.of(Change.remove(plant.byId("ch-00-0000").orElseThrow())));

        await(() -> tree().getItem(0).getItemCount() == 9);
        assertEquals(List.of(id), pane.selection().stream().map(Channel::id).toList());
        pane.run(ChannelAction.TREND);
        assertEquals(List.of(id), shownInTrend.stream().map(Channel::id).toList());
    }

    @Test
    void everySelectedRowIsMeantAlsoOneThatNobodyScrolledTo() {
        plant.fill(1, 300);
        open();
        tree().selectAll();

        assertEquals(300, pane.selection().size());
        key(SWT.DEL, 0);
        await(() -> plant.all().isEmpty());
    }

    @Test
    void aChangeOfWordsLeavesTheRowsWhereTheyAre() throws Exception {
        plant.fill(2, 100);
        open();
        tree().getItem(0).setExpanded(false);
        TreeItem kept = leaf(1, 70);
        tree().showItem(kept);
        tree().setSelection(kept);
        Channel renamed = pane.selection().get(0).withName("Another name");
        plant.apply(plant.services().users().current(), List.of(Change.replace(pane.selection().get(0), renamed)));

        await(() -> leaf(1, 70).getText().equals("Another name"));
        assertFalse(kept.isDisposed(), "the tree was built anew");
        assertEquals(List.of(renamed), pane.selection());
    }
}
