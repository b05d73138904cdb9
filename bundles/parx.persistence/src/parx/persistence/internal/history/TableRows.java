package parx.persistence.internal.history;

import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import parx.model.SampleSink;

/** The rows of channel_data. Thread-safe: it has no state. */
final class TableRows implements RawRows {
    @Override
    public void read(PGConnection connection, List<String> channelIds, long fromMicros, long toMicros, long most,
            SampleSink into) throws SQLException {
        copy(connection, channelIds, fromMicros, toMicros, "ORDER BY d.time" + (most == ALL ? "" : " LIMIT " + most), into);
    }

    @Override
    public void newest(PGConnection connection, List<String> channelIds, long fromMicros, long toMicros, SampleSink into)
            throws SQLException {
        copy(connection, channelIds, fromMicros, toMicros, "ORDER BY d.time DESC LIMIT 1", into);
    }

    /** Channel by channel along the index that begins with the channel, whatever the planner believes about the rest. */
    private static void copy(PGConnection connection, List<String> channelIds, long fromMicros, long toMicros, String order,
            SampleSink into) throws SQLException {
        if (channelIds.isEmpty() || toMicros < fromMicros) {
            return;
        }
        new CopyReader().read(connection, "SELECT c.place, s.time, s.value, s.quality FROM " + Sql.places(connection, channelIds)
                + ", LATERAL (SELECT time, value, quality FROM channel_data d WHERE d.channel_id = c.id AND d.time >= "
                + Sql.time(fromMicros) + " AND d.time <= " + Sql.time(toMicros) + " " + order + ") s",
                row -> into.sample((int) row.integer(0) - 1, row.micros(1), row.number(2), StoredQuality.ofLetter(row.letter(3))));
    }
}
