package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.model.TimeSource;
import parx.model.User;
import parx.persistence.internal.config.ActionLog;
import parx.persistence.internal.history.packed.PackedAlready;
import parx.service.ConfigurationException;
import parx.service.History.HistoryException;
import parx.service.HistoryImport;

/**
 * Imports into channel_data by COPY into a staging table and one INSERT per batch. A batch that fails is stored not at
 * all, and importing it again stores nothing twice. Thread-safe; each session is its caller's.
 */
public final class StoredImport implements HistoryImport {
    private static final String STAGING = "CREATE TEMP TABLE IF NOT EXISTS history_import_staging (time timestamptz, "
            + "channel_id text, value double precision, quality text, keep_days smallint) ON COMMIT DELETE ROWS";
    private static final String COPY = "COPY pg_temp.history_import_staging (time, channel_id, value, quality, keep_days)"
            + " FROM STDIN (FORMAT binary)";
    private static final String MERGE = "INSERT INTO channel_data (time, channel_id, value, quality, keep_days) SELECT time, "
            + "channel_id, value, quality, keep_days FROM pg_temp.history_import_staging ORDER BY time, channel_id "
            + "ON CONFLICT DO NOTHING";

    private final DataSource source;
    private final ChannelIndex index;
    private final boolean timescale;
    private final LateRanges late;
    private final ActionLog audit;

    public StoredImport(DataSource source, ChannelIndex index, boolean timescale, TimeSource time, ActionLog audit) {
        this.source = source;
        this.index = index;
        this.timescale = timescale;
        this.late = new LateRanges(time, timescale);
        this.audit = audit;
    }

    @Override
    public Session begin(User by, String name) throws ConfigurationException {
        audit.note(by, "begin import", "history", name, Map.of());
        return new StagedSession(by, name);
    }

    /** One import. Its caller's thread. */
    private final class StagedSession implements Session {
        private final User by;
        private final String name;
        private final CopyEncoder encoder = new CopyEncoder(index);
        private final LongerKept longerKept = new LongerKept();
        private final Set<Long> daysWithPartition = new TreeSet<>();
        private long stored;
        private boolean closed;

        StagedSession(User by, String name) {
            this.by = by;
            this.name = name;
        }

        @Override
        public long store(SampleBatch batch) throws HistoryException {
            Rows rows = new Rows(batch, 0, batch.length());
            if (rows.count() == 0) {
                return 0;
            }
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    Rows unpacked = timescale ? rows : withoutPacked(connection, rows);
                    createPartitions(connection, unpacked);
                    long fresh = unpacked.count() == 0 ? 0 : merge(connection, unpacked);
                    late.note(connection, unpacked);
                    longerKept.store(connection);
                    connection.commit();
                    stored += fresh;
                    return fresh;
                } catch (SQLException | RuntimeException e) {
                    longerKept.clear();
                    rollback(connection, e);
                    throw e;
                }
            } catch (SQLException e) {
                throw new HistoryException("The database does not take these samples (" + SqlFailure.firstLine(e) + "). "
                        + stored + " samples are imported; import the file again when it does, nothing is stored twice.", e);
            }
        }

        /** In a transaction of its own: whoever makes or needs partitions must not wait for an import's rows. */
        private void createPartitions(Connection connection, Rows rows) throws SQLException {
            if (timescale) {
                return;
            }
            for (int row = rows.from(); row < rows.to(); row++) {
                long day = Math.floorDiv(rows.batch().timeMicros(row), Partitions.DAY_MICROS);
                if (daysWithPartition.add(day)) {
                    Partitions.ensure(connection, day * Partitions.DAY_MICROS, day * Partitions.DAY_MICROS);
                    Partitions.ensureRollups(connection, day * Partitions.DAY_MICROS, day * Partitions.DAY_MICROS);
                    connection.commit();
                }
            }
        }

        /** Packed samples stay as they are, for as long as the longest says. */
        private Rows withoutPacked(Connection connection, Rows rows) throws SQLException {
            PackedAlready packed = PackedAlready.find(connection, rows, index);
            if (packed.isEmpty()) {
                return rows;
            }
            SampleBatch batch = rows.batch();
            SampleBatch fresh = new SampleBatch(rows.count());
            for (int row = rows.from(); row < rows.to(); row++) {
                String id = index.id(batch.channel(row));
                Integer keepDays = packed.keepDays(id, batch.timeMicros(row));
                if (keepDays == null) {
                    fresh.addAll(batch, row, row + 1);
                } else {
                    longerKept.add(id, batch.timeMicros(row), batch.keepDays(row), keepDays);
                }
            }
            return new Rows(fresh, 0, fresh.length());
        }

        private long merge(Connection connection, Rows rows) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(STAGING);
                CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
                try {
                    encoder.write(rows.batch(), rows.from(), rows.to(), copy);
                    copy.endCopy();
                } finally {
                    if (copy.isActive()) {
                        copy.cancelCopy();
                    }
                }
                long fresh = statement.executeUpdate(MERGE);
                if (fresh < rows.count()) {
                    LongerKept.noteCollided(statement, "history_import_staging");
                }
                return fresh;
            }
        }

        @Override
        public void close() throws ConfigurationException {
            if (!closed) {
                closed = true;
                audit.note(by, "end import", "history", name, Map.of("rows", stored));
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
