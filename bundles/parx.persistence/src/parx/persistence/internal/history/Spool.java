package parx.persistence.internal.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.service.DropCause;

/**
 * Rows that wait on disk while the back end is away, in the order in which they came: a folder of numbered segments.
 * A segment is deleted when all its rows are released; a crash in between makes the next start write some of its
 * rows again, which the database recognises by their key. Owned by the writer's thread.
 */
final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String SUFFIX = ".spool";
    private static final int READ_ROWS = RowQueue.CHUNK;

    private final Path folder;
    private final SpoolLock lock;
    private final SpoolDamage damage;
    private final SpoolBound bound;
    private final ChannelIndex index;
    private final long segmentBytes;
    private final ArrayDeque<SpoolSegment> segments = new ArrayDeque<>();
    private final SampleBatch loaded = new SampleBatch(READ_ROWS);
    private final Map<Integer, NewestSample> found;
    /** Of all files; one is deleted when all its rows are released. */
    private long bytes;
    private int loadedReleased;
    private SpoolWriter writer;
    private long nextNumber;
    private volatile long rows;

    /**
     * Opens the folder, which nobody else may use meanwhile, and finds what an earlier run left there.
     *
     * @throws IOException also where another process or another spool uses the folder
     */
    Spool(Path folder, ChannelIndex index, BufferLimits limits) throws IOException {
        bound = new SpoolBound(folder, limits.spoolBytes(), limits.whenFull());
        this.folder = folder;
        this.index = index;
        segmentBytes = limits.segmentBytes();
        damage = new SpoolDamage(folder);
        Files.createDirectories(folder);
        lock = new SpoolLock(folder);
        boolean open = false;
        try {
            EarlierSpool earlier = new EarlierSpool(folder, index, damage);
            found = earlier.newest();
            nextNumber = earlier.nextNumber();
            for (SpoolSegment segment : earlier.segments()) {
                segments.addLast(segment);
                rows += segment.unreleased();
                bytes += segment.bytes();
            }
            open = true;
        } finally {
            if (!open) {
                lock.close();
            }
        }
    }

    /** The newest row of each channel, by handle, that an earlier run left on disk. Fixed once the spool is open. */
    Map<Integer, NewestSample> foundAtStart() {
        return found;
    }

    /** Rows on disk. Any thread. */
    long rows() {
        return rows;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** How full it is. Any thread. */
    SpoolBound bound() {
        return bound;
    }

    /** What the disk has damaged. Any thread. */
    SpoolDamage damage() {
        return damage;
    }

    /** Appends rows, on the disk when it returns; after an exception nothing was appended. */
    void append(Rows more) throws IOException {
        bound.check(bytes, SpoolRecords.bytes(more));
        if (writer == null || writer.length() >= segmentBytes) {
            finishSegment();
            beginSegment();
        }
        writer.append(more);
        bytes += segments.getLast().appended(more.count(), writer.length());
        rows += more.count();
    }

    private void beginSegment() throws IOException {
        // The number is used up even where the file cannot be made: a file that is there is never touched.
        Path path = folder.resolve(String.format("%012d%s", nextNumber++, SUFFIX));
        SpoolSegment fresh = new SpoolSegment(path, index);
        segments.addLast(fresh);
        try {
            writer = new SpoolWriter(path, index);
        } catch (IOException | RuntimeException | Error e) {
            segments.remove(fresh);
            throw e;
        }
        forceFolder();
    }

    /** The oldest rows, without removing them; empty only where the spool is. */
    Rows peek() {
        if (loadedReleased == loaded.length()) {
            load();
        }
        return new Rows(loaded, loadedReleased, loaded.length());
    }

    /** These oldest rows are committed; segments without rows are deleted. */
    void release(int count) {
        loadedReleased += count;
        rows -= count;
        int left = count;
        while (left > 0) {
            SpoolSegment oldest = segments.getFirst();
            long here = Math.min(left, oldest.unreleased());
            oldest.released(here);
            left -= (int) here;
            if (oldest.unreleased() == 0) {
                remove(oldest);
            }
        }
    }

    /** Gives up the rows of the oldest file, so that there is room for newer ones. @return whether there were any */
    boolean dropOldest(DropCounts drops) {
        rewind();
        SpoolSegment oldest = segments.peekFirst();
        if (oldest == null) {
            return false;
        }
        while (oldest.hasUnread()) {
            int skipped = oldest.read(loaded);
            if (skipped < 0) {
                lost(oldest);
            }
            drops.count(DropCause.MADE_ROOM, loaded, Math.max(0, skipped), loaded.length());
            loaded.clear();
        }
        rows -= oldest.unreleased();
        oldest.released(oldest.unreleased());
        remove(oldest);
        bound.madeRoom(oldest.bytes());
        return true;
    }

    @Override
    public void close() {
        try {
            finishSegment();
        } catch (IOException e) {
            LOG.warn("A spool file could not be closed; its rows are safe", e);
        }
        segments.forEach(SpoolSegment::close);
        lock.close();
    }

    /** A new file's name is safe only once its folder is. */
    private void forceFolder() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("This system cannot force a folder to disk", e);
        }
    }

    private void finishSegment() throws IOException {
        if (writer != null) {
            SpoolWriter finished = writer;
            writer = null;
            finished.close();
        }
    }

    /** Several small records make one batch, so that a long outage drains in few commits. */
    private void load() {
        try {
            loadRecords();
        } catch (RuntimeException | Error e) {
            // Half a record may be loaded.
            rewind();
            throw e;
        }
    }

    private void rewind() {
        loaded.clear();
        loadedReleased = 0;
        segments.forEach(SpoolSegment::rewind);
    }

    private void loadRecords() {
        loaded.clear();
        loadedReleased = 0;
        for (SpoolSegment segment : segments) {
            while (segment.hasUnread() && loaded.length() < READ_ROWS) {
                int skipped = segment.read(loaded);
                if (skipped < 0) {
                    lost(segment);
                    break;
                }
                skip(skipped);
            }
            if (loaded.length() >= READ_ROWS) {
                break;
            }
        }
        segments.removeIf(segment -> segment.unreleased() == 0 && !isCurrent(segment) && discard(segment));
    }

    /** Released rows come before all others. */
    private void skip(int released) {
        loadedReleased += released;
        if (released > 0 && loadedReleased == loaded.length()) {
            loaded.clear();
            loadedReleased = 0;
        }
    }

    /** The file was sound when it was opened or written, so the disk has damaged it since. */
    private void lost(SpoolSegment segment) {
        long gone = segment.lose();
        if (!damage.foundWhileReading(segment.path, gone)) {
            segment.keep();
        }
        rows -= gone;
    }

    private boolean isCurrent(SpoolSegment segment) {
        return writer != null && segment == segments.peekLast();
    }

    private void remove(SpoolSegment segment) {
        if (isCurrent(segment)) {
            try {
                finishSegment();
            } catch (IOException e) {
                LOG.warn("The spool file {} could not be closed", segment.path, e);
            }
        }
        segments.remove(segment);
        discard(segment);
    }

    private boolean discard(SpoolSegment segment) {
        bytes -= segment.bytes();
        bound.released(bytes);
        segment.delete();
        return true;
    }
}
