package parx.persistence.internal.history.packed;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Micros;
import parx.model.TimeSource;
import parx.persistence.internal.history.Partitions;
import parx.persistence.internal.history.Sql;
import parx.persistence.internal.history.packed.BlockTable.Leaf;

/**
 * What becomes of days that are over, on plain PostgreSQL: packed, kept for as long as each row says, and dropped.
 * Called by the thread {@code history-maintenance}, with a connection that does not commit by itself.
 */
public final class Packing {
    private static final Logger LOG = LoggerFactory.getLogger(Packing.class);
    private static final Pattern LEAF = Pattern.compile("channel_data_packed_(\\d{8})_(standard|\\d+)d?_(\\d+)");
    /** Daily partitions of these exist ahead; an empty one of an earlier day has no use. */
    private static final long KEPT_PARTITIONS = 2 * Partitions.DAY_MICROS;

    private final TimeSource time;
    private final long after;
    private final long quiet;
    private final BriefLocks locks;
    /** By partition: how many rows had been inserted, and when that was first seen. */
    private final Map<String, Inserts> inserts = new HashMap<>();

    private record Inserts(long count, long sinceNanos) {
    }

    private record Partition(String name, long day, boolean empty, long inserted) {
    }

    /**
     * @param after how long after its end a day is packed
     * @param quiet how long no row must have come for it before
     */
    public Packing(TimeSource time, Duration after, Duration quiet, BriefLocks locks) {
        this.time = time;
        this.after = Micros.of(after);
        this.quiet = quiet.toNanos();
        this.locks = locks;
    }

