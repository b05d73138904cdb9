package parx.persistence.internal.backend;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import parx.model.User;
import parx.persistence.internal.config.ActionLog;
import parx.service.ConfigurationException;
import parx.service.LeftRows;

/** What waits for rules that are not in force any more, for people. Thread-safe. */
public final class StoredLeftRows implements LeftRows {
    private final BackEndStores stores;
    private final ActionLog audit;

    public StoredLeftRows(BackEndStores stores, ActionLog audit) {
        this.stores = stores;
        this.audit = audit;
    }

    @Override
    public List<Left> all() {
        return stores.left();
    }

    @Override
    public void divert(User by, String ruleId, Path folder) throws ConfigurationException {
        if (!folder.isAbsolute() || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ConfigurationException(TEXTS.of("left.folder", folder));
        }
        // First of all: there is nothing to note where nothing waits.
        if (stores.left().stream().noneMatch(left -> left.ruleId().equals(ruleId))) {
            throw new ConfigurationException(TEXTS.of("left.none", ruleId));
        }
        audit.note(by, "divert waiting rows", "storage rule", ruleId, Map.of());
        if (!stores.divert(ruleId, folder)) {
            throw new ConfigurationException(TEXTS.of("left.none", ruleId));
        }
    }
}
