package parx.persistence.internal.history.packed;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.postgresql.PGConnection;
import parx.model.ChannelIndex;
import parx.persistence.internal.history.Partitions;
import parx.persistence.internal.history.Rows;
import parx.persistence.internal.history.Sql;

/** Which of some rows are packed already, and for how long these stay. One thread. */
public final class PackedAlready {
    /** The times of one channel's rows of one day, in microseconds. */
    private static final class Wanted {
        private final Set<Long> times = new HashSet<>();
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;

        void add(long time) {
            times.add(time);
            first = Math.min(first, time);
            last = Math.max(last, time);
        }
    }

    private record Place(String channelId, long day) {
    }

    /** By channel and time, the days that the packed sample stays; 0: the standard. */
    private final Map<String, Map<Long, Integer>> packed = new HashMap<>();

    /** On plain PostgreSQL, where there are packed days. */
    public static PackedAlready find(Connection connection, Rows rows, ChannelIndex index) throws SQLException {
        Map<Place, Wanted> wanted = new HashMap<>();
        long firstDay = Long.MAX_VALUE;
        long lastDay = Long.MIN_VALUE;
        Set<Long> days = packedDays(connection);
        for (int row = rows.from(); row < rows.to(); row++) {
            long time = rows.batch().timeMicros(row);
            long day = Math.floorDiv(time, Partitions.DAY_MICROS);
            if (days.contains(day)) {
                firstDay = Math.min(firstDay, day);
                lastDay = Math.max(lastDay, day);
                wanted.computeIfAbsent(new Place(index.id(rows.batch().channel(row)), day), place -> new Wanted()).add(time);
            }
        }
        PackedAlready already = new PackedAlready();
        if (!wanted.isEmpty()) {
            already.read(connection, wanted, "b.day BETWEEN '" + LocalDate.ofEpochDay(firstDay) + "' AND '"
                    + LocalDate.ofEpochDay(lastDay) + "'");
        }
        return already;
    }

    /** @return for how many days the packed sample stays, 0: for the standard; null where none is */
    public Integer keepDays(String channelId, long timeMicros) {
        Map<Long, Integer> times = packed.get(channelId);
        return times == null ? null : times.get(timeMicros);
    }

    public boolean isEmpty() {
        return packed.isEmpty();
    }

    private void read(Connection connection, Map<Place, Wanted> wanted, String days) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        StringJoiner ranges = new StringJoiner(", ", "(VALUES ", ") AS r (id, day, since, until)");
        for (Map.Entry<Place, Wanted> entry : wanted.entrySet()) {
            ranges.add("(" + Sql.text(postgres, entry.getKey().channelId()) + ", date '"
                    + LocalDate.ofEpochDay(entry.getKey().day()) + "', " + Sql.time(entry.getValue().first) + ", "
                    + Sql.time(entry.getValue().last) + ")");
        }
        BlockDecoder decoder = new BlockDecoder();
        BlockTable.read(postgres, "b.keep_days::int8", ranges + ", LATERAL (SELECT * FROM channel_data_packed b WHERE " + days
                + " AND b.day = r.day AND b.channel_id = r.id AND b.from_time <= r.until AND b.to_time >= r.since) b"
                + BlockTable.OWNER, (keepDays, block, times) -> {
                    Wanted of = wanted.get(new Place(block.channelId(), Math.floorDiv(block.from(), Partitions.DAY_MICROS)));
                    Samples samples = decoder.decode(block, times);
                    for (int i = 0; i < samples.length; i++) {
                        if (of.times.contains(samples.time[i])) {
                            packed.computeIfAbsent(block.channelId(), id -> new HashMap<>()).put(samples.time[i], keepDays);
                        }
                    }
                });
    }

    private static Set<Long> packedDays(Connection connection) throws SQLException {
        Set<Long> days = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT day - DATE '1970-01-01' FROM channel_data_days")) {
            while (rows.next()) {
                days.add(rows.getLong(1));
            }
        }
        return days;
    }
}
