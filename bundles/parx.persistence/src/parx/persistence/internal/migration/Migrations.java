package parx.persistence.internal.migration;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.service.StartException;

/**
 * Brings a database's schema to this version: each file once, in order, in a transaction where PostgreSQL allows it,
 * under a lock that lets a second ParX wait. Refuses a database that it does not understand. The thread that opens the
 * site.
 */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    /** "ParX" in ASCII; shared by every version, so never changed. */
    private static final long LOCK = 0x50617258L;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DUPLICATE_TABLE = "42P07";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String DEADLOCK = "40P01";
    private static final String INTERNAL_ERROR = "XX000";
    private static final int ATTEMPTS = 5;
    /** PostgreSQL 14: the oldest that is still maintained. */
    private static final int OLDEST_SERVER = 14;

    private final SchemaScripts scripts;
    private final int lockWaitSeconds;

    public Migrations(SchemaScripts scripts) {
        this(scripts, 300);
    }

    Migrations(SchemaScripts scripts, int lockWaitSeconds) {
        this.scripts = scripts;
        this.lockWaitSeconds = lockWaitSeconds;
    }

    /**
     * @param progress told in short sentences what is happening
     * @throws StartException where the schema is not one that this version may use, or cannot be made
     * @throws SQLException   where the connection is lost
     */
    public SchemaInfo migrate(DataSource database, Consumer<String> progress) throws StartException, SQLException {
        try (Connection connection = database.getConnection()) {
            refuseOldServer(connection);
            connection.setAutoCommit(true);
            lock(connection, progress);
            try {
                return migrateLocked(database, connection, progress);
            } finally {
                if (connection.isValid(2)) {
                    connection.setAutoCommit(true);
                    execute(connection, "SELECT pg_advisory_unlock(" + LOCK + ")");
                }
            }
        }
    }

    private SchemaInfo migrateLocked(DataSource database, Connection connection, Consumer<String> progress)
            throws StartException, SQLException {
        createBookkeeping(connection);
        Map<String, Applied> applied = applied(connection);
        Variant variant = variant(database, connection, applied);
        List<SchemaScript> wanted = scripts.forVariant(variant);
        check(wanted, applied);
        int count = 0;
        for (SchemaScript script : wanted) {
            if (!applied.containsKey(script.version())) {
                progress.accept(TEXTS.text("progress.migrating", script.version()));
                apply(connection, script);
                count++;
            }
        }
        return new SchemaInfo(variant, variant == Variant.TIMESCALEDB ? Timescale.version(connection) : "", count);
    }

    private static void refuseOldServer(Connection connection) throws StartException, SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST_SERVER) {
            throw new StartException("The server runs PostgreSQL " + version + ", but ParX needs version "
                    + OLDEST_SERVER + " or newer. Upgrade the server or choose another one.");
        }
    }

    private void lock(Connection connection, Consumer<String> progress) throws StartException, SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
            row.next();
            if (row.getBoolean(1)) {
                return;
            }
        }
        progress.accept(TEXTS.text("progress.other"));
        try {
            execute(connection, "SET lock_timeout = '" + lockWaitSeconds + "s'");
            execute(connection, "SELECT pg_advisory_lock(" + LOCK + ")");
            execute(connection, "RESET lock_timeout");
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            throw new StartException("Another ParX has been preparing this database for more than " + lockWaitSeconds
                    + " seconds. Wait until it has started, or end it, and then start this one again.", e);
        }
    }

    private static void createBookkeeping(Connection connection) throws StartException, SQLException {
        try {
            execute(connection, """
                    CREATE TABLE IF NOT EXISTS schema_migrations (
                      version TEXT PRIMARY KEY,
                      name TEXT NOT NULL,
                      variant TEXT,
                      checksum TEXT NOT NULL,
                      started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                      applied_at TIMESTAMPTZ)""");
        } catch (SQLException e) {
            throw failure("its bookkeeping", e);
        }
    }

    private static Map<String, Applied> applied(Connection connection) throws SQLException {
        Map<String, Applied> applied = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT version, name, variant, checksum, applied_at IS NOT NULL FROM schema_migrations")) {
            while (rows.next()) {
                applied.put(rows.getString(1), new Applied(rows.getString(1), rows.getString(2), rows.getString(3),
                        rows.getString(4), rows.getBoolean(5)));
            }
        }
        return applied;
    }

    /** What the database was set up as, or for a new one what the server offers. */
    private static Variant variant(DataSource database, Connection connection, Map<String, Applied> applied)
            throws StartException, SQLException {
        for (Applied migration : applied.values()) {
            if (Variant.TIMESCALEDB.key().equals(migration.variant())) {
                if (Timescale.version(connection).isEmpty()) {
                    throw new StartException("This database was set up with TimescaleDB, but the extension is missing"
                            + " now. Install TimescaleDB on the server, run CREATE EXTENSION timescaledb in this"
                            + " database, and start ParX again.");
                }
                return Variant.TIMESCALEDB;
            }
            if (Variant.PLAIN.key().equals(migration.variant())) {
                return Variant.PLAIN;
            }
        }
        Timescale.createIfOffered(database);
        return Timescale.version(connection).isEmpty() ? Variant.PLAIN : Variant.TIMESCALEDB;
    }

    private void check(List<SchemaScript> wanted, Map<String, Applied> applied) throws StartException {
        Map<String, SchemaScript> known = new LinkedHashMap<>();
        wanted.forEach(script -> known.put(script.version(), script));
        for (Applied migration : applied.values()) {
            SchemaScript script = known.get(migration.version());
            if (script == null) {
                throw new StartException("The database holds the schema " + migration.version() + " (" + migration.name()
                        + "), which this ParX does not know; the newest that it knows is " + scripts.newest()
                        + ". A newer ParX has used this database: install that version or choose another database.");
            }
            if (!migration.finished()) {
                throw new StartException("The migration " + migration.name() + " was interrupted, so that the database"
                        + " may hold half of it. Restore the backup from before the upgrade and start again; or let an"
                        + " administrator undo what the file did, delete its row from schema_migrations, and start"
                        + " again.");
            }
            if (!script.checksum().equals(migration.checksum())) {
                throw new StartException("The migration " + migration.name() + " was applied to this database with"
                        + " another content than this ParX brings. Use the ParX that made this database, or install an"
                        + " unchanged ParX, or choose another database.");
            }
        }
    }

    private static void apply(Connection connection, SchemaScript script) throws StartException, SQLException {
        for (int attempt = 1; !applied(connection, script, attempt); attempt++) {
            LOG.info("{} collided with another session and is tried again", script.fileName());
        }
    }

    /** @return false where it collided with another session, such as a job of TimescaleDB, and nothing of it was kept */
    private static boolean applied(Connection connection, SchemaScript script, int attempt) throws StartException, SQLException {
        boolean together = !script.runsOutsideTransaction();
        connection.setAutoCommit(!together);
        try {
            note(connection, script);
            execute(connection, script.sql());
            try (PreparedStatement finish = connection.prepareStatement(
                    "UPDATE schema_migrations SET applied_at = clock_timestamp() WHERE version = ?")) {
                finish.setString(1, script.version());
                finish.executeUpdate();
            }
            if (together) {
                connection.commit();
            }
            return true;
        } catch (SQLException e) {
            if (together && connection.isValid(2)) {
                connection.rollback();
                if (isCollision(e) && attempt < ATTEMPTS) {
                    return false;
                }
            }
            throw failure(script.fileName(), e);
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private static boolean isCollision(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.equals(DEADLOCK) || state.equals(INTERNAL_ERROR) && e.getMessage().contains("tuple concurrently");
    }

    private static void note(Connection connection, SchemaScript script) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO schema_migrations (version, name, variant, checksum) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, script.version());
            insert.setString(2, script.fileName());
            insert.setString(3, script.variant() == null ? null : script.variant().key());
            insert.setString(4, script.checksum());
            insert.executeUpdate();
        }
    }

    private static StartException failure(String what, SQLException e) {
        String cause = e.getMessage();
        String next = switch (String.valueOf(e.getSQLState())) {
            case DUPLICATE_TABLE -> "The database already holds a table of that name that ParX did not make. Give ParX a"
                    + " database of its own.";
            case INSUFFICIENT_PRIVILEGE -> "Make this user the owner of the database, or GRANT it CREATE on the schema"
                    + " public, and start again.";
            default -> "Nothing of this step was kept. Remove the cause and start again.";
        };
        return new StartException("The database could not be prepared (" + what + "): " + cause + ". " + next, e);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A row of schema_migrations. */
    private record Applied(String version, String name, String variant, String checksum, boolean finished) {
    }
}
