package parx.persistence.internal.file;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.files.RowWriter;
import parx.files.SampleFormat;
import parx.persistence.internal.file.FileLedger.Entry;
import parx.persistence.internal.file.FileLedger.State;

/**
 * Makes what people find of the CSV files that rows were written to, on a thread of its own, for it may take longer than
 * a write may. A crash in between costs nothing but the work: the CSV file stays until the other is on the disk under
 * its name. Thread-safe.
 */
final class Conversion {
    private static final Logger LOG = LoggerFactory.getLogger(Conversion.class);
    private static final String FRESH = ".new";
    private static final int ROWS_PER_LOOK = 1_000;
    private static final long CLOSE_MILLIS = 5_000;

    private final FileLedger ledger;
    private final Path ruleFolder;
    private final SampleFormat format;
    private final UnaryOperator<String> units;
    private final String rule;
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private Thread thread;
    private volatile boolean closed;
    private volatile String problem = "";

    /** @param ruleFolder where rows of the rule wait */
    Conversion(FileLedger ledger, Path ruleFolder, SampleFormat format, UnaryOperator<String> units, String rule) {
        this.ledger = ledger;
        this.ruleFolder = ruleFolder;
        this.format = format;
        this.units = units;
        this.rule = rule;
    }

    /** A sentence for people, or empty. */
    String problem() {
        return problem;
    }

    /** This file has ended. */
    synchronized void add(Entry entry) {
        if (!closed && waiting.stream().noneMatch(other -> other.file().equals(entry.file()))) {
            waiting.add(entry);
            if (thread == null) {
                thread = new Thread(this::run, "rule-" + rule + "-convert");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** What is not made yet is made after the next start. Takes a bounded time. */
    void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            waiting.clear();
            running = thread;
        }
        if (running != null) {
            try {
                running.join(CLOSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        for (Entry entry = next(); entry != null; entry = next()) {
            try {
                convert(entry);
                problem = "";
            } catch (IOException | RuntimeException e) {
                // It is offered again with the next look at the files; its rows are safe.
                LOG.warn("{} cannot be made of {}", entry.file(), entry.part(), e);
                problem = TEXTS.text("file.unmade", entry.file(), FileProblem.reason(e), entry.part());
            }
        }
    }

    private synchronized Entry next() {
        Entry entry = waiting.poll();
        if (entry == null) {
            thread = null;
        }
        return entry;
    }

    private void convert(Entry entry) throws IOException {
        Path fresh = entry.file().resolveSibling(entry.file().getFileName() + FRESH);
        Files.deleteIfExists(fresh);
        try (CsvLines lines = new CsvLines(entry.part()); RowWriter out = format.rows(fresh, units)) {
            long count = 0;
            for (CsvLines.Row row = lines.next(); row != null; row = lines.next()) {
                out.row(row.timeMicros(), row.channelId(), row.value(), row.quality());
                if (++count % ROWS_PER_LOOK == 0 && closed) {
                    break;
                }
            }
        }
        if (closed) {
            Files.deleteIfExists(fresh);
            return;
        }
        if (Files.exists(entry.file(), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("somebody else has made a file of this name");
        }
        Files.move(fresh, entry.file(), StandardCopyOption.ATOMIC_MOVE);
        CsvFile.forceFolder(entry.file().getParent());
        ledger.put(entry.with(State.FINISHED, entry.newestMicros()));
        // While rows wait, some of this file may be offered again after a crash, and are known by its lines.
        if (StoredKeys.spoolBytes(ruleFolder) == 0) {
            Files.deleteIfExists(entry.part());
        }
    }
}
