package parx.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parx.driver.Setting;
import parx.model.Sentences;

/** What the form of an OPC UA channel says, in each language. */
final class SettingsFormTest {
    private static final Set<String> SCOPES = Set.of("device", "channel", "connection");

    @ParameterizedTest
    @ValueSource(strings = {"messages.properties", "messages_de.properties"})
    void everySettingHasItsWordsAndNoWordIsLeftOver(String file) throws Exception {
        Properties words = new Properties();
        words.load(Setting.class.getResourceAsStream(file));
        words.load(UaTexts.class.getResourceAsStream(file));
        TreeSet<String> wanted = new TreeSet<>();
        for (Setting setting : SettingsForm.all(UaTexts.TEXTS)) {
            String name = setting.scope().name().toLowerCase(Locale.ROOT) + "." + setting.key();
            wanted.addAll(List.of(name, name + ".help"));
            setting.choices().forEach(choice -> wanted.add(name + "@" + choice.value()));
        }
        Set<String> there = words.stringPropertyNames().stream()
                .filter(key -> SCOPES.contains(key.substring(0, Math.max(0, key.indexOf('.')))) && !key.endsWith(".unit"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(wanted, there);
    }

    @Test
    void aGermanSeesGermanLabelsThatFitTheForm() {
        List<Setting> german = SettingsForm.all(new Sentences(UaTexts.class, Locale.GERMANY));
        assertEquals("Knoten-Id", german.stream().filter(setting -> setting.key().equals("nodeId")).findFirst().orElseThrow().label());
        assertTrue(german.stream().map(Setting::label).allMatch(label -> !label.isBlank() && label.length() <= 30));
    }
}
