package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.TreeItem;
import org.junit.jupiter.api.Test;
import parx.model.Channel;
import parx.model.Settings;
import parx.model.User;
import parx.service.Change;
import parx.service.ConfigurationException;

/** What becomes of changes: the row concerned is shown, and nobody's change is lost. */
final class ChannelEditsTest extends ChannelsPaneFixture {
    private static final User COLLEAGUE = new User(2, "colleague", User.Role.ENGINEER);

    @Test
    void anAddedChannelIsSelectedAndOnScreenAlsoWhereItsConnectionWasCollapsed() {
        plant.fill(3, 100);
        open();
        collapse(tree().getItem(2));
        tree().setSelection(leaf(0, 0));
        pane.run(ChannelAction.NEW);
        Shell editor = editor();
        type(editor, "editor.name", "A new one");
        type(editor, "editor.id", "zz");
        type(editor, "editor.setting.host", "10.0.0.3");
        type(editor, "editor.setting.register", "49000");
        press(find(editor, "editor.ok", Button.class));

        await(() -> selectedIds().equals(List.of("zz")));
        assertTrue(tree().getItem(2).getExpanded());
        await(() -> isOnScreen(tree().getSelection()[0]));
        assertEquals("Added ‘A new one’", kit.notifications().showing());
    }

    @Test
    void anUndoneChangeInACollapsedBranchOpensIt() {
        plant.fill(3, 100);
        open();
        tree().setSelection(leaf(2, 90));
        String id = selectedIds().get(0);
        key(' ', 0);
        await(() -> !plant.byId(id).orElseThrow().enabled());
        collapse(tree().getItem(2));
        tree().setSelection(leaf(0, 0));
        key('z', SWT.MOD1);

        await(() -> selectedIds().equals(List.of(id)) && isOnScreen(tree().getSelection()[0]));
        assertTrue(plant.byId(id).orElseThrow().enabled());
    }

    @Test
    void aSavedChannelIsSelectedAndOnScreenWhereverItIsSortedTo() {
        plant.fill(1, 300);
        open();
        tree().getColumn(Column.NAME.ordinal()).notifyListeners(SWT.Selection, new Event());
        tree().getColumn(Column.NAME.ordinal()).notifyListeners(SWT.Selection, new Event());
        await(() -> leaf(0, 299).getText().equals("Zone 0 signal 0"));
        tree().setSelection(leaf(0, 299));
        String id = selectedIds().get(0);
        pane.run(ChannelAction.EDIT);
        Shell editor = editor();
        type(editor, "editor.name", "Zzz first of all");
        tree().setSelection(leaf(0, 5));
        press(find(editor, "editor.ok", Button.class));

        await(() -> selectedIds().equals(List.of(id)) && leaf(0, 0).getText().equals("Zzz first of all"));
        await(() -> isOnScreen(leaf(0, 0)));
    }

    @Test
    void undoSelectsWhatItBringsBackAndScrollsThere() {
        plant.fill(2, 200);
        open();
        tree().setSelection(leaf(1, 150));
        String id = selectedIds().get(0);
        key(SWT.DEL, 0);
        await(() -> tree().getItem(1).getItemCount() == 199);
        tree().setTopItem(tree().getItem(0));
        tree().setSelection(leaf(0, 0));
        key('z', SWT.MOD1);

        await(() -> selectedIds().equals(List.of(id)));
        await(() -> isOnScreen(leaf(1, 150)));
    }

    @Test
    void duplicatesAreSelectedInsteadOfWhatTheyWereMadeFrom() {
        plant.fill(1, 100);
        open();
        tree().setSelection(new TreeItem[] {leaf(0, 0), leaf(0, 1)});
        key('d', SWT.MOD1);

        await(() -> selectedIds().equals(List.of("ch-001", "ch-002")));
        await(() -> isOnScreen(tree().getSelection()[0]));
    }

    @Test
    void duplicatesMadeInAHurryHaveIdsAndNamesOfTheirOwn() {
        plant.fill(1, 2);
        open();
        tree().setSelection(new TreeItem[] {leaf(0, 0), leaf(0, 1)});
        key('d', SWT.MOD1);
        key('d', SWT.MOD1);

        await(() -> plant.all().size() == 6);
        assertEquals(List.of("ch-001", "ch-002", "ch-003", "ch-004"),
                plant.all().stream().map(Channel::id).filter(id -> id.length() == 6).toList());
        assertEquals(6, plant.all().stream().map(Channel::name).distinct().count());
    }

    @Test
    void whatTheFilterHidesIsSaidAndTheSelectionStays() {
        plant.fill(1, 20);
        open();
        filter("signal 7");
        tree().setSelection(leaf(0, 0));
        pane.run(ChannelAction.EDIT);
        Shell editor = editor();
        type(editor, "editor.name", "Strip speed");
        press(find(editor, "editor.ok", Button.class));
        await(() -> kit.notifications().showing().equals("Changed ‘Strip speed’ (the filter hides it)"));

        filter("");
        tree().setSelection(new TreeItem[] {leaf(0, 1), leaf(0, 2)});
        key(SWT.DEL, 0);
        await(() -> plant.all().size() == 18);
        filter("ch-00-0002");
        key('z', SWT.MOD1);
        await(() -> kit.notifications().showing().equals("Undone: Deleted 2 channels (the filter hides 1 of them)"));
        await(() -> selectedIds().equals(List.of("ch-00-0002")));
    }

