package parx.service;

import parx.model.User;

/** Notes in audit_log what people did that changes no configuration. Thread-safe, never blocks. */
public interface AuditTrail {
    /**
     * Taken to be written in the background, and again until the database takes it.
     *
     * @param action       at most 50 characters, such as {@code begin recording}
     * @param resourceType at most 50 characters, such as {@code storage rule}
     * @throws ConfigurationException where so much waits already that nothing more is taken: what was to be noted must
     *                                not be done then
     */
    void note(User by, String action, String resourceType, String resourceId) throws ConfigurationException;
}
