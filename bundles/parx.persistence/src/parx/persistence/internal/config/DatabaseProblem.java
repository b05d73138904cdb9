package parx.persistence.internal.config;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import parx.model.Sentence;

/** What PostgreSQL or the way to it has, as a sentence for people. Pure functions, any thread. */
public final class DatabaseProblem {
    private static final String CANNOT_CONNECT = "08001";
    private static final String REJECTED = "08004";
    private static final String PROTOCOL_VIOLATION = "08P01";

    private DatabaseProblem() {
    }

    /**
     * @param address host, port and database, as in the URL
     * @param user    as which ParX signs in
     */
    public static Sentence sentence(SQLException problem, String address, String user) {
        String state = String.valueOf(problem.getSQLState());
        return switch (state) {
            case "28P01" -> TEXTS.of("database.password", address, user);
            case "28000", REJECTED -> TEXTS.of("database.rejected", address, user, problem.getMessage());
            case "3D000" -> TEXTS.of("database.missing", address, user);
            case PROTOCOL_VIOLATION -> TEXTS.of("database.other", address);
            case "53300" -> TEXTS.of("database.connections", address);
            case "57P03" -> TEXTS.of("database.starting", address);
            case "53100" -> TEXTS.of("database.full", address);
            case "25006" -> TEXTS.of("database.readOnly", address);
            case "42501" -> TEXTS.of("database.privilege", address, user, problem.getMessage());
            default -> isConnectionLoss(problem) ? unreachable(problem, address)
                    : TEXTS.of("database.reports", address, problem.getMessage());
        };
    }

    /** Whether the server could not be reached or went away, so that a later attempt may succeed. */
    public static boolean isConnectionLoss(SQLException problem) {
        String state = String.valueOf(problem.getSQLState()).toUpperCase(Locale.ROOT);
        return state.startsWith("08") || state.startsWith("57P") || cause(problem, IOException.class) != null
                || problem instanceof java.sql.SQLTransientConnectionException;
    }

    private static Sentence unreachable(SQLException problem, String address) {
        if (cause(problem, UnknownHostException.class) != null) {
            return TEXTS.of("database.noHost", address);
        }
        if (cause(problem, NoRouteToHostException.class) != null) {
            return TEXTS.of("database.noRoute", address);
        }
        if (cause(problem, ConnectException.class) != null) {
            return TEXTS.of("database.nobody", address);
        }
        boolean unanswered = CANNOT_CONNECT.equals(problem.getSQLState()) && cause(problem, IOException.class) == null;
        boolean late = unanswered || cause(problem, SocketTimeoutException.class) != null;
        return TEXTS.of(late ? "database.silent" : "database.lost", address);
    }

    private static <T extends Throwable> T cause(Throwable problem, Class<T> type) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
