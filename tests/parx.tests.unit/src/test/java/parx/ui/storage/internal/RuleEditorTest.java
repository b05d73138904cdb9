package parx.ui.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.Test;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Mode;
import parx.service.Storage.RuleState;
import parx.ui.ValueFormat;

/** A rule's editor as the storage view opens it, with the choice of channels and the preview. */
final class RuleEditorTest extends StoragePaneFixture {
    private static final long HOUR = 3_600_000_000L;

    @Test
    void anEditorThatSawSomethingOlderStaysOpenWithWhatWasTyped() {
        StorageRule seen = Works.rule("a", Mode.CHANGE);
        works.add(seen);
        open();
        select(0);
        pane.run(StorageAction.EDIT);
        Shell editor = shell("rule");
        type(editor, "rule.name", "Mine");
        works.add(seen.withEnabled(false));
        press(find(editor, "rule.ok", Button.class));
        await(() -> find(editor, "rule.reason", Label.class).getText().contains("was changed by colleague"));
        assertEquals("Mine", find(editor, "rule.name", Text.class).getText());
        assertEquals(List.of(seen.withEnabled(false)), works.all());
    }

    @Test
    void theEditorShowsWhatTheModeAndTheBackEndNeedAndWhatIsWrongWithIt() {
        works.channel("ch-1", "Strip speed");
        works.add(Works.rule("a", Mode.CHANGE));
        open();
        select(0);
        table().notifyListeners(SWT.DefaultSelection, new Event());
        Shell editor = shell("rule");
        assertTrue(find(editor, "rule.deadband", Text.class).isVisible());
        assertFalse(find(editor, "rule.deviation", Text.class).isVisible());
        choose(editor, "rule.compression", 1);
        assertFalse(find(editor, "rule.deadband", Text.class).isVisible());
        type(editor, "rule.deviation", "-1");
        assertTrue(find(editor, "rule.deviation.hint", Label.class).getText().startsWith("✕"));
        choose(editor, "rule.mode", Mode.TRIGGER.ordinal());
        assertTrue(find(editor, "rule.trigger.channel", Text.class).isVisible());
        assertFalse(find(editor, "rule.ok", Button.class).getEnabled());
        type(editor, "rule.trigger.channel", "ch-1");
        assertTrue(find(editor, "rule.ok", Button.class).getEnabled(), find(editor, "rule.reason", Label.class).getText());
        choose(editor, "rule.backend", StorageRule.Backend.FILE.ordinal());
        assertFalse(find(editor, "rule.ok", Button.class).getEnabled());
        assertTrue(find(editor, "rule.reason", Label.class).getText().contains("Folder"));

        works.refuse = "PostgreSQL cannot be reached: start it, then try again.";
        type(editor, "rule.file.path", "/data");
        press(find(editor, "rule.ok", Button.class));
        await(() -> find(editor, "rule.reason", Label.class).getText().endsWith(works.refuse));
        works.refuse = "";
        press(find(editor, "rule.ok", Button.class));
        await(editor::isDisposed);
        assertEquals(Settings.with("trigger", Settings.with("channel", "ch-1"), "file", Settings.with("path", "/data")), works.all().get(0).config());
    }

    @Test
    void theEditorSaysWhatARuleForTheRestThenKeepsNoLonger() {
        works.channel("ch-1", "Strip speed");
        works.channel("ch-2", "Acid temperature");
        works.channel("ch-3", "Acid level");
        works.add(new StorageRule("rest", "The rest", true, StorageRule.Backend.TIMESCALEDB, Mode.CHANGE,
                List.of(StorageRule.EVERY_CHANNEL), Settings.with("unlessOther", true)));
        works.add(new StorageRule("a", "A", true, StorageRule.Backend.TIMESCALEDB, Mode.CHANGE, List.of("ch-1"), Settings.EMPTY));
        open();
        pane.run(StorageAction.NEW);
        Shell editor = shell("rule");
        type(editor, "rule.name", "Coarse");
        type(editor, "rule.deadband", "100");
        Label reason = find(editor, "rule.reason", Label.class);
        find(editor, "rule.channels.every", Button.class).setSelection(true);
        press(find(editor, "rule.channels.every", Button.class));
        assertEquals("2 of these channels are then no longer kept by ‘The rest’ (which keeps every change).", reason.getText());
        assertTrue(find(editor, "rule.ok", Button.class).getEnabled());
        choose(editor, "rule.mode", Mode.CONTINUOUS.ordinal());
        assertEquals("2 of these channels are then no longer kept by ‘The rest’ (which keeps every change).", reason.getText());
        choose(editor, "rule.backend", StorageRule.Backend.INFLUXDB.ordinal());
        assertFalse(reason.getText().contains("The rest"), "another back end takes nothing from it");
    }

