package parx.persistence.internal.file;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import parx.model.Sentence;

/** Why files cannot be written, in words for people. Pure functions, any thread. */
final class FileProblem {
    private FileProblem() {
    }

    static Sentence reason(Exception problem) {
        String text = String.valueOf(problem instanceof FileSystemException file && file.getReason() != null ? file.getReason()
                : problem.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        if (problem instanceof AccessDeniedException || lower.contains("permission denied")) {
            return TEXTS.of("file.denied");
        }
        if (lower.contains("no space left") || lower.contains("quota exceeded") || lower.contains("not enough space")) {
            return TEXTS.of("file.full");
        }
        if (lower.contains("read-only file system")) {
            return TEXTS.of("file.readOnly");
        }
        return switch (problem) {
            case NoSuchFileException missing -> TEXTS.of("file.missing", missing.getFile());
            case NotDirectoryException file -> TEXTS.of("file.noFolder", file.getFile());
            default -> Sentence.of(text);
        };
    }

    /** What is the matter with a rule's folder, and what to do about it. */
    static Sentence sentence(FileSettings settings, Exception problem) {
        return TEXTS.of("file.unwritten", settings.folder(), reason(problem));
    }
}
