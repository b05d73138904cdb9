package parx.persistence.internal.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import parx.model.Settings;
import parx.model.User;

/** How the rows of one configuration table become objects and back. Stateless, any thread. */
interface RowMapping<T> {
    /** In the words of people and of audit_log: {@code channel}. */
    String resourceType();

    String table();

    /** The primary key's column. */
    String keyColumn();

    /** Whether people choose the keys: one that is taken is their mistake then, and else somebody else's change. */
    default boolean hasChosenKeys() {
        return true;
    }

    /** The columns that {@link #read} needs, separated by commas. */
    String columns();

    String key(T object);

    /** What people call it. */
    String name(T object);

    /**
     * Never refuses a row that the table's checks let in: one bad row must not hide the others.
     *
     * @param problem told what in the row cannot be understood
     */
    T read(ResultSet row, Consumer<String> problem) throws SQLException;

    /** With parameters as {@link #bindInsert} binds them. */
    String insert();

    void bindInsert(PreparedStatement insert, T object, User by) throws SQLException;

    /** With parameters as {@link #bindUpdate} binds them. */
    String update();

    void bindUpdate(PreparedStatement update, T object) throws SQLException;

    /** What audit_log.changes shows of it. */
    ObjectNode describe(T object);

    /** The config or metadata column as settings; empty with a word to {@code problem} where it is no object. */
    static Settings settings(ResultSet row, String column, Consumer<String> problem) throws SQLException {
        String json = row.getString(column);
        return SettingsJson.read(json).orElseGet(() -> {
            if (json != null) {
                problem.accept("the column " + column + " holds " + Checks.shortened(json) + ", which is no object");
            }
            return Settings.EMPTY;
        });
    }
}
