package parx.persistence.internal.config;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import parx.model.StorageRule;
import parx.model.User;
import parx.service.Change;
import parx.service.ConfigurationException;
import parx.service.StorageRules;
import parx.service.Subscription;

/** The storage rules of the database. Thread-safe: reads from memory, changes wait for the database. */
public final class StoredStorageRules implements StorageRules {
    private static final int MAX_ID_LENGTH = 50;
    private static final int MAX_NAME_LENGTH = 100;

    private final ConfigurationTable<StorageRule> table;

    /** @param announcements the thread on which listeners are told */
    public StoredStorageRules(Transactions transactions, Executor announcements) {
        table = new ConfigurationTable<>(transactions, new StorageRuleRows(), announcements);
    }

    @Override
    public List<StorageRule> all() {
        return table.all();
    }

    @Override
    public void apply(User by, Collection<Change<StorageRule>> changes) throws ConfigurationException {
        for (Change<StorageRule> change : changes) {
            if (change.now().isPresent()) {
                check(change.now().get());
            }
        }
        table.apply(by, changes);
    }

    @Override
    public Subscription onChange(Runnable listener) {
        return table.onChange(listener);
    }

    /** Reads everything anew from the database. */
    public void reload() throws SQLException {
        table.reload();
    }

    private static void check(StorageRule rule) throws ConfigurationException {
        Checks.id("storage rule", rule.id(), MAX_ID_LENGTH);
        String which = " of the storage rule ‘" + rule.id() + "’";
        Checks.text("the name" + which, rule.name(), MAX_NAME_LENGTH);
        for (String channel : rule.channels()) {
            Checks.text("a channel id" + which, channel, MAX_ID_LENGTH);
        }
        if (rule.channels().isEmpty()) {
            throw new ConfigurationException(TEXTS.of("rule.noChannel", rule.id(), StorageRule.EVERY_CHANNEL));
        }
        Checks.settings("the settings" + which, rule.config());
    }
}
