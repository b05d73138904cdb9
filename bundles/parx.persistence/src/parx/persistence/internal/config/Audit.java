package parx.persistence.internal.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import parx.model.User;

/** Rows of audit_log, written in the transaction of the change that they tell of. One transaction's thread. */
final class Audit implements AutoCloseable {
    /** audit_log.resource_id; a longer name is cut there and stands whole in changes. */
    private static final int MAX_RESOURCE_ID = 50;

    private final PreparedStatement insert;
    private final int userId;
    private final String resourceType;
    private int rows;

    Audit(Connection connection, User by, String resourceType) throws SQLException {
        insert = connection.prepareStatement("INSERT INTO audit_log (user_id, action, resource_type, resource_id, changes,"
                + " created_at) VALUES (?, ?, ?, ?, ?::jsonb, clock_timestamp() AT TIME ZONE 'UTC')");
        userId = by.id();
        this.resourceType = resourceType;
    }

    /** As much of the key as audit_log.resource_id takes. */
    static String resourceId(String key) {
        return key.substring(0, key.offsetByCodePoints(0, Math.min(MAX_RESOURCE_ID, key.codePointCount(0, key.length()))));
    }

    /** @param before and after: null where there was or is nothing */
    void row(String resourceId, ObjectNode before, ObjectNode after) throws SQLException {
        String fitting = resourceId(resourceId);
        ObjectNode changes = SettingsJson.object();
        if (!fitting.equals(resourceId)) {
            changes.put("resource_id", resourceId);
        }
        changes.set("old", before);
        changes.set("new", after);
        insert.setInt(1, userId);
        insert.setString(2, before == null ? "create" : after == null ? "delete" : "update");
        insert.setString(3, resourceType);
        insert.setString(4, fitting);
        insert.setString(5, SettingsJson.text(changes));
        insert.addBatch();
        if (++rows % 1_000 == 0) {
            insert.executeBatch();
        }
    }

    void write() throws SQLException {
        insert.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
