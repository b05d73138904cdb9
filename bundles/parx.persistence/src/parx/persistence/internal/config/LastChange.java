package parx.persistence.internal.config;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import parx.model.Micros;
import parx.service.ChangedMeanwhileException;

/**
 * Who made a row what it is, as far as audit_log knows. Immutable; read on the thread of the transaction that is refused.
 *
 * @param by       empty where the newest entry does not tell of what is there now: it was changed past ParX
 * @param atMicros in microseconds since 1970
 */
record LastChange(String by, long atMicros) {
    private static final LastChange UNKNOWN = new LastChange("", 0);
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    /**
     * Why a change is refused that was made of something else than what is there.
     *
     * @param present null where there is nothing any more
     */
    static <T> ChangedMeanwhileException refusal(Connection connection, RowMapping<T> mapping, T seen, T present)
            throws SQLException {
        LastChange last = read(connection, mapping, mapping.key(seen), present);
        String name = mapping.name(present == null ? seen : present);
        String who = last.by.isEmpty() ? "past ParX"
                : "by " + last.by + " at " + UTC.format(Micros.toInstant(last.atMicros).truncatedTo(ChronoUnit.SECONDS));
        String sentence = "The " + mapping.resourceType() + " ‘" + name + "’ was " + (present == null ? "deleted " : "changed ")
                + who + " meanwhile. Nothing was changed: look at what is there now, and make your change again.";
        return new ChangedMeanwhileException(sentence, name, present == null, last.by, last.atMicros);
    }

    private static <T> LastChange read(Connection connection, RowMapping<T> mapping, String key, T present) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT username, newest.created_at FROM (SELECT user_id,"
                + " audit_log.created_at AT TIME ZONE 'UTC' AS created_at, changes->'new' AS now FROM audit_log"
                + " WHERE resource_type = ? AND resource_id = ? AND COALESCE(changes->>'resource_id', ?) = ?"
                + " ORDER BY id DESC LIMIT 1) AS newest JOIN users ON users.id = user_id WHERE now = ?::jsonb")) {
            select.setString(1, mapping.resourceType());
            select.setString(2, Audit.resourceId(key));
            select.setString(3, key);
            select.setString(4, key);
            select.setString(5, present == null ? "null" : SettingsJson.text(mapping.describe(present)));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new LastChange(row.getString(1), Micros.of(instant(row))) : UNKNOWN;
            }
        }
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject(2, java.time.OffsetDateTime.class).toInstant();
    }
}
