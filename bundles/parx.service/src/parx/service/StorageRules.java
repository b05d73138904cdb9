package parx.service;

import java.util.Collection;
import java.util.List;
import parx.model.StorageRule;
import parx.model.User;

/** The one door through which storage rules are changed; as {@link Channels}. Thread-safe. */
public interface StorageRules {
    /** Every rule, ordered by id. Never blocks. */
    List<StorageRule> all();

    /** Adds or replaces rules by id and removes others, all or nothing. Audited. */
    void apply(User by, Collection<StorageRule> put, Collection<String> removeIds) throws ConfigurationException;

    Subscription onChange(Runnable listener);
}
