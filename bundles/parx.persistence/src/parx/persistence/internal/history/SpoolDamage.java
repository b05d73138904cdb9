package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps spool files that the disk has damaged for a person to look at, and says what was lost. Owned by the
 * history-writer thread; the sentence and the count are for any.
 */
final class SpoolDamage {
    static final String SUFFIX = ".damaged";
    private static final Logger LOG = LoggerFactory.getLogger(SpoolDamage.class);

    private final Path folder;
    private long bytes;
    private volatile long lostRows;
    private volatile String sentence = "";

    SpoolDamage(Path folder) {
        this.folder = folder;
    }

    /** Rows that were safe on disk since the start and cannot be read any more. */
    long lostRows() {
        return lostRows;
    }

    String sentence() {
        return sentence;
    }

    /** An earlier run's file. @return whether there is a copy, so that it may be deleted once its sound rows are stored */
    boolean foundAtStart(Path path, long unreadable, long unknownRows) {
        bytes += unreadable;
        sentence = TEXTS.text("spool.damaged", bytes, folder);
        boolean kept = copy(path);
        LOG.error("{} is damaged: {} bytes cannot be read, and {} rows behind them whose channel was named there; "
                + "everything else is stored. {}", path, unreadable, unknownRows, outcome(kept));
        return kept;
    }

    /** A file that was sound when it was opened or written. @return as above */
    boolean foundWhileReading(Path path, long rows) {
        lostRows += rows;
        sentence = TEXTS.text("spool.lost", lostRows, folder);
        boolean kept = copy(path);
        LOG.error("{} rows in {} can no longer be read; the disk may be failing. {}", rows, path, outcome(kept));
        return kept;
    }

    private static String outcome(boolean kept) {
        return kept ? "A copy of the file was kept as " + SUFFIX : "The file is left where it is";
    }

    private static boolean copy(Path path) {
        Path copy = path.resolveSibling(path.getFileName() + SUFFIX);
        if (Files.exists(copy)) {
            return true;
        }
        try {
            Files.copy(path, copy);
            return true;
        } catch (IOException e) {
            LOG.warn("No copy of the damaged file {} can be made", path, e);
            deleteHalf(copy);
            return false;
        }
    }

    private static void deleteHalf(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.warn("{} is not complete", copy, e);
        }
    }
}
