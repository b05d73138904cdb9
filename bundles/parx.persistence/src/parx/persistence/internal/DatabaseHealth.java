package parx.persistence.internal;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Sentence;
import parx.persistence.internal.config.ConfigurationListener;
import parx.persistence.internal.config.DatabaseProblem;
import parx.persistence.internal.migration.SchemaInfo;
import parx.service.Health;

/** How PostgreSQL does. Told by the configuration listener's thread, read by any. */
final class DatabaseHealth implements Health, ConfigurationListener.Watcher {
    /** As the embedded server names its cluster. */
    private static final String EMBEDDED = "ParX embedded";
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealth.class);

    private final String address;
    private final String user;
    private final SchemaInfo schema;
    private final Supplier<String> weakness;
    private volatile View view = new View(State.STARTING, TEXTS.text("health.connecting"));

    /** @param weakness a sentence about what works less well than it should, or empty */
    DatabaseHealth(String address, String user, SchemaInfo schema, Supplier<String> weakness) {
        this.address = address;
        this.user = user;
        this.schema = schema;
        this.weakness = weakness;
    }

    @Override
    public String part() {
        return "PostgreSQL";
    }

    @Override
    public State state() {
        View now = view;
        return now.state == State.GOOD && !weakness.get().isEmpty() ? State.DEGRADED : now.state;
    }

    @Override
    public String detail() {
        View now = view;
        String weak = weakness.get();
        return now.state == State.GOOD && !weak.isEmpty() ? weak : now.detail;
    }

    @Override
    public void answers(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductVersion();
        String version = product.split(" ", 2)[0];
        String storage = schema.timescale() ? "TimescaleDB " + schema.timescaleVersion() : TEXTS.text("health.plain");
        if (view.state == State.FAILED) {
            LOG.info("PostgreSQL answers again");
        }
        view = new View(State.GOOD, version + ", " + (isEmbedded(connection) ? TEXTS.text("health.embedded") : address) + ", " + storage);
    }

    @Override
    public void away(SQLException problem) {
        Sentence sentence = DatabaseProblem.sentence(problem, address, user);
        if (view.state != State.FAILED) {
            // An outage is expected and said in words; where the driver was when it struck interests nobody.
            LOG.warn("{} ({})", sentence.english(), problem.getMessage());
            LOG.debug("The outage as the driver saw it", problem);
        }
        view = new View(State.FAILED, sentence.local());
    }

    private static boolean isEmbedded(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('cluster_name')")) {
            row.next();
            return EMBEDDED.equals(row.getString(1));
        }
    }

    /** State and sentence of one moment. */
    private record View(State state, String detail) {
    }
}
