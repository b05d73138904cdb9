package parx.persistence.internal.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.SampleBatch;

/**
 * Rows that wait on disk while the database is away, in the order in which they came: a folder of numbered segments.
 * A segment is deleted when all its rows are released; a crash in between makes the next start write some of its
 * rows again, which the database recognises by their key. Owned by the history-writer thread.
 */
final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String SUFFIX = ".spool";
    private static final int READ_ROWS = RowQueue.CHUNK;

    /** A file that is complete, or that is being written (the last one), with the rows not yet released. */
    private static final class Segment {
        final Path path;
        /** Rows in the file; of those {@code unread} are still to be read, the first {@code skip} of them in vain. */
        long total;
        long unread;
        long unreleased;
        long skip;
        long bytes;
        SpoolSegment.Reader reader;
        /** Damaged, and there is no copy of it. */
        boolean keep;

        Segment(Path path, long rows) {
            this.path = path;
            total = rows;
            unread = rows;
            unreleased = rows;
        }
    }

    private final Path folder;
    private final SpoolLock lock;
    private final SpoolDamage damage;
    private final SpoolBound bound;
    /** Of all files; one is deleted when all its rows are released. */
    private long bytes;
    private final ChannelIndex index;
    private final long segmentBytes;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private final SampleBatch loaded = new SampleBatch(READ_ROWS);
    private int loadedReleased;
    private SpoolSegment.Writer writer;
    private long nextNumber = 1;
    private volatile long rows;
    private final Map<Integer, NewestSample> found = new HashMap<>();

    /**
     * Opens the folder, which nobody else may use meanwhile, and finds what an earlier run left there.
     *
     * @throws IOException also where another process or another spool uses the folder
     */
    Spool(Path folder, ChannelIndex index, long segmentBytes, long maxBytes) throws IOException {
        bound = new SpoolBound(folder, maxBytes);
        this.folder = folder;
        this.index = index;
        this.segmentBytes = segmentBytes;
        damage = new SpoolDamage(folder);
        Files.createDirectories(folder);
        lock = new SpoolLock(folder);
        boolean open = false;
        try {
            takeAll();
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

    /** Appends rows, on the disk when it returns; after an exception nothing was appended. */
    void append(Rows more) throws IOException {
        bound.check(bytes, SpoolSegment.bytes(more));
        if (writer == null || writer.length() >= segmentBytes) {
            finishSegment();
            // The number is used up even where the file cannot be made: a file that is there is never touched.
            Path path = folder.resolve(String.format("%012d%s", nextNumber++, SUFFIX));
            Segment fresh = new Segment(path, 0);
            segments.addLast(fresh);
            try {
                writer = new SpoolSegment.Writer(path, index);
            } catch (IOException | RuntimeException | Error e) {
                segments.remove(fresh);
                throw e;
            }
            forceFolder();
        }
        writer.append(more);
        Segment last = segments.getLast();
        bytes += writer.length() - last.bytes;
        last.bytes = writer.length();
        last.total += more.count();
        last.unread += more.count();
        last.unreleased += more.count();
        rows += more.count();
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
            Segment oldest = segments.getFirst();
            long here = Math.min(left, oldest.unreleased);
            oldest.unreleased -= here;
            left -= (int) here;
            if (oldest.unreleased == 0) {
                delete(oldest);
            }
        }
    }

    @Override
    public void close() {
        try {
            finishSegment();
        } catch (IOException e) {
            LOG.warn("A spool file could not be closed; its rows are safe", e);
        }
        segments.forEach(Spool::closeReader);
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
            SpoolSegment.Writer finished = writer;
            writer = null;
            finished.close();
        }
    }

    /** Several small records make one batch, so that a long outage drains in few commits. */
    private void load() {
        try {
            loadRecords();
        } catch (RuntimeException | Error e) {
            // Half a record may be loaded: read anew from the oldest row that is not released.
            rewind();
            throw e;
        }
    }

    private void rewind() {
        loaded.clear();
        loadedReleased = 0;
        for (Segment segment : segments) {
            closeReader(segment);
            segment.unread = segment.total;
            segment.skip = segment.total - segment.unreleased;
        }
    }

    private void loadRecords() {
        loaded.clear();
        loadedReleased = 0;
        for (Segment segment : segments) {
            while (segment.unread > 0 && loaded.length() < READ_ROWS) {
                int count = readRecord(segment);
                if (count < 0) {
                    lost(segment);
                    break;
                }
                segment.unread -= count;
                skipReleased(segment, count);
            }
            if (loaded.length() >= READ_ROWS) {
                break;
            }
        }
        segments.removeIf(segment -> segment.unreleased == 0 && !isCurrent(segment) && discard(segment));
    }

    /** Released rows come before all others. */
    private void skipReleased(Segment segment, int count) {
        int skipped = (int) Math.min(count, segment.skip);
        segment.skip -= skipped;
        loadedReleased += skipped;
        if (skipped > 0 && loadedReleased == loaded.length()) {
            loaded.clear();
            loadedReleased = 0;
        }
    }

    private int readRecord(Segment segment) {
        try {
            if (segment.reader == null) {
                segment.reader = new SpoolSegment.Reader(segment.path, index);
            }
            return segment.reader.next(loaded);
        } catch (IOException e) {
            LOG.error("{} cannot be read", segment.path, e);
            return -1;
        }
    }

    /** The file was sound when it was opened or written, so the disk has damaged it since. */
    private void lost(Segment segment) {
        long gone = segment.unread - segment.skip;
        segment.keep = !damage.foundWhileReading(segment.path, gone);
        rows -= gone;
        segment.unreleased -= gone;
        segment.total -= segment.unread;
        segment.unread = 0;
        segment.skip = 0;
    }

    /** How full it is. Any thread. */
    SpoolBound bound() {
        return bound;
    }

    /** What the disk has damaged. Any thread. */
    SpoolDamage damage() {
        return damage;
    }

    private boolean isCurrent(Segment segment) {
        return writer != null && segment == segments.peekLast();
    }

    private void delete(Segment segment) {
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

    private boolean discard(Segment segment) {
        closeReader(segment);
        bytes -= segment.bytes;
        bound.released(bytes);
        if (segment.keep) {
            return true;
        }
        try {
            Files.deleteIfExists(segment.path);
        } catch (IOException e) {
            LOG.warn("The spool file {} could not be deleted; its rows will be offered to the database again",
                    segment.path, e);
        }
        return true;
    }

    private static void closeReader(Segment segment) {
        if (segment.reader != null) {
            try {
                segment.reader.close();
            } catch (IOException e) {
                LOG.debug("Closing {}", segment.path, e);
            }
            segment.reader = null;
        }
    }

    private List<Path> files(String pattern) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Finds what an earlier run left. Numbers of files that were kept as damaged are not used again. */
    private void takeAll() throws IOException {
        List<Path> files = files("\\d{12}\\.spool");
        for (Path path : files) {
            take(path, path.equals(files.getLast()));
        }
        for (Path path : files("\\d{12}\\.spool\\.damaged")) {
            nextNumber = Math.max(nextNumber, number(path) + 1);
        }
    }

    private static long number(Path path) {
        return Long.parseLong(path.getFileName().toString().substring(0, 12));
    }

    /**
     * Counts an old file's rows. Only the end of the newest file can be what a crash left half-written; everything
     * else that cannot be read was confirmed as stored, and is damage: the file is kept for a person to look at.
     */
    private void take(Path path, boolean newest) throws IOException {
        long count = 0;
        long soundEnd;
        long damaged;
        long unknown;
        SampleBatch scratch = new SampleBatch(1024);
        try (SpoolSegment.Reader reader = new SpoolSegment.Reader(path, index)) {
            for (int n = reader.next(scratch); n >= 0; n = reader.next(scratch)) {
                count += n;
                for (int row = 0; row < n; row++) {
                    found.put(scratch.channel(row), new NewestSample(scratch.timeMicros(row),
                            QualityCode.quality(scratch.quality(row)) == Quality.BAD));
                }
                scratch.clear();
            }
            soundEnd = reader.soundEnd();
            damaged = reader.damagedBytes();
            unknown = reader.unknownRows();
        }
        long tail = Files.size(path) - soundEnd;
        boolean kept = true;
        if (damaged > 0 || unknown > 0 || tail > 0 && !newest) {
            kept = damage.foundAtStart(path, newest ? damaged : damaged + tail, unknown);
        }
        if (tail > 0 && newest && kept) {
            cut(path, soundEnd, tail);
        }
        nextNumber = Math.max(nextNumber, number(path) + 1);
        Segment segment = new Segment(path, count);
        segment.keep = !kept;
        if (count > 0) {
            segments.addLast(segment);
            rows += count;
            segment.bytes = Files.size(path);
            bytes += segment.bytes;
        } else {
            discard(segment);
        }
    }

    private static void cut(Path path, long sound, long tail) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            LOG.warn("{} ended in {} bytes that were not completely written; they were never confirmed as stored "
                    + "on disk and are cut off", path, tail);
            file.truncate(sound);
        }
    }
}
