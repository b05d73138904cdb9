package parx.persistence.internal.config;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import parx.model.Settings;
import parx.model.User;
import parx.service.Change;
import parx.service.ConfigurationException;
import parx.service.ConnectionSettings;
import parx.service.Subscription;

/** The connections' settings of the database. Thread-safe: reads from memory, changes wait for the database. */
public final class StoredConnectionSettings implements ConnectionSettings {
    /** Longer than any host name with its protocol, and short enough for PostgreSQL's index. */
    private static final int MAX_NAME_LENGTH = 1_000;

    private final ConfigurationTable<ConnectionRows.Row> table;

    /** @param announcements the thread on which listeners are told */
    public StoredConnectionSettings(Transactions transactions, Executor announcements) {
        table = new ConfigurationTable<>(transactions, new ConnectionRows(), announcements);
    }

    @Override
    public Settings of(String connectionName) {
        ConnectionRows.Row row = table.byKey().get(connectionName);
        return row == null ? Settings.EMPTY : row.settings();
    }

    @Override
    public Map<String, Settings> all() {
        Map<String, Settings> all = new LinkedHashMap<>();
        table.all().forEach(row -> all.put(row.name(), row.settings()));
        return all;
    }

    @Override
    public void put(User by, String connectionName, Settings seen, Settings settings) throws ConfigurationException {
        Checks.text("the name of the connection", connectionName, MAX_NAME_LENGTH);
        Checks.settings("the settings of the connection ‘" + connectionName + "’", settings);
        Optional<ConnectionRows.Row> before = row(connectionName, seen);
        Optional<ConnectionRows.Row> now = row(connectionName, settings);
        if (before.isPresent() || now.isPresent()) {
            table.apply(by, List.of(new Change<>(before, now)));
        }
    }

    /** Settings that are empty have no row. */
    private static Optional<ConnectionRows.Row> row(String connectionName, Settings settings) {
        return settings.keys().isEmpty() ? Optional.empty() : Optional.of(new ConnectionRows.Row(connectionName, settings));
    }

    @Override
    public Subscription onChange(Runnable listener) {
        return table.onChange(listener);
    }

    /** Reads everything anew from the database. */
    public void reload() throws SQLException {
        table.reload();
    }
}
