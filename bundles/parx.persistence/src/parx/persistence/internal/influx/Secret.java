package parx.persistence.internal.influx;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parx.model.Sentence;

/**
 * A password or token as a rule names it: itself, or where it stands outside of the database, as an environment variable
 * of ParX ({@code ${env:NAME}}) or a file ({@code ${file:/etc/parx/influx}}) that none but its owner may read. Looked up
 * anew whenever it is asked for. Immutable, any thread; its text says nothing.
 */
final class Secret {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^{}]+)\\}");
    private static final int LONGEST = 8_192;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final String text;
    private final UnaryOperator<String> environment;

    /** A secret is not where it was said to be; the sentence says where that is. */
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

    Secret(String text, UnaryOperator<String> environment) {
        this.text = text;
        this.environment = environment;
    }

    /** Whether the rule names none. */
    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Blocks on the disk where it stands in a file. */
    String value() throws Missing {
        Matcher reference = REFERENCE.matcher(text);
        if (!reference.matches()) {
            return text;
        }
        String name = reference.group(2).strip();
        if (reference.group(1).equals("file")) {
            return file(name);
        }
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            throw new Missing(TEXTS.of("secret.noVariable", name), null);
        }
        return value;
    }

    @Override
    public String toString() {
        return "•••";
    }

    private static String file(String name) throws Missing {
        try {
            Path file = Path.of(name);
            if (!file.isAbsolute() || !Files.isRegularFile(file)) {
                throw new Missing(TEXTS.of("secret.noFile", name), null);
            }
            PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (view != null && view.readAttributes().permissions().stream().anyMatch(OTHERS::contains)) {
                throw new Missing(TEXTS.of("secret.openFile", name), null);
            }
            if (Files.size(file) > LONGEST) {
                throw new Missing(TEXTS.of("secret.unreadable", name, "too long"), null);
            }
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (Missing e) {
            throw e;
        } catch (IOException | InvalidPathException e) {
            throw new Missing(TEXTS.of("secret.unreadable", name, e.getMessage()), e);
        }
    }
}
