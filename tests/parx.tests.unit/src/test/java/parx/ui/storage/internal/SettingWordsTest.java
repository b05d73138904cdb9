package parx.ui.storage.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import parx.model.RuleSetting;
import parx.model.RuleSettings;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;
import parx.ui.NumberText;
import parx.ui.Words;

/** What the form says of the settings. */
final class SettingWordsTest {
    @Test
    void everySettingHasItsGermanWords() {
        TreeSet<String> wanted = new TreeSet<>();
        for (Mode mode : Mode.values()) {
            for (Backend backend : Backend.values()) {
                for (RuleSetting setting : RuleSettings.of(mode, backend)) {
                    wanted.add(setting.key());
                    wanted.add(setting.key() + ".help");
                    setting.choices().forEach(choice -> wanted.add(setting.key() + "@" + choice.value()));
                }
            }
        }
        ResourceBundle german = ResourceBundle.getBundle("parx.ui.storage.internal.settings", Locale.GERMAN);
        assertEquals(wanted, new TreeSet<>(german.keySet()));
    }

    @Test
    void aRangeIsSaidInTheUnitThatPeopleThinkIn() {
        NumberText numbers = new NumberText(Locale.ENGLISH);
        SettingWords english = new SettingWords(new Words(StorageKit.class, Locale.ENGLISH), numbers, Locale.ENGLISH);
        assertEquals("0 to 31622400000\u00A0ms (366\u00A0d)", english.range(RuleSettings.HEARTBEAT));
        assertEquals("0 to 600000\u00A0ms (10\u00A0min)", english.range(RuleSettings.PRE_TRIGGER));
        assertEquals("0 to 100\u00A0%", english.range(RuleSettings.DEADBAND_PERCENT));
        assertEquals("at least 0", english.range(RuleSettings.DEADBAND));
        SettingWords german = new SettingWords(new Words(StorageKit.class, Locale.GERMAN), numbers, Locale.GERMANY);
        assertEquals("Intervall (ms)", german.label(RuleSettings.INTERVAL));
        assertEquals("250\u00A0ms", german.duration(250));
        assertEquals("90\u00A0s", german.duration(90_000));
    }
}
