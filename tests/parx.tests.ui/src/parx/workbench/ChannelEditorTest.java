package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.eclipse.swt.widgets.Combo;
import org.junit.jupiter.api.Test;

/** The channel editor, from the tool that opens it to the value that comes of it. */
class ChannelEditorTest extends WorkbenchTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void aNewChannelIsTestedAddedAndLive() {
        String id = OWN + "new";
        fillIn(id, Integer.toString(demoPort()), "" + CONSTANT_REGISTER);
        screen.press("editor.test");
        Await.until(() -> "the test's answer: " + screen.text("editor.test.result"), Await.LONG,
                () -> screen.text("editor.test.result").contains("50 61"));
        String result = screen.text("editor.test.result");
        assertTrue(digits(result).contains("" + CONSTANT), result);
        screen.press("editor.ok");
        Await.until("the editor closes", () -> !screen.shows("editor.ok"));
        tree.filter(id);
        Await.until(() -> "a live value: " + tree.cell(id, "value") + " " + tree.cell(id, "quality"), SOON,
                () -> digits(tree.cell(id, "value")).equals("" + CONSTANT) && tree.cell(id, "quality").equals("Good"));
    }

    @Test
    void aTestAtAPortWhereNobodyListensSaysWhyAndTheChannelCanBeAddedAllTheSame() throws Exception {
        fillIn(OWN + "refused", Integer.toString(Devices.freePort()), "" + CONSTANT_REGISTER);
        screen.press("editor.test");
        Await.until(() -> "a sentence: " + screen.text("editor.test.result"), Await.LONG,
                () -> screen.text("editor.test.result").startsWith("✕"));
        String sentence = screen.text("editor.test.result");
        assertTrue(sentence.length() > 20 && !sentence.contains("Exception"), sentence);
        assertTrue(screen.isEnabled("editor.ok"));
    }

    @Test
    void anInvalidRegisterIsToldAtItsFieldAndCannotBeSaved() {
        fillIn(OWN + "invalid", Integer.toString(demoPort()), "" + CONSTANT_REGISTER);
        assertTrue(screen.isEnabled("editor.ok"), screen.text("editor.reason"));
        screen.type("editor.setting.register", "99999");
        String hint = screen.text("editor.setting.register.hint");
        assertTrue(hint.startsWith("✕"), hint);
        assertFalse(screen.isEnabled("editor.ok"));
        screen.type("editor.setting.register", "" + CONSTANT_REGISTER);
        assertTrue(screen.isEnabled("editor.ok"), screen.text("editor.reason"));
    }

    @Test
    void anIdThatIsTakenIsToldAtItsFieldAndCannotBeSaved() {
        fillIn(FAST, Integer.toString(demoPort()), "" + CONSTANT_REGISTER);
        String hint = screen.text("editor.id.hint");
        assertTrue(hint.startsWith("✕") && hint.contains(FAST), hint);
        assertFalse(screen.isEnabled("editor.ok"));
        screen.press("editor.cancel");
        Await.until("the editor closes", () -> !screen.shows("editor.ok"));
        assertEquals("m/min", plant.channel(FAST).metadata().units());
    }

    @Test
    void anEditedScalingTakesEffectWithinSeconds() throws Exception {
        String id = OWN + "scaling";
        add(constant(id, demoPort()));
        tree.filter(id);
        Await.until("its value", () -> digits(tree.cell(id, "value")).equals("" + CONSTANT));
        tree.select(id);
        tree.open();
        screen.await(Combo.class, "editor.scaling.form");
        screen.choose("editor.scaling.form", 1);
        screen.type("editor.scaling.factor", "2");
        screen.type("editor.scaling.offset", "1");
        screen.press("editor.ok");
        Await.until(() -> "the new value: " + tree.cell(id, "value"), SOON,
                () -> digits(tree.cell(id, "value")).equals("" + (2 * CONSTANT + 1)));
        assertEquals("Good", tree.cell(id, "quality"));
    }

    private void fillIn(String id, String port, String register) {
        screen.tool("channels.tool.add");
        screen.type("editor.name", "Constant " + id);
        screen.type("editor.id", id);
        screen.type("editor.setting.host", "127.0.0.1");
        screen.type("editor.setting.port", port);
        screen.type("editor.setting.unitId", "1");
        screen.type("editor.setting.register", register);
        screen.type("editor.setting.scanRate", "100");
        screen.type("editor.meta.decimals", "0");
    }
}
