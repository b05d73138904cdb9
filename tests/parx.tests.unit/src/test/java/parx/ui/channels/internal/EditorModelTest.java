package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parx.driver.Setting;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Settings;
import parx.ui.NumberText;

final class EditorModelTest {
    private final Plant plant = new Plant();
    private final Channel stored = new Channel("ch-001", "Strip speed", Protocol.MODBUS, true,
            Settings.with("host", "10.0.0.1", "port", 502, "unitId", 1, "register", 40_001, "dataType", "float",
                    "scaling", Settings.with("factor", 0.1, "offset", 0, "note", "from the data sheet"), "vendor", Settings.with("x", 1)),
            new ChannelMetadata(Settings.with("units", "m/min", "decimals", 1, "tagColour", "blue")));

    @Test
    void anUntouchedChannelIsSavedExactlyAsItWas() {
        assertEquals(stored, edit(stored).channel());
    }

    @Test
    void keysThatNobodyKnowsSurviveAChange() {
        EditorModel model = edit(stored);
        model.set("setting.register", "40011");
        model.set("meta.units", "m/s");
        model.set(ScalingForm.FACTOR, "0.5");

        Channel saved = model.channel();

        assertEquals(40_011L, saved.config().raw("register"));
        assertEquals(Settings.with("x", 1), saved.config().child("vendor"));
        assertEquals("from the data sheet", saved.config().child("scaling").text("note", ""));
        assertEquals(0.5, saved.config().child("scaling").decimal("factor", 0));
        assertEquals("blue", saved.metadata().settings().text("tagColour", ""));
        assertEquals("m/s", saved.metadata().units());
    }

    @Test
    void aNewChannelStatesItsDeviceInFull() {
        EditorModel model = create();
        model.set(EditorModel.NAME, "Level");
        model.set("setting.host", "10.0.0.9");
        model.set("setting.register", "40001");

        assertEquals(Map.of(), model.problems());
        assertEquals(Settings.with("transport", "tcp", "host", "10.0.0.9", "port", 502, "register", 40_001, "dataType", "int16"),
                model.channel().config());
        assertEquals("ch-001", model.channel().id());
    }

    @Test
    void everyFieldAtFaultHasItsSentence() {
        EditorModel model = create();
        model.set("setting.port", "70000");
        model.set("setting.register", "abc");
        model.set("meta.decimals", "12");
        model.set("meta.low", "x");

        Map<String, String> problems = model.problems();

        assertEquals(Set.of("name", "setting.host", "setting.port", "setting.register", "meta.decimals", "meta.low"), problems.keySet());
        assertEquals("Port must be from 1 to 65535, but is 70000", problems.get("setting.port"));
        assertEquals("Host is missing", problems.get("setting.host"));
    }

    @Test
    void theDriversOwnObjectionsStandAtTheirField() {
        EditorModel model = edit(stored);
        model.set("setting.register", "465000");

        assertEquals(Map.of("setting.register", "No device has this register"), model.problems());
    }

    @Test
    void aSettingThatDoesNotApplyIsNeitherCheckedNorSaved() {
        EditorModel model = edit(stored);
        model.set("setting.transport", "rtu");
        model.set("setting.serialPort", "COM3");

        assertFalse(model.applies(setting("host")));
        assertTrue(model.applies(setting("serialPort")));
        assertEquals(Map.of(), model.problems());
        assertNull(model.config().raw("host"));
        assertEquals("modbus rtu COM3", model.connectionName().orElseThrow());
    }

    @Test
    void anIdThatIsTakenOrTooLongIsRefusedWithAFreeOne() {
        plant.add(stored);
        EditorModel model = create();
        assertEquals("ch-002", model.text(EditorModel.ID));
        model.set(EditorModel.ID, "ch-001");
        assertTrue(model.problems().get(EditorModel.ID).contains("ch-002 is free"));
        model.set(EditorModel.ID, "x".repeat(51));
        assertTrue(model.problems().get(EditorModel.ID).contains("at most 50"));
    }

    @Test
    void twoPointScalingNeedsFourNumbersAndTwoDifferentRawPoints() {
        EditorModel model = edit(stored);
        model.set(ScalingForm.FORM, ScalingForm.FORM_POINTS);
        assertEquals(Set.of("scaling.rawLow", "scaling.rawHigh", "scaling.low", "scaling.high"), model.problems().keySet());

        model.set(ScalingForm.RAW_LOW, "4000");
        model.set(ScalingForm.RAW_HIGH, "4000");
        model.set(ScalingForm.LOW, "0");
        model.set(ScalingForm.HIGH, "400");
        assertEquals(Set.of("scaling.rawHigh"), model.problems().keySet());

        model.set(ScalingForm.RAW_HIGH, "20000");
        assertEquals(Map.of(), model.problems());
        assertEquals(200, model.scaling().orElseThrow().apply(12_000), 1e-9);
        assertNull(model.config().child("scaling").raw("factor"), "one form of scaling, never both");
    }

    @Test
    void theRangeMustNotBeUpsideDown() {
        EditorModel model = edit(stored);
        model.set("meta.low", "10");
        model.set("meta.high", "5");

        assertEquals(Set.of("meta.high"), model.problems().keySet());
    }

    @Test
    void aStoredScalingThatCannotBeReadIsAnnouncedBeforeItIsReplaced() {
        EditorModel model = edit(stored.withConfig(stored.config().set("scaling", "times ten")));

        assertTrue(model.notice().contains("replaced when you save"));
    }

    @Test
    void numbersAreReadInThePersonsLanguageAndNeverGuessed() {
        NumberText german = new NumberText(Locale.GERMANY);
        NumberText english = new NumberText(Locale.US);

        assertEquals(0.125, german.parse("0,125"));
        assertEquals(0.125, german.parse("0.125"), "no thousands begin with a nought");
        assertEquals(1.5, german.parse("1.5"));
        assertEquals(1.5, english.parse("1,5"));
        assertEquals("0,1", german.format(0.1));
        assertEquals("4000", english.format(4_000));
        assertThrows(NumberFormatException.class, () -> german.parse("1.000"));
        assertThrows(NumberFormatException.class, () -> english.parse("1,000"));
        assertThrows(NumberFormatException.class, () -> english.parse("1,000.5"));
        assertThrows(NumberFormatException.class, () -> english.parse("NaN"));
        assertThrows(NumberFormatException.class, () -> english.parse("0x10"));
    }

    private EditorModel edit(Channel channel) {
        return new EditorModel(plant.drivers(), new NumberText(Locale.US), channel, false, id -> plant.byId(id).isPresent());
    }

    private EditorModel create() {
        Channel proposal = NewChannel.like(null, null, plant.services(), id -> plant.byId(id).isPresent());
        return new EditorModel(plant.drivers(), new NumberText(Locale.US), proposal, true, id -> plant.byId(id).isPresent());
    }

    private Setting setting(String key) {
        return plant.driver.settings().stream().filter(s -> s.key().equals(key)).findFirst().orElseThrow();
    }
}
