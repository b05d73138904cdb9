package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Layout;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.Test;
import parx.driver.Reading;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Reason;
import parx.model.Settings;
import parx.ui.Palette.Token;

/** The dialogs that the view opens: channel editor and connection. */
final class ChannelDialogsTest extends ChannelsPaneFixture {
    @Test
    void anEmptyViewOffersToAddAChannelAndAddsIt() {
        open();
        Button add = find(shell, "channels.add", Button.class);
        assertTrue(add.isVisible());
        press(add);
        Shell editor = editor();
        assertFalse(find(editor, "editor.ok", Button.class).getEnabled());
        assertTrue(find(editor, "editor.reason", Label.class).getText().startsWith("Give the channel a name"));
        type(editor, "editor.name", "Strip speed");
        type(editor, "editor.setting.host", "10.0.0.1");
        type(editor, "editor.setting.register", "40001");
        assertTrue(find(editor, "editor.address", Label.class).getText().contains("holding 40001 (address 0)"));
        press(find(editor, "editor.ok", Button.class));

        await(() -> tree().getItemCount() == 1 && editor.isDisposed());
        await(() -> selectedIds().equals(List.of("ch-001")));
        assertEquals("Strip speed", plant.all().get(0).name());
    }

    @Test
    void testReadsInTheBackgroundShowsTheBytesAndTakesAnotherOrder() {
        plant.fill(1, 1);
        open();
        plant.driver.mayAnswer = new CountDownLatch(1);
        tree().setSelection(leaf(0, 0));
        pane.run(ChannelAction.TEST);
        Shell editor = editor();
        assertTrue(find(editor, "editor.test.cancel", Button.class).isVisible());
        plant.driver.mayAnswer.countDown();
        Text result = find(editor, "editor.test.result", Text.class);
        await(() -> result.getText().startsWith("Bytes  0F A0 00 00"));
        assertTrue(result.getText().contains(format.value(4_000, 1, "m/min")), result.getText());

        press(find(editor, "editor.test.alternative.CDAB", Button.class));
        assertEquals("CDAB (words swapped)", find(editor, "editor.setting.byteOrder", Combo.class).getText());
        await(() -> "CDAB".equals(plant.driver.tested.text("byteOrder", "")));
        assertEquals("float", plant.all().get(0).config().text("dataType", ""));
        assertEquals(Optional.empty(), plant.all().get(0).config().text("byteOrder"), "nothing is saved by a test");
    }

    @Test
    void oneNumberIsWrittenOneWayWhereverTheEditorShowsIt() {
        plant.add(new Channel("raw", "Raw", Protocol.MODBUS, true, Settings.with("host", "10.0.0.1", "register", 40_001, "dataType", "int16"),
                new ChannelMetadata(Settings.EMPTY)));
        plant.driver.answer = new Reading(new byte[] {0x42, 0x2A}, 16_938, Optional.empty(), Reason.NONE, "", List.of(), 3_200);
        open();
        tree().setSelection(leaf(0, 0));
        pane.run(ChannelAction.TEST);
        Shell editor = editor();
        Text result = find(editor, "editor.test.result", Text.class);
        await(() -> result.getText().startsWith("Bytes"));
        assertTrue(result.getText().contains("Decoded  " + format.exact(16_938) + "    Scaled  " + format.exact(16_938)), result.getText());
        assertFalse(result.getText().contains(format.number(16_938, 2)), result.getText());
        String now = find(editor, "editor.preview", Label.class).getText();
        assertTrue(now.contains(format.exact(16_938) + " → " + format.exact(16_938)), now);
    }

    @Test
    void aLetterThatMovesNothingLaysNothingOut() {
        plant.fill(1, 1);
        open();
        tree().setSelection(leaf(0, 0));
        pane.run(ChannelAction.EDIT);
        Shell editor = editor();
        Composite form = find(editor, "editor.name", Text.class).getParent().getParent();
        CountedLayout layouts = new CountedLayout();
        form.setLayout(layouts);
        type(editor, "editor.name", "Strip speed A&B");
        type(editor, "editor.meta.description", "Of the last stand");
        assertEquals(0, layouts.count);

        find(editor, "editor.setting.dataType", Combo.class).select(2);
        find(editor, "editor.setting.dataType", Combo.class).notifyListeners(SWT.Selection, new Event());
        assertTrue(layouts.count > 0, "another field shows");
    }

