package parx.persistence.internal;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import parx.model.TimeSource;
import parx.persistence.internal.config.DatabaseProblem;
import parx.service.Endpoints;
import parx.service.StartException;

/** The way to a site's PostgreSQL. Immutable, any thread. */
final class PostgresAccess {
    private static final String STARTING_UP = "57P03";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONNECT_SECONDS = 5;
    private static final int LOGIN_SECONDS = 10;
    /** The history writer keeps one, the rest are for queries and changes. */
    private static final int POOL_SIZE = 10;

    private final PGSimpleDataSource direct = new PGSimpleDataSource();
    private final String address;
    private final String user;

    PostgresAccess(Endpoints endpoints) throws StartException {
        this(endpoints, LOGIN_SECONDS);
    }

    PostgresAccess(Endpoints endpoints, int loginSeconds) throws StartException {
        try {
            direct.setUrl(endpoints.jdbcUrl());
        } catch (IllegalArgumentException e) {
            throw new StartException("‘" + endpoints.jdbcUrl() + "’ is no address of a PostgreSQL. Write it as"
                    + " jdbc:postgresql://host:5432/database.", e);
        }
        if (!endpoints.user().isEmpty()) {
            direct.setUser(endpoints.user());
        }
        if (!endpoints.password().isEmpty()) {
            direct.setPassword(endpoints.password());
        }
        direct.setApplicationName("ParX");
        direct.setConnectTimeout(CONNECT_SECONDS);
        direct.setLoginTimeout(loginSeconds);
        direct.setTcpKeepAlive(true);
        direct.setReWriteBatchedInserts(true);
        address = direct.getServerNames()[0] + ":" + direct.getPortNumbers()[0] + "/" + direct.getDatabaseName();
        // Without a user the driver takes the operating system's account.
        user = direct.getUser() == null ? System.getProperty("user.name") : direct.getUser();
    }

    /** For sentences: host, port and database, no password. */
    String address() {
        return address;
    }

    String user() {
        return user;
    }

    /** A new connection for each call. */
    DataSource direct() {
        return direct;
    }

    /** Waits while the server is starting up. @throws StartException where ParX cannot work with it */
    void check(TimeSource time, Consumer<String> progress) throws StartException {
        long begin = time.monotonicNanos();
        while (true) {
            try (Connection connection = direct.getConnection(); Statement statement = connection.createStatement()) {
                check(statement);
                return;
            } catch (SQLException e) {
                boolean patient = STARTING_UP.equals(e.getSQLState())
                        && time.monotonicNanos() - begin < PATIENCE.toNanos();
                if (!patient) {
                    throw new StartException(DatabaseProblem.sentence(e, address, user), e);
                }
            }
            progress.accept(TEXTS.text("progress.starting"));
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("parx");
        config.setDataSource(direct);
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(5_000);
        config.setValidationTimeout(2_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private void check(Statement statement) throws SQLException, StartException {
        if ("t".equals(value(statement, "SELECT pg_is_in_recovery()"))) {
            throw new StartException("The PostgreSQL at " + address + " is a standby and read-only. Give ParX the primary"
                    + " server.");
        }
        String encoding = value(statement, "SHOW server_encoding");
        if (!"UTF8".equals(encoding)) {
            throw new StartException("The database at " + address + " has the encoding " + encoding
                    + ", but ParX needs UTF8. Create one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.");
        }
    }

    private static String value(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
