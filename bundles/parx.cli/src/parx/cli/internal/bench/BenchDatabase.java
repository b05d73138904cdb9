package parx.cli.internal.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import parx.service.Endpoints;
import parx.service.StartException;

/**
 * A database of a benchmark's own on a server that is there already, dropped at the end; what else is on the server is
 * left alone. Main thread.
 */
final class BenchDatabase implements AutoCloseable {
    private static final String SCHEME = "jdbc:postgresql://";

    private final Endpoints server;
    private final String name = "parx_bench_" + ProcessHandle.current().pid();

    private BenchDatabase(Endpoints server) {
        this.server = server;
    }

    /** @throws StartException where the server cannot be reached or refuses */
    static BenchDatabase createOn(Endpoints server) throws StartException {
        if (!server.jdbcUrl().startsWith(SCHEME) || server.jdbcUrl().indexOf('/', SCHEME.length()) < 0) {
            throw new StartException("The address of the server must look like jdbc:postgresql://host:5432/database, but is ‘"
                    + server.jdbcUrl() + "’.");
        }
        BenchDatabase database = new BenchDatabase(server);
        try {
            database.atServer("CREATE DATABASE " + database.name);
        } catch (SQLException e) {
            throw new StartException("The benchmark cannot make a database of its own on that server (" + e.getMessage()
                    + "). Name one that runs, and a user who may create databases.", e);
        }
        return database;
    }

    /** Without Redis. */
    Endpoints endpoints() {
        String url = server.jdbcUrl();
        int path = url.indexOf('/', SCHEME.length()) + 1;
        int query = url.indexOf('?', path);
        return new Endpoints(url.substring(0, path) + name + (query < 0 ? "" : url.substring(query)), server.user(),
                server.password(), "");
    }

    static Connection connect(Endpoints endpoints) throws SQLException {
        Properties login = new Properties();
        if (!endpoints.user().isEmpty()) {
            login.setProperty("user", endpoints.user());
        }
        if (!endpoints.password().isEmpty()) {
            login.setProperty("password", endpoints.password());
        }
        return new org.postgresql.Driver().connect(endpoints.jdbcUrl(), login);
    }

    @Override
    public void close() throws SQLException {
        atServer("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private void atServer(String sql) throws SQLException {
        try (Connection connection = connect(server); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