    /** Counts instead of laying out. */
    private static final class CountedLayout extends Layout {
        private int count;

        @Override
        protected Point computeSize(Composite composite, int width, int height, boolean flush) {
            return new Point(600, 600);
        }

        @Override
        protected void layout(Composite composite, boolean flush) {
            count++;
        }
    }

    @Test
    void whatCannotBeTypedInDoesNotLookLikeAField() {
        plant.fill(1, 1);
        open();
        tree().setSelection(leaf(0, 0));
        pane.run(ChannelAction.EDIT);
        Text id = find(editor(), "editor.id", Text.class);
        assertFalse(id.getEnabled());
        assertEquals(kit.palette().color(Token.SURFACE), id.getBackground());
        assertEquals(kit.palette().color(Token.SECONDARY), id.getForeground());
        kit.palette().enable(id, true);
        assertTrue(id.getEnabled());
        assertEquals(kit.palette().color(Token.RAISED), id.getBackground());
    }

    @Test
    void whatATestSaidGoesWithTheSettingsItWasMadeWith() {
        plant.fill(1, 1);
        open();
        tree().setSelection(leaf(0, 0));
        pane.run(ChannelAction.TEST);
        Shell editor = editor();
        Text result = find(editor, "editor.test.result", Text.class);
        await(() -> result.getText().startsWith("Bytes"));
        type(editor, "editor.setting.register", "40099");
        assertTrue(result.getText().startsWith("The settings have changed since the last test"), result.getText());
        assertFalse(find(editor, "editor.preview", Label.class).getText().startsWith("now raw"));
        assertTrue(find(editor, "editor.test", Button.class).getEnabled());

        plant.driver.mayAnswer = new CountDownLatch(1);
        press(find(editor, "editor.test", Button.class));
        type(editor, "editor.setting.register", "40101");
        plant.driver.mayAnswer.countDown();
        drain();
        assertTrue(result.getText().startsWith("The settings have changed since the last test"), result.getText());
    }

    @Test
    void aTestThatFailsSaysTheSentenceAndACancelledOneIsForgotten() {
        plant.fill(1, 1);
        open();
        tree().setSelection(leaf(0, 0));
        plant.driver.answer = Reading.failed(Reason.TIMEOUT, "10.0.0.1:502 accepts and says nothing: check the unit id.", 1_000_000);
        pane.run(ChannelAction.TEST);
        Shell editor = editor();
        Text result = find(editor, "editor.test.result", Text.class);
        await(() -> result.getText().contains("accepts and says nothing"));

        plant.driver.mayAnswer = new CountDownLatch(1);
        press(find(editor, "editor.test", Button.class));
        press(find(editor, "editor.test.cancel", Button.class));
        assertEquals("The test was cancelled.", result.getText());
        assertTrue(find(editor, "editor.test", Button.class).getEnabled());
    }

    @Test
    void theConnectionsSettingsAreCheckedAndSavedForAllItsChannels() {
        plant.fill(1, 2);
        plant.connectionSettings.put("modbus tcp 10.0.0.1:502", Settings.with("vendor", "kept"));
        open();
        tree().setSelection(tree().getItem(0));
        pane.run(ChannelAction.CONNECTION);
        Shell dialog = dialog("connection");
        type(dialog, "editor.setting.timeout", "5");
        assertFalse(find(dialog, "connection.ok", Button.class).getEnabled());
        type(dialog, "editor.setting.timeout", "250");
        press(find(dialog, "connection.ok", Button.class));

        await(() -> plant.connectionSettings.get("modbus tcp 10.0.0.1:502").equals(Settings.with("vendor", "kept", "timeout", 250)));
    }
}
