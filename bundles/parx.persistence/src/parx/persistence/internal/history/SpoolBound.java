package parx.persistence.internal.history;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much the spool may hold: a number of bytes, and no more than leaves a reserve on the disk, for the database may
 * be beside it and cannot come back on a full one. Owned by the history-writer thread; the warning is for any.
 */
final class SpoolBound {
    /** System property: most megabytes that may wait on disk; {@value #DEFAULT_MEGABYTES} where it is not given. */
    static final String PROPERTY = "parx.spool.max";
    static final long DEFAULT_MEGABYTES = 2048;
    private static final long MEGABYTE = 1L << 20;
    /** The reserve is this or, on a small disk, a twentieth of it. */
    private static final long RESERVE = 512 * MEGABYTE;

    private final Path folder;
    private final long maxBytes;
    private long room;
    private volatile long fullPercent;

    SpoolBound(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        room = maxBytes;
    }

    /** The bytes that {@link #PROPERTY} allows. */
    static long configured() {
        long megabytes = Long.getLong(PROPERTY, DEFAULT_MEGABYTES);
        return (megabytes > 0 ? megabytes : DEFAULT_MEGABYTES) * MEGABYTE;
    }

    /** @throws IOException with a reason for a person where so many more bytes are too many */
    void check(long held, long more) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        long reserve = Math.min(RESERVE, disk.getTotalSpace() / 20);
        // A disk of no size is one that does not say.
        long free = disk.getTotalSpace() <= 0 ? maxBytes : Math.max(0, disk.getUsableSpace() - reserve);
        room = free >= maxBytes ? maxBytes : Math.min(maxBytes, held + free);
        fullPercent = percent(held + more, room);
        if (held + more > maxBytes) {
            throw new IOException("they have reached their limit of " + megabytes(maxBytes) + " MB, which the system property "
                    + PROPERTY + " sets");
        }
        if (more > free) {
            throw new IOException("the disk has no more than the " + megabytes(reserve)
                    + " MB left that are reserved for the database");
        }
    }

    /** What is held after rows were stored. */
    void released(long held) {
        // Of the same room as before: what was released is free again.
        fullPercent = percent(held, room);
    }

    /** A sentence from four fifths on, or empty. */
    String warning() {
        long percent = fullPercent;
        return percent < 80 ? "" : "The room for samples that wait on disk is " + Math.min(100, percent)
                + " % full; once it is full, the newest samples are lost.";
    }

    private static long percent(long part, long whole) {
        return part == 0 ? 0 : whole <= 0 ? 100 : (long) (100.0 * part / whole);
    }

    private static long megabytes(long bytes) {
        return Math.ceilDiv(bytes, MEGABYTE);
    }
}