    @Test
    void anEditorThatSawSomethingOlderStaysOpenWithWhatWasTypedAndSaysWhoWasFaster() throws ConfigurationException {
        plant.fill(1, 2);
        open();
        Channel seen = plant.all().get(0);
        tree().setSelection(leaf(0, 0));
        pane.run(ChannelAction.EDIT);
        Shell editor = editor();
        type(editor, "editor.name", "Mine");
        plant.apply(COLLEAGUE, List.of(Change.replace(seen, seen.withName("Theirs"))));
        press(find(editor, "editor.ok", Button.class));

        Label reason = find(editor, "editor.reason", Label.class);
        await(() -> reason.getText().startsWith("✕"));
        assertTrue(reason.getText().contains("was changed by colleague on "), reason.getText());
        assertTrue(reason.getText().endsWith("Nothing was saved: open the editor again and make your change there."), reason.getText());
        assertFalse(editor.isDisposed());
        assertEquals("Mine", find(editor, "editor.name", Text.class).getText());
        assertEquals("Theirs", plant.all().get(0).name());
    }

    @Test
    void anEditorOfAChannelThatIsGoneSaysSo() throws ConfigurationException {
        plant.fill(1, 1);
        open();
        tree().setSelection(leaf(0, 0));
        pane.run(ChannelAction.EDIT);
        Shell editor = editor();
        plant.apply(COLLEAGUE, List.of(Change.remove(plant.all().get(0))));
        press(find(editor, "editor.ok", Button.class));

        Label reason = find(editor, "editor.reason", Label.class);
        await(() -> reason.getText().contains("was deleted by colleague"));
        assertTrue(reason.getText().endsWith("add it anew if it is still needed."), reason.getText());
    }

    @Test
    void aKeyThatMeetsARowOlderThanTheDatabaseDoesNothingAndSaysWhy() throws ConfigurationException {
        plant.fill(1, 1);
        open();
        Channel seen = plant.all().get(0);
        for (int key : new int[] {' ', SWT.DEL}) {
            tree().setSelection(leaf(0, 0));
            // The view hears of it once this test lets the display work.
            Channel theirs = plant.all().get(0).withName("Theirs" + key);
            plant.apply(COLLEAGUE, List.of(Change.replace(plant.all().get(0), theirs)));
            key(key, 0);
            await(() -> kit.notifications().showing().endsWith("Nothing was done: look at what is there now, and decide anew."));
            assertEquals(List.of(theirs), plant.all());
            await(() -> leaf(0, 0).getText().equals(theirs.name()));
        }
        assertTrue(seen.enabled());
    }

    @Test
    void anUndoOverAColleaguesChangeIsRefused() throws ConfigurationException {
        plant.fill(1, 1);
        open();
        tree().setSelection(leaf(0, 0));
        key(' ', 0);
        await(() -> !plant.all().get(0).enabled());
        Channel theirs = plant.all().get(0).withName("Theirs");
        plant.apply(COLLEAGUE, List.of(Change.replace(plant.all().get(0), theirs)));
        key('z', SWT.MOD1);

        await(() -> kit.notifications().showing().contains("was changed by colleague on "));
        assertEquals(List.of(theirs), plant.all());
    }

    @Test
    void keysPressedFasterThanTheTreeFollowsMeetTheirOwnChangesOnly() {
        plant.fill(1, 1);
        open();
        Channel seen = plant.all().get(0);
        tree().setSelection(leaf(0, 0));
        key(' ', 0);
        key(' ', 0);
        key(' ', 0);
        key(SWT.DEL, 0);

        await(() -> plant.all().isEmpty());
        await(() -> kit.notifications().showing().equals("Deleted ‘" + seen.name() + "’"));
    }

    @Test
    void settingsOfAConnectionThatAColleagueChangedAreNotOverwritten() {
        plant.fill(1, 1);
        open();
        tree().setSelection(tree().getItem(0));
        pane.run(ChannelAction.CONNECTION);
        Shell dialog = dialog("connection");
        plant.connectionSettings.put("modbus tcp 10.0.0.1:502", Settings.with("timeout", 900));
        type(dialog, "editor.setting.timeout", "250");
        press(find(dialog, "connection.ok", Button.class));

        await(() -> find(dialog, "connection.reason", Label.class).getText().contains("was changed by colleague"));
        assertEquals(Settings.with("timeout", 900), plant.connectionSettings.get("modbus tcp 10.0.0.1:502"));
    }

    @Test
    void keysTypedWhileTheEditorOpensChangeNoRowBehindIt() {
        plant.fill(1, 2);
        open();
        List<Channel> before = plant.all();
        tree().setSelection(leaf(0, 0));
        pane.run(ChannelAction.EDIT);
        key(' ', 0);
        key(SWT.DEL, 0);
        type(editor(), "editor.name", "Strip speed");
        press(find(editor(), "editor.ok", Button.class));
        await(() -> plant.all().get(0).name().equals("Strip speed"));
        assertEquals(List.of(before.get(0).withName("Strip speed"), before.get(1)), plant.all());
    }

    private void collapse(TreeItem item) {
        item.setExpanded(false);
        Event event = new Event();
        event.item = item;
        tree().notifyListeners(SWT.Collapse, event);
    }
}
