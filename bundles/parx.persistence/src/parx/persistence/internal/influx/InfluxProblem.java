package parx.persistence.internal.influx;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import parx.model.Sentence;
import parx.persistence.internal.influx.InfluxServer.Answer;

/** What an InfluxDB or the way to it has, as a sentence for people; never with credentials. Pure functions, any thread. */
final class InfluxProblem {
    private InfluxProblem() {
    }

    static Sentence unreachable(InfluxSettings settings, IOException problem) {
        if (problem instanceof Secret.Missing secret) {
            return secret.sentence();
        }
        if (cause(problem, UnknownHostException.class) || cause(problem, UnresolvedAddressException.class)) {
            return TEXTS.of("influx.noHost", settings.server());
        }
        if (cause(problem, HttpTimeoutException.class)) {
            return TEXTS.of("influx.silent", settings.address());
        }
        if (cause(problem, SSLException.class)) {
            return TEXTS.of("influx.secret", settings.address(), problem.getMessage());
        }
        if (cause(problem, ConnectException.class)) {
            return TEXTS.of("influx.unreachable", settings.address());
        }
        return TEXTS.of("influx.broken", settings.address(), problem.getMessage());
    }

    static Sentence refusal(InfluxSettings settings, Answer answer) {
        String address = settings.address();
        String words = answer.error().isEmpty() ? "" : ": " + answer.error();
        return switch (answer.status()) {
            case 401 -> TEXTS.of("influx.credentials", address);
            case 403 -> settings.user().isEmpty() ? TEXTS.of("influx.tokenDenied", address)
                    : TEXTS.of("influx.userDenied", address, settings.user());
            case 404 -> TEXTS.of("influx.noDatabase", address, words);
            case 301, 302, 307, 308 -> TEXTS.of("influx.elsewhere", address);
            case 429, 503 -> TEXTS.of("influx.busy", address, answer.status() + words);
            default -> TEXTS.of("influx.refused", address, answer.status() + words);
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
