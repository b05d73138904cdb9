package parx.persistence.internal.config;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.User;
import parx.service.Change;
import parx.service.ConfigurationException;
import parx.service.Subscription;

/**
 * The rows of one configuration table: in memory for readers, in the database for good. Thread-safe: readers take no
 * lock; changes and reloads wait for each other, so that memory never goes back behind a change that was confirmed.
 */
final class ConfigurationTable<T> {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationTable.class);
    private static final int JDBC_BATCH = 1_000;

    private final Transactions transactions;
    private final RowMapping<T> mapping;
    private final Announcer announcer;
    private final Object writing = new Object();
    /** Keys of rows whose problem is in the log already. */
    private final Set<String> reported = new HashSet<>();
    private volatile Snapshot<T> snapshot = new Snapshot<>(new TreeMap<>());

    ConfigurationTable(Transactions transactions, RowMapping<T> mapping, Executor announcements) {
        this.transactions = transactions;
        this.mapping = mapping;
        this.announcer = new Announcer(announcements);
    }

    /** Ordered by key. */
    List<T> all() {
        return snapshot.all;
    }

    SortedMap<String, T> byKey() {
        return snapshot.byKey;
    }

    Subscription onChange(Runnable listener) {
        return announcer.add(listener);
    }

    /** Reads everything anew; tells listeners if something is different. */
    void reload() throws SQLException {
        boolean changed;
        synchronized (writing) {
            Snapshot<T> fresh = new Snapshot<>(load());
            changed = !fresh.byKey.equals(snapshot.byKey);
            if (changed) {
                snapshot = fresh;
            }
        }
        if (changed) {
            announcer.announce();
        }
    }

    /**
     * Changes rows in one transaction with their rows of audit_log: all of them, or none where one is not as it was seen.
     */
    void apply(User by, Collection<Change<T>> changes) throws ConfigurationException {
        Set<String> keys = new LinkedHashSet<>();
        changes.forEach(change -> keys.add(mapping.key(change.subject())));
        boolean changed;
        synchronized (writing) {
            Map<String, T> before = new TreeMap<>();
            Map<String, T> after = new TreeMap<>();
            try {
                changed = transactions.change(connection -> {
                    lock(connection, keys, before);
                    after.putAll(before);
                    for (Change<T> change : changes) {
                        make(connection, change, after);
                    }
                    return write(connection, by, keys, before, after);
                });
            } catch (ConfigurationException e) {
                throw taken(e);
            }
            if (changed) {
                snapshot = snapshot.with(keys, after);
            }
        }
        if (changed) {
            announcer.announce();
        }
    }

    private void make(Connection connection, Change<T> change, Map<String, T> rows) throws SQLException, ConfigurationException {
        String key = mapping.key(change.subject());
        T present = rows.get(key);
        if (change.seen().isEmpty() && present != null && mapping.hasChosenKeys()) {
            throw new ConfigurationException(TEXTS.of("table.taken", mapping.resourceType(), key));
        }
        T seen = change.seen().orElse(null);
        if (!Objects.equals(seen, present)) {
            throw LastChange.refusal(connection, mapping, seen == null ? present : seen, present);
        }
        if (change.now().isPresent()) {
            rows.put(key, change.now().get());
        } else {
            rows.remove(key);
        }
    }

    /** Two new rows of one key cannot be told before they are written: the first one's lock is on a row that was not there. */
    private ConfigurationException taken(ConfigurationException refused) {
        return refused.getCause() instanceof SQLException cause && "23505".equals(cause.getSQLState())
                ? new ConfigurationException(TEXTS.of(mapping.hasChosenKeys() ? "table.racedId" : "table.raced",
                        mapping.resourceType()), refused)
                : refused;
    }

    private SortedMap<String, T> load() throws SQLException {
        try {
            return transactions.run(connection -> {
                SortedMap<String, T> rows = new TreeMap<>();
                try (PreparedStatement select = connection.prepareStatement(
                        "SELECT " + mapping.columns() + " FROM " + mapping.table())) {
                    read(select, rows);
                }
                return rows;
            });
        } catch (ConfigurationException e) {
            throw new IllegalStateException("reading refuses nothing", e);
        }
    }

    private void lock(Connection connection, Collection<String> keys, Map<String, T> into) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + mapping.columns() + " FROM "
                + mapping.table() + " WHERE " + mapping.keyColumn() + " = ANY (?) ORDER BY " + mapping.keyColumn()
                + " FOR UPDATE")) {
            select.setArray(1, connection.createArrayOf("text", keys.toArray()));
            read(select, into);
        }
    }

    private void read(PreparedStatement select, Map<String, T> into) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                List<String> problems = new ArrayList<>();
                T object = mapping.read(rows, problems::add);
                into.put(mapping.key(object), object);
                report(mapping.key(object), problems);
            }
        }
    }

    private void report(String key, List<String> problems) {
        if (problems.isEmpty()) {
            reported.remove(key);
        } else if (reported.add(key)) {
            LOG.warn("The {} ‘{}’ is stored in a form that ParX does not understand: {}. It is shown without these"
                    + " settings; edit and save it to mend it", mapping.resourceType(), key, String.join("; ", problems));
        }
    }

    private boolean write(Connection connection, User by, Set<String> keys, Map<String, T> before,
            Map<String, T> after) throws SQLException {
        boolean changed = false;
        try (Audit audit = new Audit(connection, by, mapping.resourceType());
                Batch delete = new Batch(connection,
                        "DELETE FROM " + mapping.table() + " WHERE " + mapping.keyColumn() + " = ?");
                Batch update = new Batch(connection, mapping.update());
                Batch insert = new Batch(connection, mapping.insert())) {
            for (String key : keys) {
                T old = before.get(key);
                T now = after.get(key);
                if (Objects.equals(old, now)) {
                    continue;
                }
                changed = true;
                if (now == null) {
                    delete.statement.setString(1, key);
                    delete.add();
                } else if (old == null) {
                    mapping.bindInsert(insert.statement, now, by);
                    insert.add();
                } else {
                    mapping.bindUpdate(update.statement, now);
                    update.add();
                }
                audit.row(key, old == null ? null : mapping.describe(old), now == null ? null : mapping.describe(now));
            }
            delete.flush();
            update.flush();
            insert.flush();
            audit.write();
        }
        return changed;
    }

    /** What readers see at one moment. */
    private static final class Snapshot<T> {
        final SortedMap<String, T> byKey;
        final List<T> all;

        Snapshot(SortedMap<String, T> rows) {
            byKey = Collections.unmodifiableSortedMap(rows);
            all = List.copyOf(rows.values());
        }

        Snapshot<T> with(Set<String> keys, Map<String, T> replacements) {
            SortedMap<String, T> rows = new TreeMap<>(byKey);
            rows.keySet().removeAll(keys);
            rows.putAll(replacements);
            return new Snapshot<>(rows);
        }
    }

    /** Sends a statement's rows by the thousand. */
    private static final class Batch implements AutoCloseable {
        final PreparedStatement statement;
        private int waiting;

        Batch(Connection connection, String sql) throws SQLException {
            statement = connection.prepareStatement(sql);
        }

        void add() throws SQLException {
            statement.addBatch();
            if (++waiting == JDBC_BATCH) {
                flush();
            }
        }

        void flush() throws SQLException {
            if (waiting > 0) {
                statement.executeBatch();
                waiting = 0;
            }
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }
}
