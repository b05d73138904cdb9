package parx.service;

import java.util.Collection;
import java.util.List;
import parx.model.User;

/**
 * The one door through which things of one kind are configured: each change is made on behalf of a user, in one
 * transaction with its row of audit_log, and announced to every running ParX. Thread-safe. Reads come from memory;
 * {@link #apply} waits for the database and is never called on the UI thread.
 */
public interface Configured<T> {
    /** Everything as last read from the database, ordered by id. Never blocks. */
    List<T> all();

    /**
     * Makes all of these changes or none, in this order.
     *
     * @throws ChangedMeanwhileException where something is not as the change says that it was seen; nothing was changed
     * @throws ConfigurationException    if one is invalid (a second thing with an id, a name too long) or the database
     *                                   cannot be reached; nothing was changed
     */
    void apply(User by, Collection<Change<T>> changes) throws ConfigurationException;

    /** Called after every change, by whomever; on a thread of the service, so hand over quickly. */
    Subscription onChange(Runnable listener);
}
