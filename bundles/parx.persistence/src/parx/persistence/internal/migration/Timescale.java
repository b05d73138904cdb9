package parx.persistence.internal.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a database has the extension TimescaleDB, or can get it. The thread that opens the site. */
final class Timescale {
    private static final Logger LOG = LoggerFactory.getLogger(Timescale.class);

    private Timescale() {
    }

    /** The extension's version in this database, or empty. */
    static String version(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'");
                ResultSet rows = query.executeQuery()) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    /**
     * Creates the extension where the server offers it. On a connection of its own: a server that offers the
     * extension without preloading it ends the session that asks for it.
     */
    static void createIfOffered(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (!version(connection).isEmpty() || !offered(connection)) {
                return;
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE EXTENSION IF NOT EXISTS timescaledb");
            } catch (SQLException e) {
                LOG.warn("TimescaleDB is installed on the server but cannot be used, so that plain PostgreSQL tables are"
                        + " made: {}", e.getMessage());
            }
        }
    }

    private static boolean offered(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT 1 FROM pg_available_extensions WHERE name = 'timescaledb'");
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }
}
