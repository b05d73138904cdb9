package parx.service;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import parx.model.Channel;
import parx.model.User;

/**
 * The one door through which channels are changed: each change is made on behalf of a user, in one transaction
 * with its row of audit_log, and announced to every running ParX. Thread-safe. Reads come from memory; {@link #apply}
 * waits for the database and is never called on the UI thread.
 */
public interface Channels {
    /** Every channel as last read from the database, ordered by id. Never blocks. */
    List<Channel> all();

    Optional<Channel> byId(String id);

    /**
     * Makes all of these changes or none.
     *
     * @return the changes that undo them, in the order in which to apply them
     * @throws ConfigurationException if one is invalid (a second channel with an id, a name too long) or the
     *                                database cannot be reached; nothing was changed then
     */
    List<Change> apply(User by, Collection<Change> changes) throws ConfigurationException;

    /** Called after every change, by whomever; on a thread of the service, so hand over quickly. */
    Subscription onChange(Runnable listener);

    /** One change of one channel. */
    sealed interface Change {
        /** A new channel; refused where the id is taken. */
        record Add(Channel channel) implements Change {
        }

        /** New content for an existing channel; refused where there is none with this id. */
        record Replace(Channel channel) implements Change {
        }

        record Remove(String channelId) implements Change {
        }
    }
}
