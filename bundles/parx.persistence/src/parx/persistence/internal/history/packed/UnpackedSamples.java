package parx.persistence.internal.history.packed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;
import parx.model.QualityCode;
import parx.persistence.internal.history.LongerKept;
import parx.persistence.internal.history.Partitions;
import parx.persistence.internal.history.Sql;

/**
 * Packed samples beside which late ones came: rollups are computed from both together, so that for one transaction
 * they are laid into channel_data_unpacked, where refresh_rollups looks too. Pure functions, the maintenance's thread.
 */
public final class UnpackedSamples {
    private UnpackedSamples() {
    }

    /**
     * Unpacks, channel by channel, what there is of these times, of every one of which late samples came for them. A late
     * sample that is packed already is deleted: the first that came stays, for as long as the longer of both says.
     *
     * @param from microseconds, included
     * @param to   microseconds, not included
     * @return whether there was anything
     */
    public static boolean prepare(Connection connection, long from, long to) throws SQLException {
        String days = "BETWEEN " + day(from) + " AND " + day(to - 1);
        try (Statement statement = connection.createStatement();
                ResultSet packed = statement.executeQuery("SELECT 1 FROM channel_data_days WHERE day " + days)) {
            if (!packed.next()) {
                return false;
            }
        }
        PGConnection postgres = connection.unwrap(PGConnection.class);
        BlockDecoder decoder = new BlockDecoder();
        LongerKept longerKept = new LongerKept();
        List<String> channels = channels(connection, from, to);
        for (String channel : channels) {
            Map<Long, Integer> late = late(connection, channel, from, to);
            Samples found = new Samples(64);
            BlockTable.read(postgres, "b.keep_days::int8", "channel_data_packed b" + BlockTable.OWNER + "WHERE b.day " + days
                    + " AND b.channel_id = " + Sql.text(postgres, channel) + " AND b.from_time < "
                    + Sql.time(to) + " AND b.to_time >= " + Sql.time(from), (keepDays, block, times) -> {
                        Samples samples = decoder.decode(block, times);
                        for (int i = 0; i < samples.length; i++) {
                            if (samples.time[i] >= from && samples.time[i] < to) {
                                found.add(samples.time[i], samples.value[i], samples.quality[i]);
                                Integer again = late.get(samples.time[i]);
                                if (again != null) {
                                    longerKept.add(channel, samples.time[i], again, keepDays);
                                }
                            }
                        }
                    });
            lay(connection, channel, found, late.keySet());
            longerKept.store(connection);
        }
        return !channels.isEmpty();
    }

    /** To be called before the transaction commits. */
    public static void discard(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE channel_data_unpacked");
        }
    }

    private static List<String> channels(Connection connection, long from, long to) throws SQLException {
        List<String> channels = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT DISTINCT channel_id FROM channel_data WHERE time >= ? AND time < ?")) {
            statement.setObject(1, Partitions.timestamp(from));
            statement.setObject(2, Partitions.timestamp(to));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    channels.add(rows.getString(1));
                }
            }
        }
        return channels;
    }

    /** The times of a channel's late samples, with the days that they say they stay. */
    private static Map<Long, Integer> late(Connection connection, String channelId, long from, long to) throws SQLException {
        Map<Long, Integer> late = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT time, coalesce(keep_days, 0) FROM channel_data "
                + "WHERE channel_id = ? AND time >= ? AND time < ?")) {
            statement.setString(1, channelId);
            statement.setObject(2, Partitions.timestamp(from));
            statement.setObject(3, Partitions.timestamp(to));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    late.put(Partitions.micros(rows.getObject(1, OffsetDateTime.class)), rows.getInt(2));
                }
            }
        }
        return late;
    }

    private static void lay(Connection connection, String channelId, Samples samples, Set<Long> late) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO channel_data_unpacked (time, channel_id, value, quality) VALUES (?, ?, ?, ?)");
                PreparedStatement delete = connection.prepareStatement(
                        "DELETE FROM channel_data WHERE channel_id = ? AND time = ?")) {
            for (int i = 0; i < samples.length; i++) {
                if (late.contains(samples.time[i])) {
                    delete.setString(1, channelId);
                    delete.setObject(2, Partitions.timestamp(samples.time[i]));
                    delete.addBatch();
                }
                insert.setObject(1, Partitions.timestamp(samples.time[i]));
                insert.setString(2, channelId);
                insert.setDouble(3, samples.value[i]);
                insert.setString(4, QualityCode.quality(samples.quality[i]).name());
                insert.addBatch();
            }
            insert.executeBatch();
            delete.executeBatch();
        }
    }

    private static String day(long micros) {
        return "'" + LocalDate.ofEpochDay(Math.floorDiv(micros, Partitions.DAY_MICROS)) + "'";
    }
}
