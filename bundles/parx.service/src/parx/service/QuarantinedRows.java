package parx.service;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import parx.model.Quality;
import parx.model.User;

/**
 * Samples that a back end refused for ever, set aside with the reason. They stay, also over a restart, until a person
 * retries or deletes them. Thread-safe; all but {@link #count} read or write a file, and what is done on behalf of a user
 * waits for the database: never on the UI thread.
 */
public interface QuarantinedRows {
    /** The newest, at most so many, newest first. */
    List<Row> list(int most) throws ConfigurationException;

    /** Never blocks. */
    long count();

    /**
     * Offers these rows again to the back end that refused them; those that it refuses again stay, with the new reason.
     * Audited.
     *
     * @return how many are stored now, or wait safely on disk to be
     * @throws ConfigurationException where the back end does not take rows now, or its storage rule is gone
     */
    int retry(User by, Collection<Long> ids) throws ConfigurationException;

    /** Writes these rows as CSV, with all that is known of them; a file that is there is replaced. */
    void export(Path file, Collection<Long> ids) throws ConfigurationException;

    /** Audited. An id that is not there is left out. */
    void delete(User by, Collection<Long> ids) throws ConfigurationException;

    /**
     * @param id             of this row among those set aside
     * @param ruleOrTable    whose back end refused it: {@code channel_data}, or the id of a storage rule
     * @param timeMicros     of the sample
     * @param reason         a sentence for people
     * @param setAsideMicros when it was refused; 0 where that is not known
     */
    record Row(long id, String ruleOrTable, long timeMicros, String channelId, double value, Quality quality,
            String reason, long setAsideMicros) {
    }
}
