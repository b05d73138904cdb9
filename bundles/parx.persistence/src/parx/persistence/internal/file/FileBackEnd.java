package parx.persistence.internal.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.Sentence;
import parx.model.StorageRule;
import parx.model.TimeSource;
import parx.persistence.internal.backend.BackEnd;
import parx.persistence.internal.history.Rows;
import parx.persistence.internal.history.SetAside;
import parx.service.RuleStore.Recording;

/**
 * Stores a rule's rows in files. Rows are appended as CSV and forced to the disk before they count as stored: one force
 * per batch, which is one each 250 ms at a low rate. Where a rule asks for Parquet, a file becomes it when it ends. Owned
 * by its rule's writer thread; counters, sentence and {@link #giveUp} are for any.
 */
public final class FileBackEnd implements BackEnd {
    private static final Logger LOG = LoggerFactory.getLogger(FileBackEnd.class);
    /** A call must end in seconds, and each file costs some milliseconds. */
    private static final int FILES_PER_WRITE = 16;
    private static final long TIDY_EVERY = TimeUnit.MINUTES.toNanos(10);

    /** What every rule of a site shares. @param units the engineering unit of a channel id, or the empty text */
    public record Site(ChannelIndex index, UnaryOperator<String> units, TimeSource time) {
    }

    private final StorageRule rule;
    private final FileSettings settings;
    private final Path folder;
    private final Site site;
    private final SetAside setAside;
    private final AtomicLong committed = new AtomicLong();
    private volatile RuleFiles files;
    private volatile String problem = "";
    private volatile double bytesPerRow = Double.NaN;
    private Recording recording = Recording.NONE;
    /** Null where no row can come again. */
    private StoredKeys keys;
    private long tidied;

    /** @param folder the rule's own, on this machine @throws parx.model.SettingsException where the config is not valid */
    public FileBackEnd(StorageRule rule, Path folder, Site site, SetAside setAside) {
        this.rule = rule;
        this.folder = folder;
        this.site = site;
        this.setAside = setAside;
        settings = FileSettings.of(rule);
    }

    @Override
    public int write(Rows rows) {
        int done = 0;
        try {
            open();
            for (int turn = 0; turn < FILES_PER_WRITE && done < rows.count(); turn++) {
                int written = writeSome(new Rows(rows.batch(), rows.from() + done, rows.to()));
                done += written;
                if (keys != null && !keys.took(written)) {
                    keys = null;
                }
            }
            tidy();
            well();
        } catch (IOException e) {
            away(FileProblem.sentence(settings, e), e);
        }
        return done;
    }

    @Override
    public void recording(Recording next) {
        recording = next;
        try {
            open();
            files.endOthers(next);
            tidy();
        } catch (IOException e) {
            // The next write does what this could not.
            away(FileProblem.sentence(settings, e), e);
        }
    }

    @Override
    public String problem() {
        RuleFiles open = files;
        return !problem.isEmpty() || open == null ? problem : open.problem();
    }

    @Override
    public long committed() {
        return committed.get();
    }

    /** Of the rows as CSV. */
    @Override
    public double bytesPerRow() {
        return bytesPerRow;
    }

    @Override
    public void giveUp() {
        // The interrupt that comes with it closes the file under a write that hangs.
        LOG.debug("The rule ‘{}’ gives up a write", rule.id());
    }

    @Override
    public void close() {
        if (files != null) {
            files.close();
            files = null;
        }
    }

    private void open() throws IOException {
        if (files == null) {
            RuleFiles opened = new RuleFiles(rule.id(), settings, folder, site.index(), site.units());
            keys = opened.storedKeys();
            files = opened;
            tidied = site.time().monotonicNanos() - TIDY_EVERY;
        }
    }

    /** @return how many of these rows are stored now; at least one */
    private int writeSome(Rows rows) throws IOException {
        int known = known(rows);
        if (known == 0) {
            setAside.add(rows, "no channel has the handle " + rows.batch().channel(rows.from()));
            return 1;
        }
        Rows part = rows.first(known);
        if (keys != null) {
            int leading = keys.leading(part);
            if (leading > 0) {
                return leading;
            }
            part = part.first(-leading);
        }
        long firstMicros = part.batch().timeMicros(part.from());
        CsvFile file = files.of(recording, firstMicros);
        int fitting = settings.rotation().fitting(file, part);
        if (fitting == 0) {
            files.end();
            file = files.of(recording, firstMicros);
            fitting = Math.max(1, settings.rotation().fitting(file, part));
        }
        file.write(part.first(fitting));
        committed.addAndGet(fitting);
        bytesPerRow = file.bytesPerRow();
        return fitting;
    }

    /** How many rows, from the first on, have a channel. */
    private int known(Rows rows) {
        int channels = site.index().size();
        int row = rows.from();
        while (row < rows.to() && rows.batch().channel(row) >= 0 && rows.batch().channel(row) < channels) {
            row++;
        }
        return row - rows.from();
    }

    private void tidy() throws IOException {
        if (site.time().monotonicNanos() - tidied >= TIDY_EVERY) {
            tidied = site.time().monotonicNanos();
            files.tidy(site.time());
        }
    }

    private void well() {
        if (!problem.isEmpty()) {
            LOG.info("The storage rule ‘{}’: its files are written again", rule.name());
            problem = "";
        }
    }

    private void away(Sentence sentence, IOException cause) {
        if (problem.isEmpty()) {
            LOG.warn("The storage rule ‘{}’: {}", rule.name(), sentence.english(), cause);
        }
        problem = sentence.local();
    }
}
