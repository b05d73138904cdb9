package parx.persistence.internal.backend;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * Any text as the name of one file or folder, on Linux and Windows alike: no separator, nothing hidden, no device, not
 * too long, never empty. Two texts may become the same name. Pure functions, any thread.
 */
public final class SafeName {
    private static final String ALLOWED = "-_.+,;()[]@#=&! ";
    private static final char REPLACEMENT = '_';
    /** File systems allow 255 bytes; the rest is for numbers and endings. */
    private static final int MAX_BYTES = 200;
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul", "conin$", "conout$", "clock$");

    private SafeName() {
    }

    public static String of(String text) {
        return of(text, "");
    }

    /** @param ending of the name ({@code .csv}), kept where the text is too long for it; it must be safe itself */
    public static String of(String text, String ending) {
        String clean = clean(Normalizer.normalize(text, Normalizer.Form.NFC));
        String name = shortened(clean, MAX_BYTES - ending.length());
        String trimmed = name.replaceAll("^[. ]+", String.valueOf(REPLACEMENT)).replaceAll("[. ]+$", "");
        // A name that begins with - is taken for an option by many a program.
        String begun = trimmed.isEmpty() || trimmed.startsWith("-") ? REPLACEMENT + trimmed : trimmed;
        return (isDevice(begun) ? REPLACEMENT + begun : begun) + ending;
    }

    private static String clean(String text) {
        StringBuilder name = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean letter = Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
            name.appendCodePoint(letter || ALLOWED.indexOf(c) >= 0 ? c : REPLACEMENT);
        });
        return name.toString();
    }

    private static String shortened(String name, int bytes) {
        if (name.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return name;
        }
        StringBuilder kept = new StringBuilder();
        int length = 0;
        for (int c : name.codePoints().toArray()) {
            length += new String(Character.toChars(c)).getBytes(StandardCharsets.UTF_8).length;
            if (length > bytes) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.toString();
    }

    /** Windows takes {@code CON}, {@code com1.csv} and the like for devices in every folder. */
    private static boolean isDevice(String name) {
        String stem = name.toLowerCase(Locale.ROOT).split("\\.", 2)[0].strip();
        return DEVICES.contains(stem) || stem.matches("(com|lpt)[0-9¹²³]");
    }
}
