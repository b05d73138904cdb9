package parx.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import parx.service.Endpoints;

/**
 * What a person types to use existing databases, as text. Immutable, any thread.
 *
 * @param redisHost empty to do without Redis
 */
record ExistingServers(String host, String port, String database, String user, String password, String redisHost,
        String redisPort, String redisPassword) {
    static final ExistingServers STANDARD = new ExistingServers("", "5432", "parx", "parx", "", "", "6379", "");

    /** What a person would have typed for these; empty where an address has what the form has no field for. */
    static Optional<ExistingServers> of(Endpoints endpoints) {
        try {
            URI database = new URI(endpoints.jdbcUrl().substring("jdbc:".length()));
            URI redis = endpoints.redisUri().isEmpty() ? null : new URI(endpoints.redisUri());
            String user = redis == null || redis.getUserInfo() == null ? ":" : redis.getUserInfo();
            ExistingServers typed = new ExistingServers(host(database), port(database, STANDARD.port),
                    database.getPath() == null ? "" : database.getPath().replaceFirst("^/", ""), endpoints.user(), endpoints.password(),
                    redis == null ? "" : host(redis), port(redis, STANDARD.redisPort), user.substring(1));
            // The way back must lead to the same: options, another Redis database or a user's name would be lost else.
            return typed.problems().isEmpty() && typed.endpoints().equals(endpoints) ? Optional.of(typed) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String host(URI address) {
        return address.getHost() == null ? "" : address.getHost().replaceAll("[\\[\\]]", "");
    }

    private static String port(URI address, String standard) {
        return address == null || address.getPort() < 0 ? standard : String.valueOf(address.getPort());
    }

    /** The key of a field's words, for each field that is wrong, in their order on the form. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        if (!isHost(host)) {
            problems.put("host", "first.problem.host");
        }
        if (!isPort(port)) {
            problems.put("port", "first.problem.port");
        }
        if (database.isBlank()) {
            problems.put("database", "first.problem.database");
        }
        if (user.isBlank()) {
            problems.put("user", "first.problem.user");
        }
        if (!redisHost.isBlank()) {
            if (!isHost(redisHost)) {
                problems.put("redisHost", "first.problem.host");
            }
            if (!isPort(redisPort)) {
                problems.put("redisPort", "first.problem.port");
            }
        }
        return problems;
    }

    /** Call only where there are no {@link #problems}. */
    Endpoints endpoints() {
        try {
            // URI puts the brackets around IPv6 and escapes what a password or a name may contain.
            String address = new URI(null, null, host.strip(), portNumber(), "/" + database.strip(), null, null).toASCIIString();
            String redis = redisHost.isBlank() ? "" : new URI("redis",
                    redisPassword.isEmpty() ? null : ":" + redisPassword, redisHost.strip(), redisPortNumber(), null, null, null).toASCIIString();
            return new Endpoints("jdbc:postgresql:" + address, user.strip(), password, redis);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("checked before: " + e.getMessage(), e);
        }
    }

    int portNumber() {
        return Integer.parseInt(port.strip());
    }

    int redisPortNumber() {
        return Integer.parseInt(redisPort.strip());
    }

    private static boolean isHost(String text) {
        try {
            return !text.isBlank() && new URI(null, null, text.strip(), 1, null, null, null).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isPort(String text) {
        try {
            int number = Integer.parseInt(text.strip());
            return number > 0 && number < 65_536;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
