package parx.persistence.internal.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeNameTest {
    /** Whatever has ever led out of a folder, or into a device. */
    private static final String[] NASTY = { "..", "../", "..\\", "/", "\\", ".", "\0", "CON", "con.", "NUL", "com1", "LPT9", "AUX ",
        ":", "*", "?", "\"", "<", ">", "|", "${", "}", "$(", "`", "%2e%2e%2f", "~", "-rf", "\n", "\r", "\u202e", "\ud83d", "\udc00",
        "漢", "🏭", "é", "a", " ", "C:", "//server/share", "\u2215", "\uff0f", "\u2024", "conin$", "x".repeat(300), ".csv", "..." };

    @ParameterizedTest
    @CsvSource(value = { "coil-17 | coil-17", "../etc/passwd | __etc_passwd", "CON | _CON", "nul.csv | _nul.csv",
            "a/b\\c | a_b_c", "Öl 20 °C | Öl 20 _C", "... | _", "'' | _", "-rf | _-rf", "a. | a", "${x} | __x_", "COM1 | _COM1",
            "común | común" }, delimiter = '|')
    void aTextBecomesThisName(String text, String name) {
        assertEquals(name, SafeName.of(text));
    }

    @Test
    void noTextOfAnyKindLeadsOutOfItsFolderOrIntoADevice(@TempDir Path folder) throws Exception {
        Random random = new Random(20_261_125);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int parts = random.nextInt(6); parts >= 0; parts--) {
                text.append(random.nextInt(4) > 0 ? NASTY[random.nextInt(NASTY.length)]
                        : new String(Character.toChars(random.nextInt(Character.MAX_CODE_POINT + 1))));
            }
            assertHarmless(folder, text.toString(), SafeName.of(text.toString(), ".csv"));
            assertHarmless(folder, text.toString(), SafeName.of(text.toString()));
        }
    }

    @Test
    void everyNastyTextMakesAFileWithinTheFolder(@TempDir Path folder) throws Exception {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        for (String text : NASTY) {
            Files.writeString(inside.resolve(SafeName.of(text, ".csv")), text.codePoints().limit(1).count() + "");
        }
        try (var all = Files.list(folder)) {
            assertEquals(1, all.count(), "nothing beside the folder");
        }
    }

    private static void assertHarmless(Path folder, String text, String name) {
        assertEquals(folder, folder.resolve(name).normalize().getParent(), text);
        assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= 210, text);
        assertFalse(name.isEmpty() || name.startsWith(".") || name.startsWith("-") || name.endsWith(".") || name.endsWith(" "), name);
        assertTrue(name.codePoints().noneMatch(c -> c < ' ' || "/\\:*?\"<>|$%{}`~".indexOf(c) >= 0
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE || Character.getType(c) == Character.FORMAT), name);
        assertFalse(name.toLowerCase(java.util.Locale.ROOT).matches("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?"), name);
    }
}
