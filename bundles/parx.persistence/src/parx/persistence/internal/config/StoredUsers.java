package parx.persistence.internal.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import parx.model.User;
import parx.service.ConfigurationException;
import parx.service.Users;

/**
 * The operating system's account as a row of users: the first of a database is its admin, later ones are engineers.
 * Thread-safe; {@link #current} never blocks.
 */
public final class StoredUsers implements Users {
    private static final int MAX_LENGTH = 50;
    /** No hash that any password has: this account cannot sign in by one. */
    private static final String NO_PASSWORD = "!";

    private final Transactions transactions;
    private final String username;
    private volatile User current;

    /** @param account the operating system's name of who runs ParX; {@link #reload} before anything else */
    public StoredUsers(Transactions transactions, String account) {
        this.transactions = transactions;
        String name = account == null || account.isBlank() ? "unknown" : account.replace("\0", "").strip();
        int length = Math.min(MAX_LENGTH, name.codePointCount(0, name.length()));
        username = name.substring(0, name.offsetByCodePoints(0, length));
    }

    @Override
    public User current() {
        return current;
    }

    /** Reads the account's row anew, and adds it where it is missing. */
    public void reload() throws SQLException {
        try {
            current = transactions.run(connection -> {
                Optional<User> known = find(connection);
                return known.isPresent() ? known.get() : add(connection);
            });
        } catch (ConfigurationException e) {
            throw new IllegalStateException("this refuses nothing", e);
        }
    }

    private Optional<User> find(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, username, role FROM users WHERE username = ?")) {
            select.setString(1, username);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(user(row)) : Optional.empty();
            }
        }
    }

    private User add(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO users (username, password_hash, role, name, created_at, updated_at)
                SELECT ?, ?, CASE WHEN EXISTS (SELECT 1 FROM users) THEN 'engineer' ELSE 'admin' END, ?,
                  now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                ON CONFLICT (username) DO UPDATE SET username = EXCLUDED.username
                RETURNING id, username, role""")) {
            insert.setString(1, username);
            insert.setString(2, NO_PASSWORD);
            insert.setString(3, username);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                User user = user(row);
                audit(connection, user);
                return user;
            }
        }
    }

    private static void audit(Connection connection, User user) throws SQLException {
        ObjectNode now = SettingsJson.object().put("username", user.username())
                .put("role", user.role().name().toLowerCase(Locale.ROOT));
        try (Audit audit = new Audit(connection, user, "user")) {
            audit.row(Integer.toString(user.id()), null, now);
            audit.write();
        }
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(row.getInt("id"), row.getString("username"),
                User.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)));
    }
}
