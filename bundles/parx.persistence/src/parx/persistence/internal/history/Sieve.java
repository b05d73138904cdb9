package parx.persistence.internal.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts rows into those that the database takes and those that it refuses, within one transaction: the server itself
 * halves what it refuses down to single rows, so that a thousand refused rows cost no more round trips than one.
 * Owned by the history-writer thread.
 */
final class Sieve {
    private static final String TABLE = "channel_data_sieve";
    private static final String COLUMNS = " (time, channel_id, value, quality, keep_days)";
    /** Brings rows in, numbered from 1 on. */
    static final String COPY = "COPY pg_temp." + TABLE + COLUMNS + " FROM STDIN (FORMAT binary)";
    private static final String[] TABLES = {
        "CREATE TEMP TABLE IF NOT EXISTS " + TABLE + " (place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
            + "time timestamptz, channel_id text, value double precision, quality text, keep_days smallint) "
            + "ON COMMIT DELETE ROWS",
        "CREATE TEMP TABLE IF NOT EXISTS channel_data_refused (place bigint, reason text) ON COMMIT DELETE ROWS"};
    private static final String EMPTY = "TRUNCATE pg_temp." + TABLE + ", pg_temp.channel_data_refused RESTART IDENTITY";
    /**
     * Begins with single rows, since the first ones are the suspect ones, and doubles while rows are taken; what is refused
     * is halved until the row is found. A missing partition (a broken check that has no name) is no matter of one row and ends it all.
     */
    private static final String SIFT = """
            DO $sift$
            DECLARE
                at bigint := 1;
                rows bigint := 1;
                narrowing boolean := false;
                last bigint;
                state text;
                said text;
                broken text;
            BEGIN
                SELECT coalesce(max(place), 0) INTO last FROM pg_temp.channel_data_sieve;
                WHILE at <= last LOOP
                    BEGIN
                        INSERT INTO channel_data (time, channel_id, value, quality, keep_days)
                            SELECT time, channel_id, value, quality, keep_days FROM pg_temp.channel_data_sieve
                            WHERE place >= at AND place < at + rows ORDER BY place
                            ON CONFLICT DO NOTHING;
                        at := at + rows;
                        rows := CASE WHEN narrowing THEN greatest(1, rows / 2) ELSE rows * 2 END;
                    EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception THEN
                        GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, said = MESSAGE_TEXT, broken = CONSTRAINT_NAME;
                        IF state = '23514' AND broken = '' THEN
                            RAISE;
                        ELSIF rows > 1 THEN
                            rows := rows / 2;
                            narrowing := true;
                        ELSE
                            INSERT INTO pg_temp.channel_data_refused VALUES (at, said);
                            DELETE FROM pg_temp.channel_data_sieve WHERE place = at;
                            at := at + 1;
                            narrowing := false;
                        END IF;
                    END;
                END LOOP;
            END
            $sift$""";
    private static final String REFUSED = "SELECT place, reason FROM pg_temp.channel_data_refused ORDER BY place";
    /** One look-up by the key for each row: a join could be planned as a scan of all there is. */
    private static final String LEFT_OUT = "SELECT s.channel_id, count(*) FROM pg_temp.%s s, LATERAL (SELECT "
            + "value, quality FROM channel_data WHERE time = s.time AND channel_id = s.channel_id LIMIT 1) d "
            + "WHERE (d.value, d.quality) IS DISTINCT FROM (s.value, s.quality) GROUP BY s.channel_id";

    /**
     * What became of rows; those that are in neither list are stored, or were before.
     *
     * @param leftOut by channel, how many have a time that another value has already
     */
    record Sifted(List<SetAside.Refusal> refused, Map<String, Long> leftOut) {
    }

    private Sieve() {
    }

    /** Before the rows are copied in. @param made whether an earlier transaction of this connection made the tables */
    static void prepare(Statement statement, boolean made) throws SQLException {
        if (!made) {
            for (String table : TABLES) {
                statement.execute(table);
            }
        }
        statement.execute(EMPTY);
    }

    /** Stores what was copied in, which are these rows but for the wishes among them. */
    static Sifted sift(Statement statement, Rows rows) throws SQLException {
        statement.execute(SIFT);
        List<SetAside.Refusal> refused = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(REFUSED)) {
            int row = rows.from() - 1;
            long place = 0;
            while (result.next()) {
                while (place < result.getLong(1)) {
                    row++;
                    place += rows.batch().keepDays(row) < 0 ? 0 : 1;
                }
                refused.add(new SetAside.Refusal(rows.batch(), row, result.getString(2).lines().findFirst().orElse("")));
            }
        }
        LongerKept.noteCollided(statement, TABLE);
        return new Sifted(refused, leftOut(statement, TABLE));
    }

    /** Of a staging table's rows that channel_data had no room for: those that differ from what is there, by channel. */
    static Map<String, Long> leftOut(Statement statement, String staging) throws SQLException {
        Map<String, Long> leftOut = new HashMap<>();
        try (ResultSet different = statement.executeQuery(LEFT_OUT.formatted(staging))) {
            while (different.next()) {
                leftOut.put(different.getString(1), different.getLong(2));
            }
        }
        return leftOut;
    }
}
