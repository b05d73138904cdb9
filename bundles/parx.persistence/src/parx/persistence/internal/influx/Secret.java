package parx.persistence.internal.influx;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parx.model.RuleSetting;
import parx.model.Sentence;

/**
 * A password or token as a rule names it: itself, or where it stands outside of the database, as an environment variable
 * of ParX ({@code ${env:PARX_SECRET_NAME}}) or a file ({@code ${file:name}}) that none but its owner may read, see
 * {@link SecretPlaces}. Looked up anew whenever it is asked for. Immutable, any thread; its text says nothing.
 */
final class Secret {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^{}]+)\\}");
    /** No separators, no drive, and neither the folder itself nor the one above it. */
    private static final Pattern FILE_NAME = Pattern.compile("[\\p{L}\\p{N}_-][\\p{L}\\p{N}_.-]*");
    /** Editors and {@code echo} put them there. */
    private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n]+\\z");
    private static final int LONGEST = 8_192;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final RuleSetting setting;
    private final String text;
    private final IntPredicate allowed;
    private final SecretPlaces places;

    /** A secret is not where it was said to be, or cannot be one; the sentence says where that is, never what it is. */
    static final class Missing extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient Sentence sentence;

        Missing(Sentence sentence, Throwable cause) {
            super(sentence.english(), cause);
            this.sentence = sentence;
        }

        Sentence sentence() {
            return sentence;
        }
    }

    /** @param text as the rule has it @param allowed characters that the secret may be made of */
    Secret(RuleSetting setting, String text, IntPredicate allowed, SecretPlaces places) {
        this.setting = setting;
        this.text = withoutLineEnds(text);
        this.allowed = allowed;
        this.places = places;
    }

    /** Whether the rule names none. */
    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Blocks on the disk where it stands in a file. */
    String value() throws Missing {
        Matcher reference = REFERENCE.matcher(text);
        if (!reference.matches()) {
            return printable(text, TEXTS.of("secret.badHere", setting.key()));
        }
        String name = reference.group(2).strip();
        return reference.group(1).equals("file") ? file(name) : variable(name);
    }

    @Override
    public String toString() {
        return "•••";
    }

    private String variable(String name) throws Missing {
        if (!name.startsWith(SecretPlaces.PREFIX)) {
            throw new Missing(TEXTS.of("secret.foreignVariable", setting.key(), name, SecretPlaces.PREFIX), null);
        }
        String value = places.environment().apply(name);
        if (value == null || withoutLineEnds(value).isEmpty()) {
            throw new Missing(TEXTS.of("secret.noVariable", name), null);
        }
        return printable(withoutLineEnds(value), TEXTS.of("secret.badVariable", setting.key(), name));
    }

    private String file(String name) throws Missing {
        if (!FILE_NAME.matcher(name).matches()) {
            throw new Missing(TEXTS.of("secret.foreignFile", setting.key(), name, places.folder()), null);
        }
        Path file = places.folder().resolve(name);
        try {
            if (!Files.isRegularFile(file)) {
                throw new Missing(TEXTS.of("secret.noFile", file), null);
            }
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains)) {
                throw new Missing(TEXTS.of("secret.openFile", file), null);
            }
            if (Files.size(file) > LONGEST) {
                throw new Missing(TEXTS.of("secret.longFile", file, LONGEST), null);
            }
            String value = withoutLineEnds(Files.readString(file, StandardCharsets.UTF_8));
            if (value.isEmpty()) {
                throw new Missing(TEXTS.of("secret.emptyFile", file), null);
            }
            return printable(value, TEXTS.of("secret.badFile", setting.key(), file));
        } catch (Missing e) {
            throw e;
        } catch (IOException e) {
            throw new Missing(TEXTS.of("secret.unreadable", file, e.getMessage()), e);
        }
    }

    private String printable(String value, Sentence otherwise) throws Missing {
        if (!value.chars().allMatch(allowed)) {
            throw new Missing(otherwise, null);
        }
        return value;
    }

    private static String withoutLineEnds(String value) {
        return LINE_ENDS.matcher(value).replaceFirst("");
    }
}
