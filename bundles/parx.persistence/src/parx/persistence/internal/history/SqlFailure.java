package parx.persistence.internal.history;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;

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
    static String sentence(SQLException e) {
        String state = stateOf(e);
        String said = firstLine(e);
        return switch (of(e)) {
            case AWAY -> switch (state) {
                case "57P03" -> "PostgreSQL is starting; samples are kept until it answers.";
                case "57P01", "57P02" -> "PostgreSQL was stopped; samples are kept until it is back.";
                default -> "PostgreSQL does not answer (" + said + "); samples are kept until it is back.";
            };
            case REFUSED -> switch (state) {
                case "53100" -> "PostgreSQL has no disk space left; samples are kept. Free some space on its disk.";
                case "53300" -> "PostgreSQL has no connection left; samples are kept. Raise max_connections.";
                case "42501" -> "PostgreSQL refuses to store samples for lack of privilege (" + said
                        + "); samples are kept. Grant INSERT on channel_data.";
                default -> "PostgreSQL cannot store samples now (" + said + "); they are kept and tried again.";
            };
            default -> said;
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
