package parx.persistence.internal.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import parx.model.Settings;
import parx.model.User;

/** Table connection_settings. Stateless, any thread. */
final class ConnectionRows implements RowMapping<ConnectionRows.Row> {
    private static final String PASSWORD = "password";

    /** The settings of one device connection. */
    record Row(String name, Settings settings) {
    }

    @Override
    public String resourceType() {
        return "connection";
    }

    @Override
    public String table() {
        return "connection_settings";
    }

    @Override
    public String keyColumn() {
        return "name";
    }

    @Override
    public boolean hasChosenKeys() {
        return false;
    }

    @Override
    public String columns() {
        return "name, settings";
    }

    @Override
    public String key(Row row) {
        return row.name();
    }

    @Override
    public String name(Row row) {
        return row.name();
    }

    @Override
    public Row read(ResultSet row, Consumer<String> problem) throws SQLException {
        return new Row(row.getString("name"), RowMapping.settings(row, "settings", problem));
    }

    @Override
    public String insert() {
        return "INSERT INTO connection_settings (name, settings, created_by, created_at, updated_at)"
                + " VALUES (?, ?::jsonb, ?, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')";
    }

    @Override
    public void bindInsert(PreparedStatement insert, Row row, User by) throws SQLException {
        insert.setString(1, row.name());
        insert.setString(2, SettingsJson.write(row.settings()));
        insert.setInt(3, by.id());
    }

    @Override
    public String update() {
        return "UPDATE connection_settings SET settings = ?::jsonb, updated_at = now() AT TIME ZONE 'UTC' WHERE name = ?";
    }

    @Override
    public void bindUpdate(PreparedStatement update, Row row) throws SQLException {
        update.setString(1, SettingsJson.write(row.settings()));
        update.setString(2, row.name());
    }

    @Override
    public ObjectNode describe(Row row) {
        // The audit log is read by more people than may know a device's password, and is kept for longer.
        Settings shown = row.settings().has(PASSWORD) ? row.settings().set(PASSWORD, "•••") : row.settings();
        return SettingsJson.object().set("settings", SettingsJson.node(shown));
    }
}
