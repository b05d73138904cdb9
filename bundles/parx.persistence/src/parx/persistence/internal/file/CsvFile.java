package parx.persistence.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.files.CsvRowWriter;
import parx.model.ChannelIndex;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.persistence.internal.history.Rows;

/**
 * The file that a rule is writing. Rows are on the disk when {@link #write} returns, and after an exception the file ends
 * as it did before, at the latest once it is opened again. Owned by its rule's writer thread.
 */
final class CsvFile {
    private static final Logger LOG = LoggerFactory.getLogger(CsvFile.class);
    private static final long NEVER = Long.MIN_VALUE;

    private final Path path;
    private final ChannelIndex index;
    private final UnaryOperator<String> units;
    /** Null while it is closed. */
    private CsvRowWriter writer;
    private Object identity;
    /** So many bytes are whole lines, forced to the disk. */
    private long sound;
    private long rows;
    private long rowBytes;
    private long firstMicros;
    private long newestMicros = NEVER;

    private CsvFile(Path path, ChannelIndex index, UnaryOperator<String> units) {
        this.path = path;
        this.index = index;
        this.units = units;
    }

    /** @throws java.nio.file.FileAlreadyExistsException where there is one of this name: it is never touched */
    static CsvFile create(Path path, ChannelIndex index, UnaryOperator<String> units, long firstMicros) throws IOException {
        Files.createFile(path);
        CsvFile file = new CsvFile(path, index, units);
        file.firstMicros = firstMicros;
        forceFolder(path.getParent());
        return file;
    }

    /** Goes on with a file of an earlier run; what a crash left half-written is cut off. */
    static CsvFile resume(Path path, ChannelIndex index, UnaryOperator<String> units, long firstMicros) throws IOException {
        CsvFile file = new CsvFile(path, index, units);
        file.firstMicros = firstMicros;
        try (CsvLines lines = new CsvLines(path)) {
            for (CsvLines.Row row = lines.next(); row != null; row = lines.next()) {
                file.rows++;
                file.newestMicros = Math.max(file.newestMicros, row.timeMicros());
            }
            file.sound = lines.soundEnd();
        }
        long cut = Files.size(path) - file.sound;
        if (cut > 0) {
            LOG.warn("{} ended in {} bytes that were not completely written; their rows still wait and come again", path, cut);
        }
        file.rowBytes = file.sound;
        file.cutBack();
        return file;
    }

    Path path() {
        return path;
    }

    long bytes() {
        return sound;
    }

    /** NaN before the first row. */
    double bytesPerRow() {
        return rows == 0 ? Double.NaN : (double) rowBytes / rows;
    }

    /** Time of the row that it was begun for. */
    long firstMicros() {
        return firstMicros;
    }

    long newestMicros() {
        return newestMicros == NEVER ? firstMicros : newestMicros;
    }

    /** Whether it is still the file that this one has written, and nobody has taken it away, replaced or shortened it. */
    boolean isThere() {
        try {
            BasicFileAttributes now = attributes();
            return now.isRegularFile() && now.size() >= sound && (identity == null || Objects.equals(identity, now.fileKey()));
        } catch (IOException e) {
            LOG.debug("{}", path, e);
            return false;
        }
    }

    /** Appends these rows and forces them to the disk. */
    void write(Rows added) throws IOException {
        try {
            if (writer == null) {
                cutBack();
                writer = new CsvRowWriter(path, units);
                identity = attributes().fileKey();
            }
            long before = sound;
            SampleBatch batch = added.batch();
            for (int row = added.from(); row < added.to(); row++) {
                writer.row(batch.timeMicros(row), index.id(batch.channel(row)), batch.value(row),
                        QualityCode.quality(batch.quality(row)));
            }
            writer.flush();
            sound = writer.bytes();
            rows += added.count();
            rowBytes += sound - before;
            for (int row = added.from(); row < added.to(); row++) {
                newestMicros = Math.max(newestMicros, batch.timeMicros(row));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Any number of times; {@link #write} opens it again. */
    void close() {
        CsvRowWriter open = writer;
        writer = null;
        try {
            if (open != null) {
                open.close();
            }
            cutBack();
        } catch (IOException e) {
            LOG.debug("{} is cut back when it is written to again", path, e);
        }
    }

    private void cutBack() throws IOException {
        if (Files.size(path) > sound) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                file.truncate(sound);
                file.force(false);
            }
        }
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** A new file's name is safe only once its folder is. */
    static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("This system cannot force a folder to disk", e);
        }
    }
}
