package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import parx.model.ChannelIndex;

/**
 * Samples that are to stay for longer than they say themselves: a rule learned that it wants one (the value before a
 * jump) only after it was handed over, or the same sample came again with a longer time. Owned by the thread of its
 * connection; what was added is forgotten when it is stored.
 */
public final class LongerKept {
    private static final String INTO = "INSERT INTO channel_data_kept AS kept (time, channel_id, keep_days) ";
    private static final String LONGEST = " GROUP BY 1, 2 ON CONFLICT (time, channel_id) DO UPDATE SET keep_days = "
            + "EXCLUDED.keep_days WHERE kept.keep_days < EXCLUDED.keep_days";
    private static final String NOTE = INTO + "SELECT timestamptz '1970-01-01 00:00:00+00' + w.micros * interval "
            + "'1 microsecond', w.channel_id, max(coalesce(nullif(w.days, 0), standard_keep_days())) FROM unnest(?::bigint[], "
            + "?::text[], ?::smallint[], ?::smallint[]) AS w (micros, channel_id, days, stored) WHERE coalesce(nullif(w.days, 0), "
            + "standard_keep_days()) > coalesce(nullif(w.stored, 0), standard_keep_days())" + LONGEST;
    /** One look-up by the key for each row: a join could be planned as a scan of all there is. */
    private static final String COLLIDED = INTO + "SELECT s.time, s.channel_id, max(coalesce(s.keep_days, standard_keep_days())) "
            + "FROM pg_temp.%s s, LATERAL (SELECT keep_days FROM channel_data WHERE time = s.time AND channel_id = s.channel_id "
            + "LIMIT 1) d WHERE coalesce(s.keep_days, standard_keep_days()) > coalesce(d.keep_days, standard_keep_days())" + LONGEST;
    private static final short UNKNOWN = -1;

    private final List<Long> micros = new ArrayList<>();
    private final List<String> channels = new ArrayList<>();
    private final List<Short> days = new ArrayList<>();
    private final List<Short> stored = new ArrayList<>();

    /**
     * A sample that came again.
     *
     * @param keepDays what it says now, and what the stored one says; 0: the standard
     */
    public void add(String channelId, long timeMicros, int keepDays, int storedDays) {
        micros.add(timeMicros);
        channels.add(channelId);
        days.add((short) Math.min(Short.MAX_VALUE, keepDays));
        stored.add((short) storedDays);
    }

    /** The wishes among these rows: those with negative days. */
    void addWishes(Rows rows, ChannelIndex index) {
        for (int row = rows.from(); row < rows.to(); row++) {
            int keepDays = rows.batch().keepDays(row);
            if (keepDays < 0) {
                add(index.id(rows.batch().channel(row)), rows.batch().timeMicros(row), -keepDays, UNKNOWN);
            }
        }
    }

    /** Notes all that were added, in the transaction that stores the others; the longest wins. */
    public void store(Connection connection) throws SQLException {
        if (micros.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            statement.setArray(1, connection.createArrayOf("bigint", micros.toArray()));
            statement.setArray(2, connection.createArrayOf("text", channels.toArray()));
            statement.setArray(3, connection.createArrayOf("smallint", days.toArray()));
            statement.setArray(4, connection.createArrayOf("smallint", stored.toArray()));
            statement.execute();
        } finally {
            clear();
        }
    }

    /** Forgets what was added, with the transaction that would have stored it. */
    void clear() {
        micros.clear();
        channels.clear();
        days.clear();
        stored.clear();
    }

    /**
     * Notes those rows of a staging table that are to stay for longer than the rows in channel_data that had their time
     * and channel already.
     */
    static void noteCollided(Statement statement, String staging) throws SQLException {
        statement.execute(COLLIDED.formatted(staging));
    }
}
