package parx.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What services say, in English for the log and in the language of the window. */
final class SentencesTest {
    private static final Path BUNDLES = Path.of(System.getProperty("parx.root"), "bundles");
    private static final Pattern KEY = Pattern.compile("TEXTS\\.(?:of|text)\\(((?:[^,()]|\\([^()]*\\))*)");
    private static final Pattern LITERAL = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{\\d\\}");

    /** What is named by more than a literal: a driver's settings, what a code or a table is called, which samples are lost. */
    private static final Set<String> NAMED = Set.of("device.", "channel.", "connection.", "exception.", "encapsulation.", "block.",
            "spool.warning.", "spool.refused.");

    private final Sentences german = new Sentences(ModelTexts.class, Locale.GERMANY);

    @Test
    void aSentenceIsEnglishForTheLogAndGermanForTheWindow() {
        SettingsException wrong = new SettingsException("interval", german.of("settings.number", "interval", "often"));
        assertEquals("‘interval’ must be a number, but is often", wrong.getMessage());
        assertEquals("„interval“ muss eine Zahl sein, ist aber often", wrong.getLocalizedMessage());
        assertEquals(wrong.getMessage(), Sentence.of(wrong).toString(), "what is logged by mistake stays English");
    }

    @Test
    void aSentenceInASentenceIsOfTheSameLanguage() {
        Sentence inner = german.of("rule.missing");
        assertEquals(new Sentence("‘a’ must be a number, but is is missing", "„a“ muss eine Zahl sein, ist aber fehlt"),
                german.of("settings.number", "a", inner));
    }

    @Test
    void numbersThatAreNamesAreNotGrouped() {
        assertEquals("„port“ ist zu groß: 65536000", german.text("settings.tooLarge", "port", 65_536_000));
    }

    @Test
    void whatAnotherProgramSaidStaysAsItIsWhateverItLooksLike() {
        assertEquals("„a“ muss eine Zahl sein, ist aber {0} $1 \\", german.text("settings.number", "a", "{0} $1 \\"));
    }

    @Test
    void aLanguageThatNobodyTranslatedIsEnglish() {
        assertEquals("is missing", new Sentences(ModelTexts.class, Locale.JAPAN).text("rule.missing"));
        assertEquals("no.such.key", german.text("no.such.key", 1), "it speaks where something else has failed");
    }

    @Test
    void everySentenceThatAServiceSaysIsInItsFile() throws IOException {
        List<String> missing = new ArrayList<>();
        int seen = 0;
        for (Path file : files("Texts.java")) {
            Properties english = read(file.resolveSibling("messages.properties"));
            for (Path source : files(".java")) {
                if (!source.startsWith(bundleOf(file))) {
                    continue;
                }
                for (String key : keys(Files.readString(source))) {
                    seen++;
                    boolean begins = key.endsWith(".") || key.endsWith("@");
                    if (english.stringPropertyNames().stream().noneMatch(known -> begins ? known.startsWith(key) : known.equals(key))) {
                        missing.add(source.getFileName() + " says " + key);
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        assertFalse(seen < 50, "the pattern no longer finds them");
    }

    @Test
    void aTranslationHasNoPlaceForAValueThatIsNotGiven() throws IOException {
        List<String> odd = new ArrayList<>();
        for (Path file : files("Texts.java")) {
            Properties english = read(file.resolveSibling("messages.properties"));
            Properties translated = read(file.resolveSibling("messages_de.properties"));
            english.forEach((key, text) -> {
                if (!places(text.toString()).containsAll(places(translated.getProperty(key.toString(), "")))) {
                    odd.add(file.getParent().getFileName() + ": " + key);
                }
            });
        }
        assertEquals(List.of(), odd);
    }

    @Test
    void noServiceHasASentenceThatItDoesNotSay() throws IOException {
        List<String> unsaid = new ArrayList<>();
        for (Path file : files("Texts.java")) {
            StringBuilder sources = new StringBuilder();
            for (Path source : files(".java")) {
                sources.append(source.startsWith(bundleOf(file)) ? Files.readString(source) : "");
            }
            read(file.resolveSibling("messages.properties")).stringPropertyNames().stream()
                    .filter(key -> NAMED.stream().noneMatch(key::startsWith) && sources.indexOf("\"" + key + "\"") < 0)
                    .forEach(key -> unsaid.add(file.getParent().getFileName() + ": " + key));
        }
        assertEquals(List.of(), unsaid);
    }

    private static Path bundleOf(Path file) {
        return BUNDLES.resolve(BUNDLES.relativize(file).getName(0));
    }

    private static Set<String> keys(String source) {
        return KEY.matcher(source).results().flatMap(call -> LITERAL.matcher(call.group(1)).results())
                .map(literal -> literal.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(place -> place.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        properties.load(Files.newBufferedReader(file));
        return properties;
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(BUNDLES)) {
            return all.filter(file -> file.toString().endsWith(ending) && file.toString().contains("/src/")).toList();
        }
    }
}
