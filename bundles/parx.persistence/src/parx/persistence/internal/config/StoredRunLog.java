package parx.persistence.internal.config;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import parx.model.Micros;
import parx.service.ConfigurationException;
import parx.service.History.HistoryException;
import parx.service.RunLog;

/** Table acquisition_runs. Thread-safe, blocks on the database. */
public final class StoredRunLog implements RunLog {
    private final Transactions transactions;
    /** The row of the run under way, 0 before the first {@link #begin}. */
    private volatile long run;

    public StoredRunLog(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public long begin(long nowMicros) throws HistoryException {
        return access(connection -> {
            long before = lastAlive(connection.prepareStatement(
                    "SELECT max(GREATEST(last_alive, stopped_at)) FROM acquisition_runs"));
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO acquisition_runs (started_at, last_alive) VALUES (?, ?) RETURNING id")) {
                insert.setObject(1, time(nowMicros));
                insert.setObject(2, time(nowMicros));
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    run = row.getLong(1);
                }
            }
            return before;
        });
    }

    @Override
    public void alive(long nowMicros) throws HistoryException {
        update("UPDATE acquisition_runs SET last_alive = ? WHERE id = ?", nowMicros);
    }

    @Override
    public void end(long nowMicros) throws HistoryException {
        update("UPDATE acquisition_runs SET stopped_at = ? WHERE id = ?", nowMicros);
    }

    private void update(String sql, long nowMicros) throws HistoryException {
        access(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setObject(1, time(nowMicros));
                update.setLong(2, run);
                return update.executeUpdate();
            }
        });
    }

    private static long lastAlive(PreparedStatement select) throws SQLException {
        try (select; ResultSet row = select.executeQuery()) {
            row.next();
            OffsetDateTime last = row.getObject(1, OffsetDateTime.class);
            return last == null ? -1 : Micros.of(last.toInstant());
        }
    }

    private <T> T access(Transactions.Work<T> work) throws HistoryException {
        try {
            return transactions.run(work);
        } catch (SQLException e) {
            throw new HistoryException(TEXTS.of("runs.unwritten", transactions.problem(e)), e);
        } catch (ConfigurationException e) {
            throw new IllegalStateException("this refuses nothing", e);
        }
    }

    private static OffsetDateTime time(long micros) {
        return Micros.toInstant(micros).atOffset(ZoneOffset.UTC);
    }
}
