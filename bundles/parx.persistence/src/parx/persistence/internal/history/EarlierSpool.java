package parx.persistence.internal.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
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

/** What an earlier run left in a spool's folder. Used while the spool opens; not thread-safe. */
final class EarlierSpool {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierSpool.class);

    private final ChannelIndex index;
    private final SpoolDamage damage;
    private final List<SpoolSegment> segments = new ArrayList<>();
    private final Map<Integer, NewestSample> newest = new HashMap<>();
    private long nextNumber = 1;

    /** Reads all files. Numbers of files that were kept as damaged are not used again. */
    EarlierSpool(Path folder, ChannelIndex index, SpoolDamage damage) throws IOException {
        this.index = index;
        this.damage = damage;
        List<Path> files = files(folder, "\\d{12}\\.spool");
        for (Path path : files) {
            take(path, path.equals(files.getLast()));
        }
        for (Path path : files(folder, "\\d{12}\\.spool\\.damaged")) {
            nextNumber = Math.max(nextNumber, number(path) + 1);
        }
    }

    /** Those with rows, oldest first. */
    List<SpoolSegment> segments() {
        return segments;
    }

    /** The newest row of each channel, by handle. */
    Map<Integer, NewestSample> newest() {
        return newest;
    }

    long nextNumber() {
        return nextNumber;
    }

    private static List<Path> files(Path folder, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long number(Path path) {
        return Long.parseLong(path.getFileName().toString().substring(0, 12));
    }

    /**
     * Counts an old file's rows. Only the end of the newest file can be what a crash left half-written; everything
     * else that cannot be read was confirmed as stored, and is damage: the file is kept for a person to look at.
     */
    private void take(Path path, boolean newestFile) throws IOException {
        long count = 0;
        long soundEnd;
        long damaged;
        long unknown;
        SampleBatch scratch = new SampleBatch(1024);
        try (SpoolReader reader = new SpoolReader(path, index)) {
            for (int n = reader.next(scratch); n >= 0; n = reader.next(scratch)) {
                count += n;
                note(scratch);
                scratch.clear();
            }
            soundEnd = reader.soundEnd();
            damaged = reader.damagedBytes();
            unknown = reader.unknownRows();
        }
        long tail = Files.size(path) - soundEnd;
        boolean kept = true;
        if (damaged > 0 || unknown > 0 || tail > 0 && !newestFile) {
            kept = damage.foundAtStart(path, newestFile ? damaged : damaged + tail, unknown);
        }
        if (tail > 0 && newestFile && kept) {
            cut(path, soundEnd, tail);
        }
        nextNumber = Math.max(nextNumber, number(path) + 1);
        SpoolSegment segment = new SpoolSegment(path, index);
        if (!kept) {
            segment.keep();
        }
        if (count > 0) {
            segment.appended(count, Files.size(path));
            segments.add(segment);
        } else {
            segment.delete();
        }
    }

    /** A wish to keep an older row for longer is not a sample. */
    private void note(SampleBatch rows) {
        for (int row = 0; row < rows.length(); row++) {
            if (rows.keepDays(row) >= 0) {
                newest.put(rows.channel(row), new NewestSample(rows.timeMicros(row),
                        QualityCode.quality(rows.quality(row)) == Quality.BAD));
            }
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
