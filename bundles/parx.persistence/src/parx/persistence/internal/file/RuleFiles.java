package parx.persistence.internal.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.files.SampleFormat;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.TimeSource;
import parx.persistence.internal.file.FileLedger.Entry;
import parx.persistence.internal.file.FileLedger.State;
import parx.service.RuleStore.Recording;

/**
 * The files that a rule has made: begins, continues, ends and deletes them. Nothing leaves the rule's folder and nothing
 * of somebody else's is touched: a file is new, or in the {@link FileLedger}. Owned by its rule's writer thread.
 */
final class RuleFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RuleFiles.class);
    private static final String PART = ".part";
    private static final int MOST_OF_ONE_NAME = 100_000;
    private static final long DAY = 86_400L * Micros.PER_SECOND;

    private final String ruleId;
    private final FileSettings settings;
    private final Path ruleFolder;
    private final ChannelIndex index;
    private final UnaryOperator<String> units;
    private final FileLedger ledger;
    private final Conversion conversion;
    private CsvFile current;
    private Entry currentEntry;

    /** @param ruleFolder the rule's own, on this machine */
    RuleFiles(String ruleId, FileSettings settings, Path ruleFolder, ChannelIndex index, UnaryOperator<String> units)
            throws IOException {
        this.ruleId = ruleId;
        this.settings = settings;
        this.ruleFolder = ruleFolder;
        this.index = index;
        this.units = units;
        ledger = new FileLedger(ruleFolder);
        conversion = new Conversion(ledger, ruleFolder, SampleFormat.PARQUET, units, ruleId);
        for (Entry entry : ledger.all()) {
            if (entry.state() == State.OPEN) {
                resume(entry);
            }
        }
    }

    /** A sentence about files that could not be completed, or empty. Any thread. */
    String problem() {
        return conversion.problem();
    }

    /** The rows that an earlier run wrote last, where some of them may come again; otherwise null. */
    StoredKeys storedKeys() throws IOException {
        List<Path> parts = ledger.all().stream().map(Entry::part).toList();
        return StoredKeys.of(parts, ruleFolder, index);
    }

    /** The file for rows of this recording, begun where none is open. @param firstMicros time of the next row */
    CsvFile of(Recording recording, long firstMicros) throws IOException {
        endOthers(recording);
        if (current != null && !current.isThere()) {
            LOG.warn("{} was taken away or replaced; the rule goes on with a new file", current.path());
            current.close();
            ledger.remove(currentEntry);
            forget();
        }
        if (current == null && !goOn(recording)) {
            begin(recording, firstMicros);
        }
        return current;
    }

    /** Ends the file where it may hold no rows of this recording. */
    void endOthers(Recording recording) throws IOException {
        if (current != null && settings.filePerRecording() && !Objects.equals(currentEntry.recording(), recording.id())) {
            end();
        }
    }

    /** The next row goes into a new file. */
    void end() throws IOException {
        if (current != null) {
            current.close();
            Entry ended = currentEntry.with(State.ENDED, current.newestMicros());
            ledger.put(ended);
            forget();
            if (!isFinal(ended)) {
                conversion.add(ended);
            }
        }
    }

    /** Goes on with what a failure or a stop has left undone, and deletes what is older than the rule's retention. */
    void tidy(TimeSource time) throws IOException {
        long oldest = settings.keepDays() == 0 ? Long.MIN_VALUE : time.nowMicros() - settings.keepDays() * DAY;
        boolean rowsMayComeAgain = StoredKeys.spoolBytes(ruleFolder) > 0;
        for (Entry entry : ledger.all()) {
            if (entry.state() == State.ENDED && !isFinal(entry)) {
                conversion.add(entry);
            } else if (entry.state() != State.OPEN) {
                if (!isFinal(entry) && !rowsMayComeAgain) {
                    delete(entry.part());
                }
                if (entry.newestMicros() < oldest && delete(entry.file())) {
                    ledger.remove(entry);
                }
            }
        }
    }

    void close() {
        if (current != null) {
            current.close();
        }
        conversion.close();
    }

    private void forget() {
        current = null;
        currentEntry = null;
    }

    private static boolean isFinal(Entry entry) {
        return entry.part().equals(entry.file());
    }

    private void resume(Entry entry) throws IOException {
        if (!Files.isRegularFile(entry.part(), LinkOption.NOFOLLOW_LINKS)) {
            // The crash was between the note and the file, or somebody has taken it away.
            ledger.remove(entry);
            return;
        }
        current = CsvFile.resume(entry.part(), index, units, entry.firstMicros());
        currentEntry = entry;
        if (!entry.settings().equals(settings.text())) {
            end();
        }
    }

    /** A recording that a restart has interrupted goes on in its file. */
    private boolean goOn(Recording recording) throws IOException {
        List<Entry> all = ledger.all();
        Entry last = all.isEmpty() ? null : all.getLast();
        if (!settings.filePerRecording() || recording.id() == null || last == null || !isFinal(last)
                || !recording.id().equals(last.recording()) || !last.settings().equals(settings.text())
                || !Files.isRegularFile(last.file(), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Entry again = last.with(State.OPEN, last.newestMicros());
        ledger.put(again);
        resume(again);
        return current != null;
    }

    private void begin(Recording recording, long firstMicros) throws IOException {
        Files.createDirectories(settings.folder());
        // Whoever is led elsewhere by a link within the path was led there by the site's own configuration.
        Path folder = settings.folder().toRealPath();
        for (int number = 1; number <= MOST_OF_ONE_NAME; number++) {
            Path file = inside(folder, settings.naming().name(ruleId, recording, firstMicros, number));
            Path part = settings.format() == SampleFormat.PARQUET ? inside(folder, file.getFileName() + PART) : file;
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) || Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            Entry entry = new Entry(file, part, State.OPEN, settings.text(), recording.id(), firstMicros, firstMicros);
            ledger.put(entry);
            try {
                current = CsvFile.create(part, index, units, firstMicros);
                currentEntry = entry;
                return;
            } catch (FileAlreadyExistsException e) {
                LOG.debug("Somebody else was faster", e);
                ledger.remove(entry);
            } catch (IOException e) {
                ledger.remove(entry);
                throw e;
            }
        }
        throw new IOException("too many files have the name " + settings.naming().name(ruleId, recording, firstMicros, 1));
    }

    /** A name is harmless already; this is the last look before something is made. */
    private static Path inside(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!folder.equals(file.normalize().getParent()) || !file.getFileName().toString().equals(name)) {
            throw new IOException("the name ‘" + name + "’ leads out of the folder");
        }
        return file;
    }

    /** @return whether there is none any more */
    private static boolean delete(Path file) {
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                LOG.warn("{} is no longer the file that a rule has made; it is left alone", file);
                return true;
            }
            Files.deleteIfExists(file);
            return true;
        } catch (IOException e) {
            LOG.warn("{} is past its rule's retention and cannot be deleted", file, e);
            return false;
        }
    }
}
