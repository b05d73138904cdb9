package parx.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import parx.persistence.internal.migration.Migrations;
import parx.persistence.internal.migration.SchemaInfo;
import parx.persistence.internal.migration.SchemaScripts;
import parx.service.StartException;

/**
 * A database of the test's own, dropped at {@link #close}. It lives on one PostgreSQL per test JVM, or on the server
 * that the system property {@code parx.test.jdbc} (or the environment's {@code PARX_TEST_JDBC}) names, such as
 * {@code jdbc:postgresql://127.0.0.1:5433/postgres?user=postgres}: one with TimescaleDB, for instance.
 */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final TestServer own;
    private final String adminUrl;
    private final String name;
    private final String url;
    private final PGSimpleDataSource dataSource = new PGSimpleDataSource();
    private SchemaInfo schema;

    private TestDatabase(TestServer own, String adminUrl) {
        this.own = own;
        this.adminUrl = adminUrl;
        name = "parx_test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        int path = adminUrl.indexOf('/', "jdbc:postgresql://".length());
        int query = adminUrl.indexOf('?', path);
        url = adminUrl.substring(0, path + 1) + name + (query < 0 ? "" : adminUrl.substring(query));
        dataSource.setUrl(url);
        dataSource.setReWriteBatchedInserts(true);
        admin("CREATE DATABASE " + name);
    }

    /** Without any table. */
    public static TestDatabase empty() {
        return new TestDatabase(null, Shared.URL);
    }

    /** With this version's schema. */
    public static TestDatabase migrated() {
        return empty().migrate();
    }

    /** With this version's schema, on a server of its own (fsync on) that may be stopped, killed and started. */
    public static TestDatabase onOwnServer() {
        TestServer server = TestServer.start(true);
        return new TestDatabase(server, server.jdbcUrl("postgres") + "?user=postgres").migrate();
    }

    /** The migrations of this checkout. */
    public static SchemaScripts scripts() {
        try {
            return SchemaScripts.of(Path.of(System.getProperty("parx.root", ".")).resolve("schema"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a connection for each call; cheap enough for tests, and honest about lost ones. */
    public DataSource dataSource() {
        return dataSource;
    }

    public Connection connect() throws SQLException {
        return dataSource.getConnection();
    }

    /** With user and password in it where it needs them. */
    public String jdbcUrl() {
        return url;
    }

    public boolean timescale() {
        return schema.timescale();
    }

    /** The server that {@link #onOwnServer} started. */
    public TestServer server() {
        return own;
    }

    /** Runs these statements, each committed by itself. */
    public void execute(String... statements) {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every row, its columns as text joined by {@code |}; null reads as an empty word. */
    public List<String> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> result = new ArrayList<>();
            while (rows.next()) {
                List<String> words = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    String word = rows.getString(column);
                    words.add(word == null ? "" : word);
                }
                result.add(String.join("|", words));
            }
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With TimescaleDB: brings all of its continuous aggregates up to date, whatever their time; each in one step. */
    public void refreshAggregates() {
        String options = query("SELECT 1 FROM pg_proc WHERE proname = 'refresh_continuous_aggregate' AND 'options' = "
                + "ANY (proargnames)").isEmpty() ? "" : ", options => '{\"buckets_per_batch\": 0}'";
        for (String level : List.of("1s", "10s", "1m", "10m", "1h")) {
            execute("CALL refresh_continuous_aggregate('channel_data_" + level + "', NULL, NULL" + options + ")");
        }
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        } else {
            admin("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    private TestDatabase migrate() {
        try {
            schema = new Migrations(scripts()).migrate(dataSource, sentence -> {
            });
            if (schema.timescale()) {
                // Retention would drop samples with the tests' fixed times at a moment of its own choice.
                execute("SELECT _timescaledb_functions.stop_background_workers()");
            }
            return this;
        } catch (StartException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void admin(String sql) {
        try (Connection connection = DriverManager.getConnection(adminUrl);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Started by the first test that needs it. */
    private static final class Shared {
        static final String URL = url();

        private static String url() {
            String given = System.getProperty("parx.test.jdbc", System.getenv("PARX_TEST_JDBC"));
            return given != null ? given : TestServer.start(false).jdbcUrl("postgres") + "?user=postgres";
        }
    }
}
