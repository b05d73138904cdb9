package parx.persistence.internal.file;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Why files cannot be written, in words for people. Pure functions, any thread. */
final class FileProblem {
    private FileProblem() {
    }

    static String reason(Exception problem) {
        String text = String.valueOf(problem instanceof FileSystemException file && file.getReason() != null ? file.getReason()
                : problem.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        if (problem instanceof AccessDeniedException || lower.contains("permission denied")) {
            return "ParX may not write there";
        }
        if (lower.contains("no space left") || lower.contains("quota exceeded") || lower.contains("not enough space")) {
            return "the disk is full";
        }
        if (lower.contains("read-only file system")) {
            return "the disk is read-only";
        }
        return switch (problem) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case NotDirectoryException file -> file.getFile() + " is no folder";
            default -> text;
        };
    }

    /** What is the matter with a rule's folder, and what to do about it. */
    static String sentence(FileSettings settings, Exception problem) {
        return "The files in " + settings.folder() + " cannot be written: " + reason(problem)
                + ". Free some space, make the folder writable, or give the rule another one. Samples wait meanwhile.";
    }
}
