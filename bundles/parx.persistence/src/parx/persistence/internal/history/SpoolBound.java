package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

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
    /** The share from which on people are warned. */
    static final double WARN = 0.8;
    private static final long MEGABYTE = 1L << 20;
    /** The reserve is this or, on a small disk, a twentieth of it. */
    private static final long RESERVE = 512 * MEGABYTE;

    private final Path folder;
    private final long maxBytes;
    private final WhenFull whenFull;
    private long room;
    /** Bytes that were given up for others: as many may be written even where the disk is full. */
    private long credit;
    private volatile double share;

    SpoolBound(Path folder, long maxBytes, WhenFull whenFull) {
        this.whenFull = whenFull;
        this.folder = folder;
        this.maxBytes = maxBytes;
        room = maxBytes;
    }

    /** The bytes that {@link #PROPERTY} allows. */
    static long configured() {
        long megabytes = Long.getLong(PROPERTY, DEFAULT_MEGABYTES);
        return (megabytes > 0 ? megabytes : DEFAULT_MEGABYTES) * MEGABYTE;
    }

    /**
     * @throws SpoolFullException with a reason for a person where so many more bytes are too many
     * @throws IOException        where the disk does not say how full it is
     */
    void check(long held, long more) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        long reserve = Math.min(RESERVE, disk.getTotalSpace() / 20);
        // A disk of no size is one that does not say.
        long free = disk.getTotalSpace() <= 0 ? maxBytes : Math.max(0, disk.getUsableSpace() - reserve);
        room = free >= maxBytes ? maxBytes : Math.min(maxBytes, held + free);
        share = share(held + more, room);
        if (held + more > maxBytes) {
            throw new SpoolFullException("they have reached their limit of " + megabytes(maxBytes)
                    + " MB, which the system property " + PROPERTY + " sets");
        }
        if (more > free && more > credit) {
            throw new SpoolFullException("the disk has no more than the " + megabytes(reserve)
                    + " MB left that are reserved for the database");
        }
        credit = Math.max(0, credit - more);
    }

    /** What is held after rows were stored. */
    void released(long held) {
        // Of the same room as before: what was released is free again.
        share = share(held, room);
        credit = 0;
    }

    /** So many bytes were given up to make room for newer rows, which may take it whatever else is on the disk. */
    void madeRoom(long bytes) {
        credit += bytes;
    }

    /** 0 to 1: how much of the room is taken. */
    double share() {
        return share;
    }

    /** A sentence from four fifths on, or empty. */
    String warning() {
        double now = share;
        return now < WARN ? "" : TEXTS.text("spool.warning." + whenFull.lost, (int) (now * 100));
    }

    private static double share(long part, long whole) {
        return part == 0 ? 0 : whole <= 0 ? 1 : Math.min(1, (double) part / whole);
    }

    private static long megabytes(long bytes) {
        return Math.ceilDiv(bytes, MEGABYTE);
    }
}
