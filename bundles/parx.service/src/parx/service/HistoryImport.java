package parx.service;

import parx.model.SampleBatch;
import parx.model.User;
import parx.service.History.HistoryException;

/** Brings samples from outside into the stored history. Thread-safe; blocks on the database, so never on the UI thread. */
public interface HistoryImport {
    /**
     * Begins an import; audited.
     *
     * @param source what people know the samples by: the name of a file
     */
    Session begin(User by, String source) throws ConfigurationException;

    /** One import. Used by one thread at a time. */
    interface Session extends AutoCloseable {
        /**
         * Stores these rows, in any order, all or none of them. What is stored already under the same time and channel
         * stays as it is; of rows that are twice in the batch one is stored. Rollups follow by themselves.
         *
         * @return how many are new
         * @throws HistoryException where the database does not take them; the message is a sentence for people
         */
        long store(SampleBatch rows) throws HistoryException;

        /** Ends the import and notes in the audit log how many rows are new. Idempotent. */
        @Override
        void close() throws ConfigurationException;
    }
}
