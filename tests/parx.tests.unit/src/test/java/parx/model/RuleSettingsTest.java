package parx.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;

/** The settings of a storage rule as data. */
class RuleSettingsTest {
    @Test
    void everySettingOfEveryModeAndBackEndIsExplainedAndNamedOnceAndItsStandardIsValid() {
        for (Mode mode : Mode.values()) {
            for (Backend backend : Backend.values()) {
                Set<String> keys = new HashSet<>();
                for (RuleSetting setting : RuleSettings.of(mode, backend)) {
                    assertTrue(keys.add(setting.key()), setting.key());
                    assertFalse(setting.help().isBlank() || setting.label().isBlank(), setting.key());
                    if (!setting.required()) {
                        assertEquals(List.of(), setting.problem(Settings.EMPTY).stream().toList(), setting.key());
                    }
                }
            }
        }
    }

    @Test
    void theSpecificationsExamplesAreValid() {
        assertEquals(List.of(), RuleSettings.problems(rule(Mode.EVENT, Backend.TIMESCALEDB, Settings.with("trigger",
                Settings.with("type", "signal", "channel", "ch-coil-start", "condition", "rising_edge")))));
        assertEquals(List.of(), RuleSettings.problems(rule(Mode.CHANGE, Backend.FILE, Settings.with("deadband", 0.5,
                "retention", "30d", "file", Settings.with("format", "csv", "path", "/data/coils", "naming",
                        "coil_{timestamp}_{coilId}.csv", "rotation", Settings.with("type", "size", "maxSize", "100MB"))))));
    }

    @Test
    void eachProblemIsASentenceThatNamesTheSettingAndItsRange() {
        assertEquals(List.of("‘interval’ must be from 0 to 31622400000 ms, but is -5",
                        "‘value’ must be one of last, average, minmax, but is ‘median’"),
                RuleSettings.problems(rule(Mode.CONTINUOUS, Backend.TIMESCALEDB,
                        Settings.with("interval", -5, "value", "median"))));
        assertEquals(List.of("‘trigger.channel’ is missing"),
                RuleSettings.problems(rule(Mode.EVENT, Backend.TIMESCALEDB, Settings.EMPTY)));
        assertEquals(List.of("‘file.path’ is missing"),
                RuleSettings.problems(rule(Mode.CHANGE, Backend.FILE, Settings.EMPTY)));
        assertEquals(List.of("‘deadband’ must be at least 0, but is -1"),
                RuleSettings.problems(rule(Mode.CHANGE, Backend.TIMESCALEDB, Settings.with("deadband", -1))));
    }

    @Test
    void aSettingThatDoesNotApplyIsNotAskedFor() {
        assertEquals(List.of(), RuleSettings.problems(rule(Mode.TRIGGER, Backend.TIMESCALEDB,
                Settings.with("trigger", Settings.with("type", "external")))));
        Settings threshold = Settings.with("trigger", Settings.with("channel", "a", "condition", "threshold"));
        assertEquals(List.of("‘trigger.threshold’ is missing"),
                RuleSettings.problems(rule(Mode.TRIGGER, Backend.TIMESCALEDB, threshold)));
        assertFalse(RuleSettings.DEVIATION.applies(Settings.EMPTY));
        assertTrue(RuleSettings.DEVIATION.applies(Settings.with("compression", "swingingDoor")));
        assertFalse(RuleSettings.TRIGGER.threshold().applies(Settings.with("trigger",
                Settings.with("type", "external", "condition", "threshold"))));
    }

    @Test
    void aSettingWithinAnObjectIsPutThereAndTheObjectGoesWithItsLast() {
        Settings one = BackendSettings.FILE_MAX_SIZE.put(Settings.with("other", 1), "5MB");
        assertEquals(Settings.with("other", 1, "file", Settings.with("rotation", Settings.with("maxSize", "5MB"))), one);
        assertEquals("5MB", BackendSettings.FILE_MAX_SIZE.text(one));
        assertEquals(Settings.with("other", 1), BackendSettings.FILE_MAX_SIZE.put(one, null));
    }

    private static StorageRule rule(Mode mode, Backend backend, Settings config) {
        return new StorageRule("r", "Rule", true, backend, mode, List.of("*"), config);
    }
}