    @Test
    void channelsAreChosenFromAListThatFilters() {
        works.channel("ch-1", "Strip speed");
        works.channel("ch-2", "Acid temperature");
        works.channel("ch-3", "Acid level");
        works.add(new StorageRule("a", "A", true, StorageRule.Backend.TIMESCALEDB, Mode.CHANGE, List.of("ch-1", "gone"), Settings.EMPTY));
        open();
        select(0);
        table().notifyListeners(SWT.DefaultSelection, new Event());
        Shell editor = shell("rule");
        assertEquals("Channels (2)", find(editor, "rule.tabs", CTabFolder.class).getItem(1).getText().strip());
        find(editor, "rule.tabs", CTabFolder.class).setSelection(1);
        Table list = find(editor, "rule.channels.list", Table.class);
        assertEquals("(there is no such channel)", list.getItem(0).getText(0));
        type(editor, "rule.channels.filter", "acid");
        assertEquals(2, list.getItemCount());
        press(find(editor, "rule.channels.choose", Button.class));
        assertEquals("4 of 4 chosen", find(editor, "rule.channels.count", Label.class).getText());
        find(editor, "rule.channels.every", Button.class).setSelection(true);
        press(find(editor, "rule.channels.every", Button.class));
        assertEquals("Channels (all)", find(editor, "rule.tabs", CTabFolder.class).getItem(1).getText().strip());
        find(editor, "rule.channels.every", Button.class).setSelection(false);
        press(find(editor, "rule.channels.every", Button.class));
        assertEquals("ch-3", list.getItem(1).getText(1));
        list.getItem(1).setChecked(false);
        Event check = new Event();
        check.detail = SWT.CHECK;
        check.item = list.getItem(1);
        list.notifyListeners(SWT.Selection, check);
        press(find(editor, "rule.ok", Button.class));
        await(editor::isDisposed);
        assertEquals(List.of("ch-1", "gone", "ch-2"), works.all().get(0).channels());
    }

    @Test
    void aPreviewSaysHowManySamplesWouldBeKeptAndWhatThatCosts() {
        works.channel("ch-1", "Strip speed");
        works.add(Works.rule("a", Mode.CHANGE));
        works.status("a", RuleState.RECORDING, "", 1_000, 50_000);
        open();
        select(0);
        key('p', SWT.MOD1);
        Shell editor = shell("rule");
        Table table = find(editor, "rule.preview.table", Table.class);
        await(() -> table.getItemCount() == 1);
        Amounts amounts = new Amounts(new ValueFormat());
        assertEquals(amounts.whole(3_600), table.getItem(0).getText(1));
        assertEquals(amounts.whole(360), table.getItem(0).getText(2));
        String totals = find(editor, "rule.preview.totals", Label.class).getText();
        assertEquals("Keeps 360 of " + amounts.whole(3_600) + " recorded samples (" + amounts.share(1, 10) + ") of the last " + new ValueFormat().age(HOUR)
                + "; that makes " + amounts.count(8_640)
                + " rows and about " + amounts.bytes(8_640 * 50) + " per day\nOf 1 of these 1 channels no rule records every sample: "
                + "this is of what was recorded, and the rule may keep more of what comes.", totals);

        type(editor, "rule.deadband", "5");
        assertEquals(0, table.getItemCount(), "what belongs to another rule is not shown");
        choose(editor, "rule.preview.range", 0);
        await(() -> table.getItemCount() == 1);
        assertEquals(Settings.with("deadband", 5.0), works.previewed.get(1).config());
        assertEquals(amounts.whole(600), table.getItem(0).getText(1));
        works.add(Works.rule("whole", Mode.CONTINUOUS, "interval", 0));
        choose(editor, "rule.preview.range", 1);
        await(() -> table.getItemCount() == 1);
        assertEquals(1, find(editor, "rule.preview.totals", Label.class).getText().lines().count(), "every sample is recorded");
    }
}
