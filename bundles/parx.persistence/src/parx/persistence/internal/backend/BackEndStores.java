package parx.persistence.internal.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.TimeSource;
import parx.persistence.internal.history.BufferLimits;
import parx.persistence.internal.history.Quarantine;
import parx.persistence.internal.history.SetAside;
import parx.service.HistorySink.HistoryStatus;
import parx.service.LeftRows.Left;
import parx.service.RuleStore;
import parx.service.RuleStores;

/**
 * The stores of all rules that write elsewhere than to the database: one {@link RuleLine} per rule, so that a dead server
 * or a full disk of one delays no other. Thread-safe; never blocks but in {@link #close}.
 */
public final class BackEndStores implements RuleStores, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackEndStores.class);

    private final Path folder;
    private final Map<Backend, BackEndType> types;
    private final Quarantine quarantine;
    private final RuleLine.Site site;
    /** By rule id; guarded by itself. */
    private final Map<String, RuleLine> lines = new HashMap<>();
    private boolean closed;

    /** @param folder of this machine, where the rows of each rule wait in a folder of their own @param limits of each rule */
    public BackEndStores(Path folder, Map<Backend, BackEndType> types, Quarantine quarantine, ChannelIndex index,
            TimeSource time, BufferLimits limits) {
        this.folder = folder;
        this.types = Map.copyOf(types);
        this.quarantine = quarantine;
        site = new RuleLine.Site(index, time, limits);
    }

    @Override
    public RuleStore open(StorageRule rule) {
        BackEndType type = typeOf(rule);
        synchronized (lines) {
            if (closed) {
                throw new IllegalStateException("the site is closed");
            }
            RuleLine line = line(rule, type);
            Opened store = new Opened(rule.id(), line);
            line.own(store);
            return store;
        }
    }

    private BackEndType typeOf(StorageRule rule) {
        BackEndType type = types.get(rule.backend());
        if (type == null) {
            throw new SettingsException("backend", "the back end " + rule.backend().name().toLowerCase(Locale.ROOT)
                    + " has no store of its own");
        }
        return type;
    }

    /** With the back end that the rule asks for. Guarded by the lines. */
    private RuleLine line(StorageRule rule, BackEndType type) {
        Path own = folder.resolve(folderName(rule.id()));
        SetAside setAside = quarantine.of(rule.id());
        BackEnd backEnd = type.of(rule, own, setAside);
        RuleLine line = lines.get(rule.id());
        if (line == null) {
            line = new RuleLine(rule, own, site, backEnd, setAside);
            lines.put(rule.id(), line);
        } else {
            line.replace(rule, backEnd);
        }
        return line;
    }

    /**
     * What an earlier run left waiting for back ends of rules that are not in force any more goes out as these rules were
     * last configured. Reads some small files.
     *
     * @param rules as they are configured now
     */
    public void drainLeft(Collection<StorageRule> rules) {
        Map<String, StorageRule> configured = new HashMap<>();
        rules.forEach(rule -> configured.put(rule.id(), rule));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path own : folders) {
                drainLeft(own, configured);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("No rule has had a back end of its own yet");
        } catch (IOException e) {
            LOG.warn("What waits for back ends of deleted rules below {} cannot be looked at", folder, e);
        }
    }

    private void drainLeft(Path own, Map<String, StorageRule> configured) {
        try {
            KeptRule.read(own).ifPresent(kept -> drainLeft(kept, configured.get(kept.id())));
        } catch (IOException e) {
            LOG.warn("Samples may wait in {}, and the storage rule they belong to cannot be read there. Make a rule with the id "
                    + "that the folder's name begins with, to which they can go", own, e);
        }
    }

    private void drainLeft(StorageRule kept, StorageRule now) {
        if (now != null && now.enabled() && types.containsKey(now.backend())) {
            // It is going to be opened, and takes along what waits.
            return;
        }
        StorageRule last = now != null && now.backend() == kept.backend() ? now : kept;
        try {
            BackEndType type = typeOf(last);
            synchronized (lines) {
                RuleLine line = line(last, type);
                Opened nobody = new Opened(last.id(), line);
                line.own(nobody);
                nobody.close();
            }
            LOG.info("The storage rule ‘{}’ is not in force any more; what waits for its back end goes there as it was last "
                    + "configured", last.name());
        } catch (SettingsException e) {
            LOG.warn("Samples wait for the back end of the storage rule ‘{}’, which is not in force, and its config is not "
                    + "valid ({}). Make a rule with the id ‘{}’ to which they can go", last.name(), e.getMessage(), last.id());
        }
    }

    /** What waits for rules that are not in force any more. Never blocks. */
    List<Left> left() {
        synchronized (lines) {
            return lines.values().stream().filter(line -> !line.isOwned()).map(line -> {
                HistoryStatus status = line.status();
                return new Left(line.rule().id(), line.rule().name(), status.backlog(), status.problem());
            }).filter(left -> left.waiting() > 0).sorted(Comparator.comparing(Left::ruleId)).toList();
        }
    }

    /** Lets what waits of a rule that is not in force go into CSV files. @return whether anything waits */
    boolean divert(String ruleId, Path into) {
        synchronized (lines) {
            RuleLine line = lines.get(ruleId);
            if (line == null || line.isOwned() || line.status().backlog() == 0) {
                return false;
            }
            StorageRule old = line.rule();
            Settings file = Settings.with("path", into.toString(), "naming", "{rule}_{timestamp}.csv");
            line(new StorageRule(old.id(), old.name(), true, Backend.FILE, old.mode(), old.channels(),
                    Settings.with("file", file)), types.get(Backend.FILE));
            return true;
        }
    }

    /** Each rule's rows are written or kept on disk, all at the same time. */
    @Override
    public void close() {
        List<Thread> closers = new ArrayList<>();
        synchronized (lines) {
            closed = true;
            lines.forEach((id, line) -> {
                Thread closer = new Thread(line::close, "rule-" + id + "-close");
                closer.start();
                closers.add(closer);
            });
            lines.clear();
        }
        for (Thread closer : closers) {
            try {
                closer.join();
            } catch (InterruptedException e) {
                LOG.warn("Interrupted while rules are closed; their rows are on disk or lost with this process", e);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Readable, and another one for every id. */
    static String folderName(String ruleId) {
        CRC32C crc = new CRC32C();
        crc.update(ruleId.getBytes(StandardCharsets.UTF_8));
        return SafeName.of(ruleId) + String.format("-%08x", crc.getValue());
    }

    private void ended(String ruleId, RuleLine line) {
        synchronized (lines) {
            if (line.isOwned() || lines.get(ruleId) != line) {
                return;
            }
            line.end();
        }
        // While the line is still known: a rule that comes back takes it over, and keeps itself again after this.
        line.keep();
        synchronized (lines) {
            if (!line.isEnding() || !lines.remove(ruleId, line)) {
                return;
            }
        }
        line.close();
        LOG.info("The store of the rule ‘{}’ is closed; nothing of it waits", ruleId);
    }

    /** What a caller holds. One that another {@link #open} has followed still takes rows, and its end means nothing. */
    private final class Opened implements RuleStore {
        private final String ruleId;
        private final RuleLine line;

        Opened(String ruleId, RuleLine line) {
            this.ruleId = ruleId;
            this.line = line;
        }

        @Override
        public void store(SampleBatch batch) {
            line.store(batch);
        }

        @Override
        public void recording(Recording recording) {
            line.recording(recording);
        }

        @Override
        public HistoryStatus status() {
            return line.status();
        }

        @Override
        public double bytesPerRow() {
            return line.bytesPerRow();
        }

        @Override
        public void close() {
            line.drain(this, () -> ended(ruleId, line));
        }
    }
}
