package parx.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void numbersGivenAsTextAreNumbersAllTheSame() {
        Settings settings = Settings.with("port", "502", "register", 40001.0);
        assertEquals(502, settings.integer("port", 1));
        assertEquals(40001, settings.integer("register", 0));
        assertEquals("40001", settings.text("register", ""));
    }

    @Test
    void aValueOfTheWrongTypeIsNamedInASentence() {
        SettingsException e = assertThrows(SettingsException.class, () -> Settings.with("port", "abc").integer("port", 502));
        assertEquals("‘port’ must be a number, but is abc", e.getMessage());
        assertThrows(SettingsException.class, () -> Settings.with("port", 5.5).integer("port", 502));
        assertThrows(SettingsException.class, () -> Settings.with("on", "maybe").flag("on", false));
        assertThrows(SettingsException.class, () -> Settings.with("scaling", 3).child("scaling"));
        assertThrows(SettingsException.class, () -> Settings.with("port", Double.NaN).integer("port", 502));
        assertThrows(SettingsException.class, () -> Settings.with("port", 1e12).integer("port", 502));
    }

    @Test
    void unknownKeysAndTheirOrderSurviveAnEdit() {
        Settings edited = Settings.with("z", 1, "unknown", List.of(1, "two"), "a", Map.of("deep", true)).set("z", 2);
        assertEquals(List.of("z", "unknown", "a"), List.copyOf(edited.keys()));
        assertTrue(edited.child("a").flag("deep", false));
    }

    @Test
    void settingNullRemovesAKey() {
        assertFalse(Settings.with("a", 1).set("a", null).has("a"));
    }
}
