package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import parx.model.Micros;
import parx.model.TimeSource;

/**
 * Rows that are written so late that the rollups may have passed their time already. Their range goes to rollup_stale in
 * the transaction that stores them, so that no crash can forget it and nobody reads the rollups there meanwhile.
 * Thread-safe.
 *
 * <p>Rollups stay {@link #ROLLUP_LAG} behind the clock and rows count as late after {@link #LATE}; with TimescaleDB a
 * minute, as specified, and {@link #LATE_FOR_TIMESCALE}. What lies between is the time that a transaction may take from
 * its note to its commit, and what two machines' clocks may differ.
 */
final class LateRanges {
    static final long LATE = 60 * Micros.PER_SECOND;
    static final long LATE_FOR_TIMESCALE = 30 * Micros.PER_SECOND;
    static final long ROLLUP_LAG = 180 * Micros.PER_SECOND;

    private static final String NOTE = "INSERT INTO rollup_stale (from_time, to_time) VALUES (?, ?)";

    private final TimeSource time;
    private final long late;

    LateRanges(TimeSource time, boolean timescale) {
        this.time = time;
        late = timescale ? LATE_FOR_TIMESCALE : LATE;
    }

    /** Notes what of these rows is late, in the transaction that stores them. */
    void note(Connection connection, Rows rows) throws SQLException {
        long limit = time.nowMicros() - late;
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (int row = rows.from(); row < rows.to(); row++) {
            long at = rows.batch().timeMicros(row);
            if (at < limit && rows.batch().keepDays(row) >= 0) {
                from = Math.min(from, at);
                to = Math.max(to, at);
            }
        }
        if (to == Long.MIN_VALUE) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            statement.setObject(1, Partitions.timestamp(from));
            statement.setObject(2, Partitions.timestamp(to));
            statement.execute();
        }
    }
}
