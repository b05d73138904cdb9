package parx.persistence.internal.history;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Micros;
import parx.model.Quality;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;
import parx.service.StoredHistory;
import parx.service.Trace;

/**
 * Reads channel_data and its rollups, in as many rows as the query has use for. Thread-safe: each call has a
 * connection of its own, one snapshot for all its channels, and ends soon when its thread is interrupted.
 */
public final class SqlHistory implements StoredHistory, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqlHistory.class);
    /** More samples than this per column come as buckets. */
    private static final int ROWS_PER_COLUMN = 4;
    private static final long LOOK_BACK = 7 * Partitions.DAY_MICROS;
    private static final long SECOND = Micros.PER_SECOND;
    private static final long MINUTE = 60 * SECOND;
    /** Times that both Java's and PostgreSQL's ISO form can say with four digits. */
    private static final long EARLIEST = -62_135_596_800_000_000L;
    private static final long LATEST = 253_402_300_799_999_999L;

    private final DataSource source;
    private final boolean timescale;
    private final Supplier<Map<String, NewestSample>> leftOnDisk;
    private final CancelWatch cancel = new CancelWatch();

    /** @param writer knows what an earlier run left on disk */
    public SqlHistory(DataSource source, boolean timescale, HistoryWriter writer) {
        this(source, timescale, writer::leftOnDisk);
    }

    /** @param leftOnDisk the newest sample of each channel that an earlier run could not store, by id */
    SqlHistory(DataSource source, boolean timescale, Supplier<Map<String, NewestSample>> leftOnDisk) {
        this.leftOnDisk = leftOnDisk;
        this.source = source;
        this.timescale = timescale;
    }

    @Override
    public List<Trace> read(HistoryQuery query) throws HistoryException {
        return inSnapshot(connection -> {
            List<Trace> traces = new ArrayList<>();
            RollupCoverage coverage = timescale ? RollupCoverage.ALL : RollupCoverage.read(connection);
            Reader reader = new Reader(connection, query, coverage);
            for (String channelId : query.channelIds()) {
                traces.add(reader.trace(channelId));
            }
            return traces;
        });
    }

    @Override
    public Map<String, Long> newestNotBad(Collection<String> channelIds) throws HistoryException {
        return inSnapshot(connection -> {
            Map<String, NewestSample> newest = new HashMap<>();
            Array ids = connection.createArrayOf("text", channelIds.toArray());
            try (PreparedStatement statement = connection.prepareStatement("SELECT c.id, n.time, n.quality FROM "
                    + "unnest(?) AS c(id), LATERAL (SELECT time, quality FROM channel_data d WHERE d.channel_id = c.id "
                    + "ORDER BY d.time DESC LIMIT 1) n")) {
                statement.setArray(1, ids);
                statement.setFetchSize(1000);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        newest.put(rows.getString(1), new NewestSample(Partitions.micros(
                                rows.getObject(2, OffsetDateTime.class)), Quality.BAD.name().equals(rows.getString(3))));
                    }
                }
            } finally {
                ids.free();
            }
            return notBad(newest, channelIds);
        });
    }

    /** What an earlier run left on disk is newer than what it brought into the database. */
    private Map<String, Long> notBad(Map<String, NewestSample> stored, Collection<String> channelIds) {
        Map<String, NewestSample> newest = new HashMap<>(stored);
        Map<String, NewestSample> waiting = leftOnDisk.get();
        for (String id : channelIds) {
            NewestSample onDisk = waiting.get(id);
            if (onDisk != null) {
                newest.merge(id, onDisk, (a, b) -> a.timeMicros() >= b.timeMicros() ? a : b);
            }
        }
        Map<String, Long> times = new HashMap<>();
        newest.forEach((id, sample) -> {
            if (!sample.bad()) {
                times.put(id, sample.timeMicros());
            }
        });
        return times;
    }

    /** Ends the thread that looks for interrupts. Idempotent. */
    @Override
    public void close() {
        cancel.close();
    }

    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T inSnapshot(Work<T> work) throws HistoryException {
        try (Connection connection = source.getConnection()) {
            // A connection cannot change these within a transaction, which a pool's check may have left open.
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            int isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            T result;
            try (CancelWatch.Entry entry = cancel.enter(connection)) {
                result = work.run(connection);
            } catch (SQLException | RuntimeException e) {
                restore(connection, isolation, e);
                throw e;
            }
            restore(connection, isolation, null);
            return result;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Whoever has the connection next finds it as it was. @param cause takes what fails on the way, or null */
    private static void restore(Connection connection, int isolation, Exception cause) throws SQLException {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
            connection.setTransactionIsolation(isolation);
        } catch (SQLException e) {
            if (cause == null) {
                throw e;
            }
            cause.addSuppressed(e);
        }
    }

    private static HistoryException failure(SQLException e) {
        if (Thread.currentThread().isInterrupted() || "57014".equals(e.getSQLState())) {
            return new HistoryException("Reading the history was cancelled.", e);
        }
        boolean away = SqlFailure.of(e) == SqlFailure.AWAY;
        String sentence = away
                ? "The history cannot be read now: PostgreSQL does not answer (" + SqlFailure.firstLine(e)
                        + "). It will show when PostgreSQL is back."
                : "PostgreSQL cannot read the history (" + SqlFailure.firstLine(e) + ").";
        if (!away) {
            LOG.warn("{}", sentence, e);
        }
        return new HistoryException(sentence, e);
    }

    /** Reads the channels of one query on one connection. */
    private static final class Reader {
        private final PGConnection connection;
        private final RollupCoverage coverage;
        private final CopyReader copy = new CopyReader();
        private final long from;
        private final long to;
        private final int columns;
        private final int mostRaw;

        Reader(Connection connection, HistoryQuery query, RollupCoverage coverage) throws SQLException {
            this.connection = connection.unwrap(PGConnection.class);
            this.coverage = coverage;
            from = Math.clamp(query.fromMicros(), EARLIEST, LATEST);
            to = Math.clamp(query.toMicros(), EARLIEST, LATEST);
            columns = query.columns();
            mostRaw = (int) Math.min(1_000_000L, (long) columns * ROWS_PER_COLUMN);
        }

        Trace trace(String channelId) throws SQLException {
            String id = "channel_id = " + "'" + connection.escapeLiteral(channelId.replace("\0", "")) + "'";
            TraceBuilder raw = new TraceBuilder(channelId, 0, 256);
            before(id, from, raw);
            int before = raw.length();
            samples(id, from, to, " LIMIT " + (mostRaw + 1), raw);
            int samples = raw.length() - before;
            // None at all: retention may have dropped them, while the rollups of minutes are kept for longer.
            boolean fewEnough = samples <= mostRaw && (samples > 0 || width() < SECOND);
            return fewEnough ? raw.build() : buckets(channelId, id);
        }

        private Trace buckets(String channelId, String id) throws SQLException {
            long width = width();
            long first = Math.floorDiv(from, width) * width;
            TraceBuilder trace = new TraceBuilder(channelId, width, columns * 2 + 8);
            before(id, first, trace);
            if (width < SECOND) {
                samples(id, first, to, "", trace);
                return trace.build();
            }
            for (RollupCoverage.Stretch stretch : coverage.cut(first, to + 1)) {
                if (stretch.rollup()) {
                    rollup(id, width % MINUTE == 0 ? "channel_data_1m" : "channel_data_1s", stretch, trace);
                } else {
                    samples(id, stretch.from(), stretch.to() - 1, "", trace);
                }
            }
            return trace.build();
        }

        /** At least one bucket and less than two per column, in whole seconds or minutes where rollups serve them. */
        private long width() {
            long exact = Math.max(1, (to - from + columns) / columns);
            long unit = exact >= MINUTE ? MINUTE : exact >= SECOND ? SECOND : 1;
            return exact / unit * unit;
        }

        private void before(String id, long limit, TraceBuilder into) throws SQLException {
            copy.read(connection, "SELECT time, value, left(quality, 1) FROM channel_data WHERE " + id + " AND time < "
                    + literal(limit) + " AND time >= " + literal(Math.max(EARLIEST, limit - LOOK_BACK))
                    + " ORDER BY time DESC LIMIT 1",
                    row -> into.before(row.micros(0), row.number(1), TraceBuilder.quality(row.letter(2))));
        }

        private void samples(String id, long first, long last, String limit, TraceBuilder into) throws SQLException {
            copy.read(connection, "SELECT time, value, quality FROM channel_data WHERE " + id + " AND time >= "
                    + literal(first) + " AND time <= " + literal(last) + " ORDER BY time" + limit,
                    row -> into.sample(row.micros(0), row.number(1), TraceBuilder.quality(row.letter(2))));
        }

        private void rollup(String id, String table, RollupCoverage.Stretch stretch, TraceBuilder into)
                throws SQLException {
            copy.read(connection, "SELECT bucket, first_value, min_value, max_value, last_value, bad_count, uncertain_count "
                    + "FROM " + table + " WHERE " + id + " AND bucket >= " + literal(stretch.from()) + " AND bucket < "
                    + literal(stretch.to()) + " ORDER BY bucket", row -> {
                        boolean bad = row.integer(5) > 0;
                        Quality worst = bad ? Quality.BAD : row.integer(6) > 0 ? Quality.UNCERTAIN : Quality.GOOD;
                        into.bucket(row.micros(0), row.number(1), row.number(2), row.number(3), row.number(4), worst, bad);
                    });
        }

        private static String literal(long micros) {
            return "'" + Micros.toInstant(micros) + "'::timestamptz";
        }
    }
}
