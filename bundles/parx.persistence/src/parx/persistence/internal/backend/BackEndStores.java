package parx.persistence.internal.backend;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.model.SettingsException;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.TimeSource;
import parx.persistence.internal.history.BufferLimits;
import parx.persistence.internal.history.Quarantine;
import parx.persistence.internal.history.SetAside;
import parx.service.HistorySink.HistoryStatus;
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
        BackEndType type = types.get(rule.backend());
        if (type == null) {
            throw new SettingsException("backend", "the back end " + rule.backend().name().toLowerCase(Locale.ROOT)
                    + " has no store of its own");
        }
        Path own = folder.resolve(folderName(rule.id()));
        synchronized (lines) {
            if (closed) {
                throw new IllegalStateException("the site is closed");
            }
            SetAside setAside = quarantine.of(rule.id());
            BackEnd backEnd = type.of(rule, own, setAside);
            RuleLine line = lines.get(rule.id());
            if (line == null) {
                line = new RuleLine(rule.id(), own, site, backEnd, setAside);
                lines.put(rule.id(), line);
            } else {
                line.replace(backEnd);
            }
            Opened store = new Opened(rule.id(), line);
            line.own(store);
            return store;
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
            // Opened anew in the meantime, it goes on.
            if (line.isOwned() || !lines.remove(ruleId, line)) {
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
