package parx.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every word on screen exists in English and in German, and every icon can wear the theme's colour. */
class TranslationsTest {
    private static final Path BUNDLES = Path.of(System.getProperty("parx.root"), "bundles");

    @Test
    void everyWordIsInBothLanguages() throws IOException {
        List<String> missing = new ArrayList<>();
        // The English of a storage rule's settings stands in their description; SettingWordsTest compares the two.
        List<Path> german = files("_de.properties").stream().filter(file -> !file.endsWith("settings_de.properties")).toList();
        assertFalse(german.isEmpty());
        for (Path file : german) {
            Path english = file.resolveSibling(file.getFileName().toString().replace("_de.", "."));
            TreeSet<Object> difference = new TreeSet<>(read(english).keySet());
            difference.removeAll(read(file).keySet());
            difference.forEach(key -> missing.add(key + " is not in " + BUNDLES.relativize(file)));
            TreeSet<Object> surplus = new TreeSet<>(read(file).keySet());
            surplus.removeAll(read(english).keySet());
            surplus.forEach(key -> missing.add(key + " is only in " + BUNDLES.relativize(file)));
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everyIconIsDrawnOnTheGridInTheColourThatIsReplaced() throws IOException {
        List<String> odd = new ArrayList<>();
        try (Stream<Path> icons = Files.list(BUNDLES.resolve("parx.ui").resolve("icons"))) {
            for (Path icon : icons.toList()) {
                String svg = Files.readString(icon);
                if (!svg.contains("width=\"16\" height=\"16\"") || !svg.contains("stroke=\"#7A8691\"")) {
                    odd.add(icon.getFileName().toString());
                }
            }
        }
        assertEquals(List.of(), odd);
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(BUNDLES)) {
            return all.filter(f -> f.toString().endsWith(ending) && !f.toString().contains("target")).toList();
        }
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }
}
