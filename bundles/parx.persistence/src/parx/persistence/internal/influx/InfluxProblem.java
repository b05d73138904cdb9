package parx.persistence.internal.influx;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import parx.persistence.internal.influx.InfluxServer.Answer;

/** What an InfluxDB or the way to it has, as a sentence for people; never with credentials. Pure functions, any thread. */
final class InfluxProblem {
    private static final String WAITS = " Samples wait meanwhile.";

    private InfluxProblem() {
    }

    static String unreachable(InfluxSettings settings, IOException problem) {
        String server = "The InfluxDB at " + settings.address();
        if (cause(problem, UnknownHostException.class) || cause(problem, UnresolvedAddressException.class)) {
            return "No computer is known by the name in " + settings.server()
                    + ". Correct the rule's ‘url’, or check the network." + WAITS;
        }
        if (cause(problem, HttpTimeoutException.class)) {
            return server + " does not answer in time. ParX tries again by itself." + WAITS;
        }
        if (cause(problem, SSLException.class)) {
            return server + " cannot be talked to in secret (" + problem.getMessage()
                    + "). Check its certificate, or whether it speaks https at all." + WAITS;
        }
        if (cause(problem, ConnectException.class)) {
            return server + " cannot be reached. Start it, or correct the rule's ‘url’." + WAITS;
        }
        return server + " broke the connection (" + problem.getMessage() + "). ParX tries again by itself." + WAITS;
    }

    static String refusal(InfluxSettings settings, Answer answer) {
        String server = "The InfluxDB at " + settings.address();
        String words = answer.error().isEmpty() ? "" : ": " + answer.error();
        return switch (answer.status()) {
            case 401 -> server + " refuses the credentials. Correct the rule's ‘user’ and ‘password’ or ‘token’." + WAITS;
            case 403 -> server + " does not let " + (settings.user().isEmpty() ? "this token" : "the user ‘" + settings.user()
                    + "’") + " write. Grant the right to write, or correct the rule." + WAITS;
            case 404 -> server + " does not know where to write" + words + ". Create the database (CREATE DATABASE … on 1.x,"
                    + " a bucket with a mapping on 2.x) or correct the rule." + WAITS;
            case 301, 302, 307, 308 -> server + " says that it is elsewhere. Give the rule the address that it has now." + WAITS;
            case 429, 503 -> server + " is busy (" + answer.status() + words + "). ParX tries again by itself." + WAITS;
            default -> server + " does not store samples now (" + answer.status() + words
                    + "). ParX tries again; see the server's log." + WAITS;
        };
    }

    private static boolean cause(Throwable problem, Class<? extends Throwable> type) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
