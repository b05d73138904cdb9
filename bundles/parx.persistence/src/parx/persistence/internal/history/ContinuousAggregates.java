package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import parx.model.Sentence;

/**
 * TimescaleDB's continuous aggregates beyond what their own policies do, which look back an hour to two days: what came
 * late or was imported, and all of it where the server's jobs do not run. The maintenance's thread, with a connection
 * that commits by itself.
 */
final class ContinuousAggregates {
    /** Another refresh of the same aggregate is under way, one of its policy's. */
    private static final String CONCURRENT_REFRESH = "55P03";
    /** So old that the seconds and the samples, where these say nothing else, may be gone: they are kept for 90 days. */
    private static final String SECONDS_GONE = "now() - INTERVAL '89 days'";
    /** So old that the minutes may be gone: they are kept for 2 years. */
    private static final String MINUTES_GONE = "now() - INTERVAL '729 days'";

    private static final Duration CLOSE = Duration.ofHours(1);

    /**
     * @param source of what it is computed; a refresh of a time for which that is gone would empty the buckets
     * @param behind  how far behind the clock a refresh ends: as far as the policy's, so that what is newer than that is
     *                newer than every stored bucket too, and is computed from the samples by who reads it
     * @param buckets in one batch: minutes of seconds, days of minutes
     */
    private record Aggregate(String name, Source source, String behind, int buckets) {
    }

    private enum Source { SAMPLES, SECONDS, MINUTES }

    /** Each after what it is computed from. */
    private static final List<Aggregate> ALL = List.of(
            new Aggregate("channel_data_1s", Source.SAMPLES, "1 minute", 600),
            new Aggregate("channel_data_10s", Source.SECONDS, "3 minutes", 360),
            new Aggregate("channel_data_1m", Source.SAMPLES, "1 minute", 10),
            new Aggregate("channel_data_10m", Source.MINUTES, "10 minutes", 144),
            new Aggregate("channel_data_1h", Source.MINUTES, "1 hour", 240));

    /** A part of a stale range that lies in one chunk of samples. */
    private record Part(OffsetDateTime from, OffsetDateTime to, boolean secondsGone, boolean minutesGone) {
    }

    private record Stale(long id, OffsetDateTime from, OffsetDateTime to) {
    }

    /**
     * Brings everything up to date. Only what was written to since the last time is computed, so that asking for all is
     * cheap.
     *
     * @param complete as {@link #complete} says
     * @return false where a policy is at the same: to be tried again soon
     */
    boolean refresh(Connection connection, OffsetDateTime complete) throws SQLException {
        List<Stale> stale = stale(connection);
        for (Stale range : joined(stale)) {
            if (range.from.isBefore(complete)) {
                renew(connection, range.from, range.to.isBefore(complete) ? range.to : complete);
            }
        }
        try {
            for (Aggregate aggregate : ALL) {
                refresh(connection, aggregate, switch (aggregate.source) {
                    case SAMPLES -> "'" + complete + "'::timestamptz";
                    case SECONDS -> SECONDS_GONE;
                    case MINUTES -> MINUTES_GONE;
                });
            }
        } catch (SQLException e) {
            if (CONCURRENT_REFRESH.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
        forget(connection, stale);
        return true;
    }

    /** Before here some samples may have gone that the aggregates of samples still hold. */
    static OffsetDateTime complete(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT greatest(" + SECONDS_GONE
                        + ", (SELECT incomplete_until FROM retention_state))")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class);
        }
    }

    private static void refresh(Connection connection, Aggregate aggregate, String from) throws SQLException {
        // The oldest first: what is newer than the newest stored bucket is computed from samples, a hole before it is not.
        String options = takesOptions(connection) ? ", options => '{\"buckets_per_batch\": " + aggregate.buckets
                + ", \"refresh_newest_first\": false}'" : "";
        try (Statement statement = connection.createStatement()) {
            statement.execute("CALL refresh_continuous_aggregate('" + aggregate.name + "', " + from + ", now() - INTERVAL '"
                    + aggregate.behind + "'" + options + ")");
        }
    }

