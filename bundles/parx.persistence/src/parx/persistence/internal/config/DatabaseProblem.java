package parx.persistence.internal.config;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;

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
    public static String sentence(SQLException problem, String address, String user) {
        String state = String.valueOf(problem.getSQLState());
        String known = switch (state) {
            case "28P01" -> "The PostgreSQL at " + address + " refuses the password of the user ‘" + user
                    + "’. Correct the user or the password.";
            case "28000", REJECTED -> "The PostgreSQL at " + address + " does not let the user ‘" + user + "’ in ("
                    + problem.getMessage() + "). Correct the user, or let it in in the server's pg_hba.conf.";
            case "3D000" -> "The PostgreSQL at " + address + " has no such database. Create it (CREATE DATABASE … OWNER "
                    + user + ") or correct the name.";
            case PROTOCOL_VIOLATION -> "What answers at " + address + " is no PostgreSQL. Correct host and port.";
            case "53300" -> "The PostgreSQL at " + address + " has no free connection. End other programs that use it,"
                    + " or raise its max_connections.";
            case "57P03" -> "The PostgreSQL at " + address + " is starting up or shutting down. ParX tries again by"
                    + " itself.";
            case "53100" -> "The disk of the PostgreSQL at " + address + " is full. Free some space there.";
            case "25006" -> "The PostgreSQL at " + address + " is read-only (a standby?). Give ParX the primary server.";
            case "42501" -> "The user ‘" + user + "’ lacks a privilege in the PostgreSQL at " + address + " ("
                    + problem.getMessage() + "). Let it own the database.";
            default -> null;
        };
        if (known != null) {
            return known;
        }
        return isConnectionLoss(problem) ? unreachable(problem, address)
                : "The PostgreSQL at " + address + " reports: " + problem.getMessage() + ".";
    }

    /** Whether the server could not be reached or went away, so that a later attempt may succeed. */
    public static boolean isConnectionLoss(SQLException problem) {
        String state = String.valueOf(problem.getSQLState()).toUpperCase(Locale.ROOT);
        return state.startsWith("08") || state.startsWith("57P") || cause(problem, IOException.class) != null
                || problem instanceof java.sql.SQLTransientConnectionException;
    }

    private static String unreachable(SQLException problem, String address) {
        if (cause(problem, UnknownHostException.class) != null) {
            return "No computer is known by the name in " + address + ". Correct the host name, or check the network.";
        }
        if (cause(problem, NoRouteToHostException.class) != null) {
            return "There is no way to " + address + ". Check the network.";
        }
        if (cause(problem, ConnectException.class) != null) {
            return "No PostgreSQL answers at " + address + ". Check host and port, and whether the server runs.";
        }
        boolean unanswered = CANNOT_CONNECT.equals(problem.getSQLState()) && cause(problem, IOException.class) == null;
        if (unanswered || cause(problem, SocketTimeoutException.class) != null) {
            return "The PostgreSQL at " + address + " does not answer in time. Check the network, a firewall, and whether"
                    + " the server runs.";
        }
        return "The connection to the PostgreSQL at " + address + " is lost. ParX connects again by itself as soon as"
                + " the server answers.";
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
