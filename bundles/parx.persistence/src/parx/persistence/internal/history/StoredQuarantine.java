package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.model.User;
import parx.persistence.internal.config.ActionLog;
import parx.service.ConfigurationException;
import parx.service.QuarantinedRows;

/** The site's quarantine for people. Thread-safe. */
public final class StoredQuarantine implements QuarantinedRows {
    private static final Duration RETRY_LIMIT = Duration.ofSeconds(30);

    private final Quarantine quarantine;
    private final ChannelIndex index;
    private final ActionLog audit;

    public StoredQuarantine(Quarantine quarantine, ChannelIndex index, ActionLog audit) {
        this.quarantine = quarantine;
        this.index = index;
        this.audit = audit;
    }

    @Override
    public List<Row> list(int most) {
        return quarantine.newest(most).stream().map(SetAsideRow::forPeople).toList();
    }

    @Override
    public long count() {
        return quarantine.count();
    }

    @Override
    public int retry(User by, Collection<Long> ids) throws ConfigurationException {
        Map<String, List<SetAsideRow>> byDestination = quarantine.rows(ids).stream()
                .collect(Collectors.groupingBy(SetAsideRow::ruleOrTable));
        int stored = 0;
        for (Map.Entry<String, List<SetAsideRow>> entry : byDestination.entrySet()) {
            BufferedWriter writer = quarantine.writer(entry.getKey());
            if (writer == null) {
                throw new ConfigurationException(TEXTS.of("aside.noRule", entry.getKey()));
            }
            String problem = writer.status().problem();
            if (!problem.isEmpty()) {
                throw new ConfigurationException(TEXTS.of("aside.cannot", problem));
            }
            audit.note(by, "retry", "quarantine", entry.getKey(), Map.of("rows", (long) entry.getValue().size()));
            stored += retry(writer, entry.getValue());
        }
        return stored;
    }

    private int retry(BufferedWriter writer, List<SetAsideRow> rows) throws ConfigurationException {
        SampleBatch batch = new SampleBatch(rows.size());
        rows.forEach(row -> batch.sample(index.handle(row.channelId()), row.timeMicros(), row.value(), row.quality(),
                row.keepDays()));
        quarantine.begin(rows);
        boolean passed = false;
        List<Long> gone;
        try {
            passed = writer.storeAgain(batch, RETRY_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            gone = quarantine.end(rows);
        }
        if (!passed) {
            throw new ConfigurationException(TEXTS.of("aside.late", RETRY_LIMIT.toSeconds(), writer.status().problem()));
        }
        remove(gone);
        return gone.size();
    }

    @Override
    public void export(Path file, Collection<Long> ids) throws ConfigurationException {
        try {
            new QuarantineFile(file).replace(quarantine.rows(ids));
        } catch (IOException e) {
            throw new ConfigurationException(TEXTS.of("aside.file", file, e.getMessage()), e);
        }
    }

    @Override
    public void delete(User by, Collection<Long> ids) throws ConfigurationException {
        List<SetAsideRow> rows = quarantine.rows(ids);
        if (rows.isEmpty()) {
            return;
        }
        Map<String, Long> byDestination = rows.stream()
                .collect(Collectors.groupingBy(SetAsideRow::ruleOrTable, Collectors.counting()));
        audit.note(by, "delete", "quarantine", String.join(", ", byDestination.keySet()), byDestination);
        remove(rows.stream().map(SetAsideRow::id).toList());
    }

    private void remove(Collection<Long> ids) throws ConfigurationException {
        try {
            quarantine.remove(ids);
        } catch (IOException e) {
            throw new ConfigurationException(TEXTS.of("aside.list", e.getMessage()), e);
        }
    }
}
