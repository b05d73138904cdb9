package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import parx.persistence.internal.history.packed.BriefLocks;

/**
 * What becomes of TimescaleDB's chunks of channel_data beyond what its own policies do: how long they are, and what in
 * them has expired row by row. The maintenance's thread, with a connection that does not commit by itself.
 */
final class Chunks {
    /** A row that is to stay longer comes within this time after the row itself. */
    private static final Duration RAISED_WITHIN = Duration.ofMinutes(10);

    private final BriefLocks locks;
    private final Duration length;
    private boolean lengthSet;

    Chunks(BriefLocks locks, Duration length) {
        this.locks = locks;
        this.length = length;
    }

    /** @param now what has expired by then goes */
    void tidy(Connection connection, OffsetDateTime now) throws SQLException, InterruptedException {
        if (!lengthSet) {
            // Only for chunks to come; setting what is set already changes nothing.
            call(connection, "SELECT set_chunk_time_interval('channel_data', make_interval(secs => ?))", length.toSeconds());
            connection.commit();
            lengthSet = true;
        }
        call(connection, "SELECT apply_kept(?)", now.minus(RAISED_WITHIN));
        connection.commit();
        List<String> chunks = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT chunk FROM chunks_to_purge(?)")) {
            statement.setObject(1, now);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    chunks.add(rows.getString(1));
                }
            }
        }
        connection.commit();
        for (String chunk : chunks) {
            locks.take(connection, () -> call(connection, "SELECT purge_chunk(?, ?)", chunk, now));
        }
    }

    private static void call(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }
}
