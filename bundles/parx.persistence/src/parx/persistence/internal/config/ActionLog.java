package parx.persistence.internal.config;

import java.sql.PreparedStatement;
import parx.model.User;
import parx.service.ConfigurationException;

/** Rows of audit_log about what a user did that changes no configuration. Thread-safe, blocks. */
public final class ActionLog {
    private final Transactions transactions;

    public ActionLog(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Notes an action, before it is done: what cannot be noted is not to be done.
     *
     * @param action     a short word, at most 50 characters
     * @param resourceId cut at 50 characters
     * @param details    what is to stand in {@code changes}: names and whole numbers
     */
    public void note(User by, String action, String resourceType, String resourceId, java.util.Map<String, Long> details)
            throws ConfigurationException {
        var changes = SettingsJson.object();
        details.forEach(changes::put);
        transactions.change(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO audit_log (user_id, action, "
                    + "resource_type, resource_id, changes, created_at) VALUES (?, ?, ?, ?, ?::jsonb, "
                    + "clock_timestamp() AT TIME ZONE 'UTC')")) {
                insert.setInt(1, by.id());
                insert.setString(2, action);
                insert.setString(3, resourceType);
                insert.setString(4, Audit.resourceId(resourceId));
                insert.setString(5, SettingsJson.text(changes));
                return insert.executeUpdate();
            }
        });
    }
}
