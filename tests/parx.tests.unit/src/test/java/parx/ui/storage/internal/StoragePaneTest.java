package parx.ui.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.Test;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Mode;
import parx.service.Storage.RuleState;
import parx.ui.ValueFormat;

/** The storage view's table and keys. */
final class StoragePaneTest extends StoragePaneFixture {
    @Test
    void anEmptyViewSaysWhatRulesAreForAndAddsOne() {
        works.channel("ch-1", "Strip speed");
        open();
        press(find(shell, "storage.add", Button.class));
        Shell editor = shell("rule");
        assertFalse(find(editor, "rule.ok", Button.class).getEnabled());
        assertEquals("Give the rule a name.", find(editor, "rule.reason", Label.class).getText());
        type(editor, "rule.name", "Everything");
        type(editor, "rule.retention", "30d");
        assertFalse(find(editor, "rule.ok", Button.class).getEnabled(), "no channel is chosen unless a person chooses it");
        find(editor, "rule.channels.every", Button.class).setSelection(true);
        press(find(editor, "rule.channels.every", Button.class));
        press(find(editor, "rule.ok", Button.class));
        await(() -> table().getItemCount() == 1 && editor.isDisposed());
        StorageRule added = works.all().get(0);
        assertEquals(new StorageRule("rule-1", "Everything", true, StorageRule.Backend.TIMESCALEDB, Mode.CHANGE,
                List.of(StorageRule.EVERY_CHANNEL), Settings.with("retention", "30d")), added);
        await(() -> table().getSelectionCount() == 1);
        await(() -> parts.notifications().showing().equals("Added rule Everything"));
    }

    @Test
    void everyStateIsAWordAndAPictureOfItsOwnAndAProblemIsSaidInFull() {
        List<org.eclipse.swt.graphics.Image> pictures = new ArrayList<>();
        for (RuleState state : RuleState.values()) {
            works.add(Works.rule(state.name(), Mode.CHANGE));
            works.status(state.name(), state, state == RuleState.BACKEND_LOST ? "InfluxDB at 10.0.0.9 does not answer: start it." : "", 86_400, 864_000);
        }
        open();
        await(() -> table().getItemCount() == RuleState.values().length);
        assertEquals(List.of("Back end lost", "Post-trigger", "Recording", "Stopped", "Waiting for trigger"), column(RuleColumn.STATE));
        for (int i = 0; i < table().getItemCount(); i++) {
            assertFalse(pictures.contains(table().getItem(i).getImage(0)));
            pictures.add(table().getItem(i).getImage(0));
        }
        select(0);
        String details = find(shell, "storage.details", Text.class).getText();
        assertTrue(details.contains("InfluxDB at 10.0.0.9 does not answer: start it."), details);
        await(() -> find(shell, "storage.sums", Label.class).getText().contains("enough for 100 days"));
        String sums = find(shell, "storage.sums", Label.class).getText();
        assertTrue(sums.startsWith("5 rules: " + new Amounts(new ValueFormat()).bytes(5 * 864_000)), sums);

        works.status("RECORDING", RuleState.POST_TRIGGER, "", 86_400, 864_000);
        await(() -> column(RuleColumn.STATE).stream().filter("Post-trigger"::equals).count() == 2);
    }

    @Test
    void theFilterShowsWhatMatchesAndAHeaderSorts() {
        works.add(Works.rule("a", Mode.CHANGE), Works.rule("b", Mode.EVENT), Works.rule("c", Mode.CONTINUOUS));
        works.status("a", RuleState.RECORDING, "", 10, 10);
        works.status("c", RuleState.RECORDING, "", 30, 30);
        open();
        type(shell, "storage.filter", "on change");
        assertEquals(List.of("Rule a"), column(RuleColumn.NAME));
        type(shell, "storage.filter", "rule");
        assertEquals(List.of("Rule a", "Rule b", "Rule c"), column(RuleColumn.NAME));
        table().getColumn(RuleColumn.MODE.ordinal()).notifyListeners(SWT.Selection, new Event());
        assertEquals(List.of("Rule c", "Rule a", "Rule b"), column(RuleColumn.NAME));
        table().getColumn(RuleColumn.MODE.ordinal()).notifyListeners(SWT.Selection, new Event());
        assertEquals(List.of("Rule b", "Rule a", "Rule c"), column(RuleColumn.NAME));
    }

    @Test
    void aFilterThatNothingMatchesSaysSoAndIsClearedByAButton() {
        works.add(Works.rule("a", Mode.CHANGE));
        open();
        assertFalse(find(shell, "storage.nohit", Label.class).isVisible());
        type(shell, "storage.filter", "a & b");
        await(() -> find(shell, "storage.nohit", Label.class).isVisible());
        assertEquals("No rule matches ‘a && b’.", find(shell, "storage.nohit", Label.class).getText());
        press(find(shell, "storage.filter.clear", Button.class));
        assertEquals(List.of("Rule a"), column(RuleColumn.NAME));
        assertFalse(find(shell, "storage.nohit", Label.class).isVisible());
    }

