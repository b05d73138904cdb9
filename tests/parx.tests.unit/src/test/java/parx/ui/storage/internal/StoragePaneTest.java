package parx.ui.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Mode;
import parx.service.LeftRows;
import parx.service.Storage.RuleState;
import parx.service.Storage.RuleStatus;
import parx.ui.UiParts;
import parx.ui.ValueFormat;
import parx.ui.Words;

/** The storage view in a shell of its own, over services in memory. */
final class StoragePaneTest {
    private static final long HOUR = 3_600_000_000L;
    private static final long DEADLINE_NANOS = 60_000_000_000L;

    private final Works works = new Works();
    private Display display;
    private boolean ownDisplay;
    private Shell shell;
    private UiParts parts;
    private StoragePane pane;

    @BeforeEach
    void aWindow() {
        ownDisplay = Display.getCurrent() == null;
        display = ownDisplay ? new Display() : Display.getCurrent();
    }

    @AfterEach
    void closeIt() {
        if (shell != null) {
            parts.background().close();
            shell.dispose();
        }
        if (ownDisplay) {
            display.dispose();
        }
    }

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
    void whatWaitsForADeletedRuleIsSaidAndHasAWayOut() {
        open();
        assertFalse(find(shell, "storage.left", Label.class).isVisible());
        works.left.waiting.add(new LeftRows.Left("gone", "Coils of line 3", 1234, "InfluxDB at 10.0.0.9 does not answer: start it."));
        await(() -> find(shell, "storage.left", Label.class).isVisible());
        String text = find(shell, "storage.left", Label.class).getText();
        assertTrue(text.contains("1,234") && text.contains("Coils of line 3") && text.endsWith("does not answer: start it."), text);
        pane.leftStrip().folder(() -> "/data/left");
        press(find(shell, "storage.left.divert", Button.class));
        await(() -> !find(shell, "storage.left", Label.class).isVisible());
        assertEquals(List.of("gone to /data/left"), works.left.diverted);
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

    @Test
    void whatABackEndRefusedIsListedWithItsReasonAndTriedAgain() {
        works.channel("ch-1", "Strip speed");
        works.quarantine.add(1, "ch-1");
        works.quarantine.add(2, "ch-9");
        works.add(Works.rule("a", Mode.CHANGE));
        works.statuses.put("a", new RuleStatus("a", RuleState.RECORDING, "", 1, 0, 0, 0, 0, 2, 0, 0));
        open();
        assertTrue(pane.run(StorageAction.QUARANTINE));
        Shell dialog = shell("quarantine");
        Table table = find(dialog, "quarantine.table", Table.class);
        await(() -> table.getItemCount() == 2);
        assertEquals("ch-9", table.getItem(0).getText(1));
        assertEquals("Strip speed", table.getItem(1).getText(1));
        assertEquals("value out of range", table.getItem(1).getText(5));
        press(find(dialog, "quarantine.retry", Button.class));
        await(() -> table.getItemCount() == 1);
        await(() -> parts.notifications().showing().startsWith("1 of 2 rows"));
        dialog.close();
    }

    private void open() {
        shell = new Shell(display);
        shell.setLayout(new FillLayout());
        shell.setSize(1_100, 600);
        parts = UiParts.of(display, false);
        StorageKit kit = new StorageKit(parts.palette(), parts.tick(), parts.background(), parts.icons(), parts.notifications(),
                new ValueFormat(), new Words(StorageKit.class, Locale.ENGLISH));
        pane = new StoragePane(shell, works.services(), kit);
        shell.open();
    }

    private Table table() {
        return pane.ruleTable().table();
    }

    private List<String> column(RuleColumn column) {
        List<String> texts = new ArrayList<>();
        for (var item : table().getItems()) {
            texts.add(item.getText(column.ordinal()));
        }
        return texts;
    }

    private boolean isOnScreen(TableItem item) {
        Rectangle row = item.getBounds();
        Rectangle area = table().getClientArea();
        return row.height > 0 && row.y >= area.y && row.y + row.height <= area.y + area.height;
    }

    private List<String> selected() {
        return pane.ruleTable().selection().stream().map(RuleRow::id).toList();
    }

    private void select(int row) {
        await(() -> table().getItemCount() > row);
        table().setSelection(row);
        table().notifyListeners(SWT.Selection, new Event());
    }

    private void key(int keyCode, int modifiers) {
        Event event = new Event();
        event.keyCode = keyCode;
        event.stateMask = modifiers;
        table().notifyListeners(SWT.KeyDown, event);
    }

    private static void press(Button button) {
        button.notifyListeners(SWT.Selection, new Event());
    }

    private static void type(Composite in, String id, String text) {
        find(in, id, Text.class).setText(text);
    }

    private static void choose(Composite in, String id, int index) {
        Combo combo = find(in, id, Combo.class);
        combo.select(index);
        combo.notifyListeners(SWT.Selection, new Event());
    }

    private Shell shell(String id) {
        for (Shell child : shell.getShells()) {
            if (id.equals(child.getData("parx.id"))) {
                return child;
            }
        }
        throw new AssertionError("no window " + id);
    }

    private static <T extends Control> T find(Composite in, String id, Class<T> type) {
        T found = look(in, id, type);
        if (found == null) {
            throw new AssertionError("no " + type.getSimpleName() + " " + id);
        }
        return found;
    }

    private static <T extends Control> T look(Composite in, String id, Class<T> type) {
        for (Control child : in.getChildren()) {
            if (id.equals(child.getData("parx.id")) && type.isInstance(child)) {
                return type.cast(child);
            }
            T below = child instanceof Composite composite ? look(composite, id, type) : null;
            if (below != null) {
                return below;
            }
        }
        return null;
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, "waited in vain");
            if (!display.readAndDispatch()) {
                display.timerExec(5, () -> { });
                display.sleep();
            }
        }
    }
}
