package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parx.driver.Setting;
import parx.model.Sentences;

/** What the form of a Modbus channel says, in each language. */
final class SettingsFormTest {
    private static final Set<String> SCOPES = Set.of("device", "channel", "connection");

    @ParameterizedTest
    @ValueSource(strings = {"messages.properties", "messages_de.properties"})
    void everySettingHasItsWordsAndNoWordIsLeftOver(String file) throws Exception {
        Properties words = new Properties();
        words.load(Setting.class.getResourceAsStream(file));
        words.load(ModbusTexts.class.getResourceAsStream(file));
        TreeSet<String> wanted = new TreeSet<>();
        for (Setting setting : SettingsForm.all(ModbusTexts.TEXTS)) {
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
    void aGermanSeesGermanLabelsChoicesUnitsAndHelp() {
        List<Setting> german = SettingsForm.all(new Sentences(ModbusTexts.class, Locale.GERMANY));
        Setting length = german.stream().filter(setting -> setting.key().equals("length")).findFirst().orElseThrow();
        assertEquals("Länge", length.label());
        assertEquals("Zeichen", length.unit());
        Setting parity = german.stream().filter(setting -> setting.key().equals("parity")).findFirst().orElseThrow();
        assertEquals(List.of("keine", "gerade", "ungerade"), parity.choices().stream().map(Setting.Choice::label).toList());
        assertEquals(List.of("none", "even", "odd"), parity.choices().stream().map(Setting.Choice::value).toList(),
                "what is stored is no language's");
        Stream<String> labels = german.stream().map(Setting::label);
        assertTrue(labels.allMatch(label -> !label.isBlank() && label.length() <= 30), "wider than the form's labels");
    }
}
