package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import parx.model.Sentence;

/** What a failed statement means for the rows in it, by SQLSTATE. Pure, any thread. */
enum SqlFailure {
    /** The server or the way to it is away; whether the last commit happened is unknown. Try again for ever. */
    AWAY,
    /** The server cannot do it now, whatever the rows: no disk, no privilege, no table. Try again for ever. */
    REFUSED,
    /** A row is stored already. */
    DUPLICATE,
    /** No partition covers a row's time. */
    NO_PARTITION,
    /** A row will never be accepted. */
    POISON;

    private static final Pattern COPY_LINE = Pattern.compile("^COPY \\S+, \\D*(\\d{1,9})");

    static SqlFailure of(SQLException e) {
        String state = stateOf(e);
        if (state.equals("23505")) {
            return DUPLICATE;
        }
        if (state.equals("23514") && isMissingPartition(e)) {
            return NO_PARTITION;
        }
        // P0001: a trigger that somebody added refuses the row by RAISE.
        if (state.startsWith("22") || state.startsWith("23") || state.equals("P0001")) {
            return POISON;
        }
        boolean away = state.isEmpty() || state.startsWith("08") || state.startsWith("57P")
                || e instanceof SQLTransientConnectionException;
        return away ? AWAY : REFUSED;
    }

    /** For people: what happened, and what to do next. */
    static Sentence sentence(SQLException e) {
        String state = stateOf(e);
        String said = firstLine(e);
        return switch (of(e)) {
            case AWAY -> switch (state) {
                case "57P03" -> TEXTS.of("store.starting");
                case "57P01", "57P02" -> TEXTS.of("store.stopped");
                default -> TEXTS.of("store.away", said);
            };
            case REFUSED -> switch (state) {
                case "53100" -> TEXTS.of("store.full");
                case "53300" -> TEXTS.of("store.connections");
                case "42501" -> TEXTS.of("store.privilege", said);
                default -> TEXTS.of("store.refused", said);
            };
            default -> Sentence.of(said);
        };
    }

    /**
     * Which row of a COPY the server names as the one that it refuses, from 0 on; -1 where it names none. The word for
     * line is in the server's language.
     */
    static int rowOf(SQLException e) {
        String where = e instanceof PSQLException p && p.getServerErrorMessage() != null
                ? p.getServerErrorMessage().getWhere() : null;
        Matcher line = COPY_LINE.matcher(where == null ? "" : where);
        return line.find() ? Integer.parseInt(line.group(1)) - 1 : -1;
    }

    /** What PostgreSQL or its driver said; a pool only says that it waited. */
    static String firstLine(SQLException e) {
        Throwable said = e;
        while (!(said instanceof PSQLException) && said.getCause() != null) {
            said = said.getCause();
        }
        String message = said instanceof PSQLException p && p.getServerErrorMessage() != null
                ? p.getServerErrorMessage().getMessage() : said.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
    }

    /** The first SQLSTATE in the chain: a pool's own exception has none, its cause has. */
    private static String stateOf(SQLException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    /** By the routine, because the message is in the server's language. */
    private static boolean isMissingPartition(SQLException e) {
        return e instanceof PSQLException p && p.getServerErrorMessage() != null
                && "ExecFindPartition".equals(p.getServerErrorMessage().getRoutine());
    }
}
