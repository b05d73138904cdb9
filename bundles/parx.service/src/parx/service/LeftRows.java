package parx.service;

import java.nio.file.Path;
import java.util.List;
import parx.model.User;

/**
 * Rows of storage rules that are not in force any more (deleted, disabled, given another back end), for which their back
 * end still waits. They go out as the rule was last configured, also after a restart. Thread-safe.
 */
public interface LeftRows {
    /** What still waits, ordered by rule. Never blocks. */
    List<Left> all();

    /**
     * Writes what waits into CSV files in this folder instead of into the rule's back end. Audited; waits for the
     * database, so never on the UI thread.
     *
     * @throws ConfigurationException where nothing of this rule waits, or the folder is not one that can be written to
     */
    void divert(User by, String ruleId, Path folder) throws ConfigurationException;

    /**
     * @param waiting rows
     * @param problem a sentence for people about why they are not taken, or empty
     */
    record Left(String ruleId, String ruleName, long waiting, String problem) {
    }
}
