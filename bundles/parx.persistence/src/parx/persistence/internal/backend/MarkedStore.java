package parx.persistence.internal.backend;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.persistence.internal.history.RowStore;
import parx.persistence.internal.history.Rows;
import parx.service.RuleStore.Recording;

/**
 * Parts the rows of a rule from the recordings between them, and tells the back end of both in their order. The
 * recording in force is kept in a file of the rule's folder before the rows that announced it are released, so that a
 * restart knows to which recording the rows belong that still wait. Owned by the rule's writer thread; {@link #replace},
 * the counters and {@link #giveUp} are for any.
 */
final class MarkedStore implements RowStore {
    private static final Logger LOG = LoggerFactory.getLogger(MarkedStore.class);
    private static final String FILE = "recording.json";
    /** A call to the back end must end in seconds, and each recording may cost it a file. */
    private static final int RECORDINGS_PER_WRITE = 16;

    private final RecordingMarks marks;
    private final RecordingMarks.Reader reader = new RecordingMarks.Reader();
    private final Path file;
    private final AtomicReference<BackEnd> replacement = new AtomicReference<>();
    private volatile BackEnd backEnd;
    private volatile long committedBefore;
    private volatile String problem = "";
    private Recording recording = Recording.NONE;
    /** Announced, and not yet kept in the file. */
    private Recording announced;
    private boolean begun;

    /** @param folder the rule's own */
    MarkedStore(BackEnd backEnd, RecordingMarks marks, Path folder) {
        this.backEnd = backEnd;
        this.marks = marks;
        file = folder.resolve(FILE);
    }

    /** From the next write on, rows go there. What waits does so too. Any thread. */
    void replace(BackEnd next) {
        BackEnd unused = replacement.getAndSet(next);
        if (unused != null) {
            unused.close();
        }
    }

    double bytesPerRow() {
        return backEnd.bytesPerRow();
    }

    @Override
    public int write(Rows rows) {
        begin();
        int done = 0;
        for (int turn = 0; turn < RECORDINGS_PER_WRITE && done < rows.count() && settle(); turn++) {
            Rows rest = new Rows(rows.batch(), rows.from() + done, rows.to());
            int samples = samples(rest);
            if (samples == 0) {
                done += takeMarks(rest);
            } else if (reader.isWithin()) {
                announced = reader.torn().orElse(null);
            } else {
                int written = backEnd.write(rest.first(samples));
                done += written;
                if (written < samples) {
                    break;
                }
            }
        }
        return settle() ? done : 0;
    }

    @Override
    public String problem() {
        return problem.isEmpty() ? backEnd.problem() : problem;
    }

    @Override
    public long committed() {
        return committedBefore + backEnd.committed();
    }

    @Override
    public void giveUp() {
        backEnd.giveUp();
    }

    @Override
    public void close() {
        backEnd.close();
        replace(null);
    }

    private void begin() {
        if (!begun) {
            recording = kept();
            begun = true;
            backEnd.recording(recording);
        }
        BackEnd next = replacement.getAndSet(null);
        if (next != null) {
            BackEnd old = backEnd;
            old.close();
            committedBefore += old.committed();
            next.recording(recording);
            backEnd = next;
        }
    }

    /** How many rows there are before the next mark. */
    private int samples(Rows rows) {
        int row = rows.from();
        while (row < rows.to() && !marks.isMark(rows.batch().channel(row))) {
            row++;
        }
        return row - rows.from();
    }

    /** @return how many rows were marks, up to the end of a recording */
    private int takeMarks(Rows rows) {
        int row = rows.from();
        while (row < rows.to() && marks.isMark(rows.batch().channel(row))) {
            Optional<Recording> read = reader.take(rows.batch(), row++);
            if (read.isPresent()) {
                announced = read.get();
                break;
            }
        }
        return row - rows.from();
    }

    /** Brings the announced recording into force. @return false where it cannot be kept */
    private boolean settle() {
        if (announced == null) {
            return true;
        }
        try {
            if (!announced.equals(recording)) {
                keep(announced);
            }
        } catch (IOException e) {
            if (problem.isEmpty()) {
                LOG.warn("The recording in force cannot be kept", e);
            }
            problem = TEXTS.text("file.marks", file, e.getMessage());
            return false;
        }
        problem = "";
        recording = announced;
        announced = null;
        backEnd.recording(recording);
        return true;
    }

    private void keep(Recording next) throws IOException {
        Path fresh = file.resolveSibling(FILE + ".new");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer text = ByteBuffer.wrap(RecordingMarks.text(next));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Recording kept() {
        try {
            return Files.exists(file) ? RecordingMarks.recording(Files.readAllBytes(file)) : Recording.NONE;
        } catch (IOException e) {
            LOG.warn("{} cannot be read; the rows that wait belong to an unknown recording", file, e);
            return RecordingMarks.UNKNOWN;
        }
    }
}