    /**
     * Goes on with what a former pass could not end, packs at most one day, drops what is empty or has expired.
     *
     * @return whether there may be more to pack
     */
    public boolean pass(Connection connection) throws SQLException, InterruptedException {
        // Of the session, not of a transaction: a pass has many.
        if (texts(connection, "SELECT 1 WHERE pg_try_advisory_lock(hashtext('parx.packing'))").isEmpty()) {
            connection.commit();
            return false;
        }
        try {
            return alone(connection);
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                execute(connection, "SELECT pg_advisory_unlock(hashtext('parx.packing'))");
                connection.commit();
            }
        }
    }

    private boolean alone(Connection connection) throws SQLException, InterruptedException {
        swap(connection);
        dropExpired(connection);
        boolean packed = packNext(connection);
        if (packed) {
            swap(connection);
        }
        dropEmptied(connection);
        return packed;
    }

    /** Puts filled leaves in their places, of which some may be waiting since before the last end of ParX. */
    private void swap(Connection connection) throws SQLException, InterruptedException {
        for (String day : texts(connection, "SELECT day FROM channel_data_swaps ORDER BY day")) {
            locks.take(connection, () -> execute(connection, "SELECT swap_packed('" + day + "')"));
        }
    }

    private boolean packNext(Connection connection) throws SQLException, InterruptedException {
        long now = time.nowMicros();
        for (Partition partition : partitions(connection)) {
            if (!partition.empty() && (partition.day() + 1) * Partitions.DAY_MICROS + after <= now
                    && isQuiet(partition) && isRolledUp(connection, partition.day())) {
                connection.commit();
                long begin = time.monotonicNanos();
                if (DayPacker.pack(connection, locks, partition.name(), partition.day(), now)) {
                    LOG.info("Packed the samples of {} in {} s", LocalDate.ofEpochDay(partition.day()),
                            Duration.ofNanos(time.monotonicNanos() - begin).toSeconds());
                    return true;
                }
            }
        }
        connection.commit();
        return false;
    }

    private boolean isQuiet(Partition partition) {
        long now = time.monotonicNanos();
        Inserts before = inserts.get(partition.name());
        if (before == null || before.count() != partition.inserted()) {
            before = new Inserts(partition.inserted(), now);
            inserts.put(partition.name(), before);
        }
        return now - before.sinceNanos() >= quiet;
    }

    /** Rollups are computed from rows that lie in channel_data: they come first. */
    private static boolean isRolledUp(Connection connection, long day) throws SQLException {
        String end = Sql.time((day + 1) * Partitions.DAY_MICROS);
        return !texts(connection, "SELECT 1 FROM rollup_state WHERE refreshed_until >= " + end + " AND NOT EXISTS (SELECT 1 "
                + "FROM rollup_stale WHERE to_time >= " + Sql.time(day * Partitions.DAY_MICROS)
                + " AND from_time < " + end + ") AND NOT EXISTS (SELECT 1 FROM channel_data_swaps WHERE day = '"
                + LocalDate.ofEpochDay(day) + "')").isEmpty();
    }

    /** The daily partitions of channel_data, the oldest first. */
    private static List<Partition> partitions(Connection connection) throws SQLException {
        List<Partition> partitions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT c.relname, to_date(right(c.relname, 8), 'YYYYMMDD') - DATE "
                        + "'1970-01-01', pg_relation_size(c.oid) = 0, pg_stat_get_tuples_inserted(c.oid) FROM pg_inherits i "
                        + "JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'channel_data'::regclass "
                        + "AND c.relname ~ '^channel_data_[0-9]{8}$' ORDER BY 2")) {
            while (rows.next()) {
                partitions.add(new Partition(rows.getString(1), rows.getLong(2), rows.getBoolean(3), rows.getLong(4)));
            }
        }
        return partitions;
    }

    private void dropEmptied(Connection connection) throws SQLException, InterruptedException {
        for (Partition partition : partitions(connection)) {
            if (partition.empty() && (partition.day() + 1) * Partitions.DAY_MICROS + KEPT_PARTITIONS <= time.nowMicros()) {
                locks.take(connection, () -> {
                    execute(connection, "LOCK TABLE " + partition.name() + " IN ACCESS EXCLUSIVE MODE");
                    if (texts(connection, "SELECT 1 FROM " + partition.name() + " LIMIT 1").isEmpty()) {
                        execute(connection, "DROP TABLE " + partition.name());
                    }
                });
                inserts.remove(partition.name());
            }
        }
        connection.commit();
    }

    /** Drops every table of which nothing may stay; what was told later to stay longer is packed anew before. */
    private void dropExpired(Connection connection) throws SQLException, InterruptedException {
        String now = Sql.time(time.nowMicros());
        for (String table : texts(connection, "SELECT partition FROM expired_partitions(" + now + ")")) {
            Matcher words = LEAF.matcher(table);
            if (!words.matches()) {
                locks.take(connection, () -> execute(connection, "DROP TABLE " + table));
                continue;
            }
            Leaf leaf = new Leaf(day(words.group(1)), words.group(2).equals("standard") ? 0 : Integer.parseInt(words.group(2)),
                    Integer.parseInt(words.group(3)));
            if (isTakenApart(connection, leaf)) {
                continue;
            }
            if (staysLonger(connection, leaf, now)) {
                connection.commit();
                DayPacker.rescue(connection, leaf, time.nowMicros());
                swap(connection);
            } else {
                locks.take(connection, () -> {
                    execute(connection, "DROP TABLE " + table);
                    execute(connection, "UPDATE channel_data_days SET incomplete = true WHERE day = '" + leaf.date() + "'");
                });
            }
        }
        execute(connection, "DELETE FROM channel_data_kept WHERE time + make_interval(days => keep_days + 2) < " + now);
        // What found no partition of its own; it is little.
        execute(connection, "DELETE FROM alarms_default WHERE time < " + now + " - INTERVAL '1 year'");
        execute(connection, "DELETE FROM channel_data_1s_default WHERE bucket < " + now + " - INTERVAL '90 days'");
        execute(connection, "DELETE FROM channel_data_1m_default WHERE bucket < " + now + " - INTERVAL '2 years'");
        connection.commit();
    }

    private static boolean isTakenApart(Connection connection, Leaf leaf) throws SQLException {
        return !texts(connection, "SELECT 1 FROM channel_data_swaps WHERE day = '" + leaf.date() + "'").isEmpty();
    }

    private static boolean staysLonger(Connection connection, Leaf leaf, String now) throws SQLException {
        return !texts(connection, "SELECT 1 FROM channel_data_kept WHERE time >= '" + leaf.date() + " 00:00+00' AND time < '"
                + leaf.date().plusDays(1) + " 00:00+00' AND keep_days > " + (leaf.keepDays() == 0 ? "standard_keep_days()"
                        : leaf.keepDays()) + " AND timestamptz '" + leaf.date().plusDays(1) + " 00:00+00' "
                + "+ make_interval(days => keep_days) > " + now + " LIMIT 1").isEmpty();
    }

    private static long day(String digits) {
        return LocalDate.of(Integer.parseInt(digits.substring(0, 4)), Integer.parseInt(digits.substring(4, 6)),
                Integer.parseInt(digits.substring(6))).toEpochDay();
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
