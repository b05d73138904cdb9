package parx.persistence.internal.history;

import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import parx.model.Micros;

/** Literals for statements that take no parameters, COPY above all. Pure functions, any thread. */
public final class Sql {
    /** Times that both Java's and PostgreSQL's ISO form can say with four digits. */
    private static final long EARLIEST = -62_135_596_800_000_000L;
    private static final long LATEST = 253_402_300_799_999_999L;

    private Sql() {
    }

    /** The nearest time that a statement can say. */
    public static long clamp(long micros) {
        return Math.clamp(micros, EARLIEST, LATEST);
    }

    public static String time(long micros) {
        return "'" + Micros.toInstant(clamp(micros)) + "'::timestamptz";
    }

    /** @param value any text; what PostgreSQL cannot store is left out */
    public static String text(PGConnection connection, String value) throws SQLException {
        return "'" + connection.escapeLiteral(value.replace("\0", "")) + "'";
    }

    /** A relation {@code c(id, place)} of these ids and their places from 1 on. */
    public static String places(PGConnection connection, List<String> ids) throws SQLException {
        StringBuilder array = new StringBuilder("unnest(ARRAY[");
        for (int i = 0; i < ids.size(); i++) {
            array.append(i == 0 ? "" : ", ").append(text(connection, ids.get(i)));
        }
        return array.append("]::text[]) WITH ORDINALITY AS c(id, place)").toString();
    }
}
