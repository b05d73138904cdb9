package parx.service;

import java.util.List;
import parx.model.User;

/** What the storage rules are doing. Thread-safe, never blocks, may be called on the UI thread. */
public interface Storage {
    /** Every rule, ordered by id. */
    List<RuleStatus> rules();

    /**
     * Begins (true) or ends (false) the recording of a rule with an external trigger. Audited.
     *
     * @throws ConfigurationException where there is no such rule in force, or its trigger is not external
     */
    void command(User by, String ruleId, boolean record) throws ConfigurationException;

    /** What a rule is doing. */
    enum RuleState {
        /** Samples are kept. */
        RECORDING,
        /** An event or trigger rule that nothing has fired yet, or whose dead time runs. */
        WAITING,
        /** An event has come, or the end of a recording was met; the samples after it are still kept. */
        POST_TRIGGER,
        /** Disabled, or not valid: see the problem. */
        STOPPED,
        /** The back end does not take samples now: see the problem. They wait. */
        BACKEND_LOST
    }

    /**
     * @param problem       a sentence for people about what is wrong and what to do next, or empty
     * @param channels      channels that it covers and that are acquired
     * @param rowsPerSecond over the last seconds
     * @param rowsPerDay    measured over the last minutes and extrapolated; NaN before a minute of the rule's own was measured
     * @param bytesPerDay   as {@code rowsPerDay}
     * @param backlog       rows taken and not yet committed; the database's for all of its rules together
     * @param quarantined   rows that the back end refused, set aside with their reason; as {@code backlog}
     * @param dropped       rows lost since the start; as {@code backlog}
     * @param recordings    begun since the start; 0 for rules without a trigger
     */
    record RuleStatus(String ruleId, RuleState state, String problem, int channels, double rowsPerSecond,
            double rowsPerDay, double bytesPerDay, long backlog, long quarantined, long dropped, long recordings) {
    }
}