    @Test
    void selectedRulesAreCopiedAsASpreadsheetTakesThem() {
        works.add(Works.rule("a", Mode.CHANGE), Works.rule("b", Mode.EVENT));
        works.status("a", RuleState.RECORDING, "", 86_400, 1_234_567.000_04);
        open();
        await(() -> table().getItemCount() == 2 && column(RuleColumn.STATE).get(0).equals("Recording"));
        select(0);
        key('c', SWT.MOD1);
        Clipboard clipboard = new Clipboard(display);
        await(() -> String.valueOf(clipboard.getContents(TextTransfer.getInstance())).startsWith("State\tName\t"));
        String[] lines = String.valueOf(clipboard.getContents(TextTransfer.getInstance())).split("\n");
        clipboard.dispose();
        assertEquals(2, lines.length, "the header and the one that is selected");
        assertTrue(lines[1].startsWith("Recording\tRule a\t1234567\t"), lines[1]);
    }

    @Test
    void aDeletedRuleComesBackByUndoUnlessSomebodyMadeItAnew() {
        StorageRule rule = Works.rule("a", Mode.CHANGE, "note", "ours");
        works.add(rule, Works.rule("b", Mode.CHANGE));
        open();
        select(0);
        key(SWT.DEL, 0);
        await(() -> works.all().size() == 1 && table().getItemCount() == 1);
        await(() -> parts.notifications().showing().equals("Deleted rule Rule a"));
        parts.notifications().act();
        await(() -> works.all().contains(rule) && table().getItemCount() == 2);
        key('y', SWT.MOD1);
        await(() -> works.all().size() == 1);

        works.add(Works.rule("a", Mode.EVENT));
        key('z', SWT.MOD1);
        await(() -> parts.notifications().showing().equals("Another has the id a"));
        assertEquals(Mode.EVENT, works.all().get(0).mode());
    }

    @Test
    void whatWasSavedOrBroughtBackIsSelectedAndOnScreenOrTheNoteSaysThatItIsFiltered() {
        for (int i = 100; i < 200; i++) {
            works.add(Works.rule("r" + i, Mode.CHANGE));
        }
        open();
        select(99);
        pane.run(StorageAction.EDIT);
        type(shell("rule"), "rule.name", "Aaa first of all");
        select(50);
        press(find(shell("rule"), "rule.ok", Button.class));
        await(() -> selected().equals(List.of("r199")) && isOnScreen(table().getSelection()[0]));

        key(SWT.DEL, 0);
        await(() -> table().getItemCount() == 99);
        select(98);
        table().showSelection();
        key('z', SWT.MOD1);
        await(() -> selected().equals(List.of("r199")) && isOnScreen(table().getSelection()[0]));

        type(shell, "storage.filter", "r15");
        key('z', SWT.MOD1);
        await(() -> parts.notifications().showing().equals("Undone: Changed rule Aaa first of all (the filter hides it)"));
    }

    @Test
    void aKeyThatMeetsARowOlderThanTheDatabaseDoesNothing() {
        StorageRule seen = Works.rule("a", Mode.CHANGE);
        works.add(seen);
        open();
        select(0);
        works.add(Works.rule("a", Mode.EVENT));
        key(SWT.DEL, 0);
        await(() -> parts.notifications().showing().endsWith("Nothing was done: look at what is there now, and decide anew."));
        assertEquals(1, works.all().size());
    }

    @Test
    void spaceDisablesAndARefusalIsSaidInItsSentence() {
        works.add(Works.rule("a", Mode.CHANGE));
        open();
        select(0);
        key(' ', 0);
        await(() -> !works.all().get(0).enabled() && column(RuleColumn.STATE).equals(List.of("Disabled")));
        works.refuse = "PostgreSQL cannot be reached: start it, then try again.";
        key(' ', 0);
        await(() -> parts.notifications().showing().equals(works.refuse));
    }

    @Test
    void aRecordingIsBegunAndEndedWhereTheTriggerIsACommandAndNowhereElse() {
        works.add(Works.rule("a", Mode.TRIGGER, "trigger", Settings.with("type", "external")), Works.rule("b", Mode.CHANGE));
        open();
        select(1);
        assertFalse(find(shell, "storage.start", Button.class).isVisible());
        select(0);
        assertTrue(find(shell, "storage.start", Button.class).isVisible());
        press(find(shell, "storage.start", Button.class));
        await(() -> works.commands.equals(List.of("a begins")));
        key(SWT.F10, 0);
        await(() -> works.commands.equals(List.of("a begins", "a ends")));
    }
}
