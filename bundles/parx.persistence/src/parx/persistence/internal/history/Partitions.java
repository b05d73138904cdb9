package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import parx.model.Micros;

/** The partitions of plain PostgreSQL, through the schema's own functions. Any thread with its own connection. */
public final class Partitions {
    public static final long DAY_MICROS = 86_400 * Micros.PER_SECOND;

    private Partitions() {
    }

    /** Makes the partitions of these days, both included, unless they exist; within the caller's transaction. */
    static void ensure(Connection connection, long fromMicros, long toMicros) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ensure_partitions(?, ?)")) {
            statement.setObject(1, timestamp(fromMicros));
            statement.setObject(2, timestamp(toMicros));
            statement.execute();
        }
    }

    /** As {@link #ensure}, of the rollups' tables. */
    static void ensureRollups(Connection connection, long fromMicros, long toMicros) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ensure_rollup_partitions(?, ?)")) {
            statement.setObject(1, timestamp(fromMicros));
            statement.setObject(2, timestamp(toMicros));
            statement.execute();
        }
    }

    public static OffsetDateTime timestamp(long micros) {
        return Micros.toInstant(micros).atOffset(ZoneOffset.UTC);
    }

    public static long micros(OffsetDateTime time) {
        return Micros.of(time.toInstant());
    }
}
