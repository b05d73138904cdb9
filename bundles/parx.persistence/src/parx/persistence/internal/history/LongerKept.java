package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import parx.model.ChannelIndex;

/**
 * Wishes to keep samples for longer than they say themselves: a rule learned that it wants one (the value before a jump)
 * only after it was handed over. In a batch they are the rows with negative days. Owned by the history-writer thread.
 */
final class LongerKept {
    private static final String NOTE = """
            INSERT INTO channel_data_kept AS kept (time, channel_id, keep_days)
            SELECT timestamptz '1970-01-01 00:00:00+00' + w.micros * interval '1 microsecond', w.channel_id, max(w.days)
            FROM unnest(?::bigint[], ?::text[], ?::smallint[]) AS w (micros, channel_id, days)
            GROUP BY 1, 2
            ON CONFLICT (time, channel_id) DO UPDATE SET keep_days = EXCLUDED.keep_days
            WHERE kept.keep_days < EXCLUDED.keep_days""";

    private final ChannelIndex index;

    LongerKept(ChannelIndex index) {
        this.index = index;
    }

    /** Notes the wishes among these rows, in the transaction that stores the others; the longest wins. */
    void note(Connection connection, Rows rows) throws SQLException {
        List<Long> micros = new ArrayList<>();
        List<String> channels = new ArrayList<>();
        List<Short> days = new ArrayList<>();
        for (int row = rows.from(); row < rows.to(); row++) {
            int keepDays = rows.batch().keepDays(row);
            if (keepDays < 0) {
                micros.add(rows.batch().timeMicros(row));
                channels.add(index.id(rows.batch().channel(row)));
                days.add((short) Math.min(Short.MAX_VALUE, -keepDays));
            }
        }
        if (micros.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            statement.setArray(1, connection.createArrayOf("bigint", micros.toArray()));
            statement.setArray(2, connection.createArrayOf("text", channels.toArray()));
            statement.setArray(3, connection.createArrayOf("smallint", days.toArray()));
            statement.execute();
        }
    }
}