    /** Before 2.21 a refresh is one step anyway. */
    private static boolean takesOptions(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT 1 FROM pg_proc WHERE proname = "
                        + "'refresh_continuous_aggregate' AND 'options' = ANY (proargnames))")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static List<Stale> stale(Connection connection) throws SQLException {
        List<Stale> ranges = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, from_time, to_time FROM rollup_stale ORDER BY from_time")) {
            while (rows.next()) {
                ranges.add(new Stale(rows.getLong(1), rows.getObject(2, OffsetDateTime.class),
                        rows.getObject(3, OffsetDateTime.class)));
            }
        }
        return ranges;
    }

    /** An import leaves a range for each of its batches: those that are close to each other are one. */
    private static List<Stale> joined(List<Stale> ascending) {
        List<Stale> joined = new ArrayList<>();
        for (Stale range : ascending) {
            Stale last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && !range.from.isAfter(last.to.plus(CLOSE))) {
                joined.set(joined.size() - 1, new Stale(last.id, last.from, range.to.isAfter(last.to) ? range.to : last.to));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    /** Brings buckets up to date some of whose samples may have gone; what is computed of them follows by a refresh. */
    private static void renew(Connection connection, OffsetDateTime from, OffsetDateTime to) throws SQLException {
        for (Part part : parts(connection, from, to)) {
            for (Aggregate aggregate : ALL) {
                boolean wanted = switch (aggregate.source) {
                    case SAMPLES -> !part.secondsGone || !aggregate.name.equals("channel_data_1s");
                    case SECONDS -> false;
                    case MINUTES -> part.minutesGone;
                };
                if (wanted) {
                    renew(connection, aggregate, part);
                }
            }
        }
    }

    /** Chunk by chunk: transactions that end soon, and no time is looked at that has no samples. */
    private static List<Part> parts(Connection connection, OffsetDateTime from, OffsetDateTime to) throws SQLException {
        List<Part> parts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT greatest(range_start, ?), least(range_end - "
                + "INTERVAL '1 microsecond', ?), range_start < " + SECONDS_GONE + ", range_start < " + MINUTES_GONE
                + " FROM timescaledb_information.chunks WHERE hypertable_schema = 'public' AND hypertable_name = 'channel_data'"
                + " AND range_end > ? AND range_start <= ? ORDER BY range_start")) {
            statement.setObject(1, from);
            statement.setObject(2, to);
            statement.setObject(3, from);
            statement.setObject(4, to);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    parts.add(new Part(rows.getObject(1, OffsetDateTime.class), rows.getObject(2, OffsetDateTime.class),
                            rows.getBoolean(3), rows.getBoolean(4)));
                }
            }
        }
        return parts;
    }

    private static void renew(Connection connection, Aggregate aggregate, Part part) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT renew_buckets(?, ?, ?)")) {
            statement.setString(1, aggregate.name);
            statement.setObject(2, part.from);
            statement.setObject(3, part.to);
            statement.execute();
        }
    }

    private static void forget(Connection connection, List<Stale> ranges) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM rollup_stale WHERE id = ANY (?)")) {
            statement.setArray(1, connection.createArrayOf("bigint", ranges.stream().map(Stale::id).toArray()));
            statement.execute();
        }
    }

    /**
     * A sentence where a scheduled job fails again and again, or empty. Once is no news: a refresh of ParX's own may have
     * been under way.
     */
    static Sentence failingJobs(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT j.proc_name, s.total_failures FROM "
                        + "timescaledb_information.job_stats s JOIN timescaledb_information.jobs j USING (job_id) "
                        + "WHERE s.last_run_status = 'Failed' AND s.total_failures > 1 AND s.last_successful_finish "
                        + "< s.last_run_started_at - 2.5 * j.schedule_interval ORDER BY j.job_id LIMIT 1")) {
            return rows.next() ? TEXTS.of("maintenance.job", rows.getString(1), rows.getLong(2)) : Sentence.NONE;
        }
    }
}
