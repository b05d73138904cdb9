package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import parx.driver.CommonSettings;
import parx.model.Settings;
import parx.model.SettingsException;

/**
 * How a server is reached, and how ParX behaves towards it. Immutable, any thread.
 *
 * @param path      of the endpoint with its slash, or empty
 * @param password  empty where there is no user
 * @param silenceMillis how much longer than it promised the server may say nothing
 */
record ServerSettings(String host, int port, String path, Mode mode, Policy policy, String user, String password,
        Timestamps timestamps, int connectTimeoutMillis, int timeoutMillis, int publishingMillis, int queueSeconds,
        int itemsPerSubscription, int silenceMillis, int refusedRetrySeconds) {
    static final int LONGEST_ENDPOINT = 500;
    static final int LONGEST_USER = 200;
    static final int STANDARD_PORT = 4840;
    static final int STANDARD_TIMEOUT = 5_000;
    static final int STANDARD_PUBLISHING = 250;
    static final int STANDARD_QUEUE_SECONDS = 10;
    static final int STANDARD_ITEMS = 1_000;
    static final int STANDARD_SILENCE = 3_000;
    static final int STANDARD_REFUSED_SECONDS = 60;
    private static final String SCHEME = "opc.tcp";

    /** What is done to the messages, as the specification's configs name it. */
    enum Mode {
        NONE("None"), SIGN("Sign"), SIGN_AND_ENCRYPT("SignAndEncrypt");

        final String key;

        Mode(String key) {
            this.key = key;
        }

        static Mode of(String key) {
            for (Mode mode : values()) {
                if (mode.key.equals(key)) {
                    return mode;
                }
            }
            throw new SettingsException("securityMode", TEXTS.of("mode.unknown", key));
        }
    }

    /** How it is done. The older policies are broken, hence not here; the later one here is the better. */
    enum Policy {
        BEST("best"), AES128("Aes128_Sha256_RsaOaep"), BASIC256SHA256("Basic256Sha256"), AES256("Aes256_Sha256_RsaPss");

        final String key;

        Policy(String key) {
            this.key = key;
        }

        static Policy of(String key) {
            for (Policy policy : values()) {
                if (policy.key.equals(key)) {
                    return policy;
                }
            }
            throw new SettingsException("securityPolicy", TEXTS.of("policy.unknown", key));
        }
    }

    /** Whose clock a value's time is from. */
    enum Timestamps { SOURCE, SERVER, RECEIVED }

    /** @throws SettingsException where the endpoint is none, or another setting is out of its range */
    static ServerSettings of(Settings config) {
        String typed = config.text("endpoint", "").strip();
        if (typed.isEmpty()) {
            throw new SettingsException("endpoint", TEXTS.of("endpoint.missing"));
        }
        URI url = url(typed);
        return new ServerSettings(url.getHost().toLowerCase(Locale.ROOT), url.getPort() < 0 ? STANDARD_PORT : url.getPort(),
                path(url), Mode.of(config.text("securityMode", Mode.NONE.key)),
                Policy.of(config.text("securityPolicy", Policy.BEST.key)), config.text("user", "").strip(),
                config.text("password", ""), timestamps(config.text("timestamps", "source")),
                CommonSettings.connectTimeoutMillis(config),
                within(config, "timeout", STANDARD_TIMEOUT, 100, 60_000),
                within(config, "publishing", STANDARD_PUBLISHING, 10, 60_000),
                within(config, "queueTime", STANDARD_QUEUE_SECONDS, 0, 3_600),
                within(config, "itemsPerSubscription", STANDARD_ITEMS, 1, 100_000),
                within(config, "silence", STANDARD_SILENCE, 500, 600_000),
                within(config, "refusedRetry", STANDARD_REFUSED_SECONDS, 1, 86_400));
    }

    private static URI url(String typed) {
        try {
            URI url = new URI(typed.length() > LONGEST_ENDPOINT ? "" : typed);
            boolean valid = SCHEME.equalsIgnoreCase(url.getScheme()) && url.getHost() != null && url.getPort() <= 65_535
                    && url.getPort() != 0 && url.getUserInfo() == null;
            if (valid) {
                return url;
            }
            throw new SettingsException("endpoint", TEXTS.of("endpoint.form", typed));
        } catch (URISyntaxException e) {
            throw new SettingsException("endpoint", TEXTS.of("endpoint.form", typed));
        }
    }

    private static String path(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return path.equals("/") ? "" : path;
    }

    private static Timestamps timestamps(String key) {
        return switch (key) {
            case "source" -> Timestamps.SOURCE;
            case "server" -> Timestamps.SERVER;
            case "received" -> Timestamps.RECEIVED;
            default -> throw new SettingsException("timestamps", TEXTS.of("timestamps.unknown", key));
        };
    }

    private static int within(Settings config, String key, int standard, int least, int most) {
        return config.within(key, TEXTS.of("connection." + key), standard, least, most);
    }

    /** "opc.tcp://192.168.1.30:4840". */
    String url() {
        return SCHEME + "://" + host + ":" + port + path;
    }

    /** As people name it. Two ways of securing the same endpoint are two connections. */
    String connectionName() {
        return "OPC UA " + url() + (mode == Mode.NONE ? "" : " (" + mode.key + ")");
    }

    /** Whoever tests by hand does not wait for longer than this in all. */
    ServerSettings within(long limitMillis) {
        int each = (int) Math.max(100, Math.min(limitMillis / 3, Integer.MAX_VALUE));
        return new ServerSettings(host, port, path, mode, policy, user, password, timestamps,
                Math.min(connectTimeoutMillis, each), Math.min(timeoutMillis, each), publishingMillis, queueSeconds,
                itemsPerSubscription, silenceMillis, refusedRetrySeconds);
    }

    /** Without the password, wherever it ends up. */
    @Override
    public String toString() {
        return connectionName();
    }

    long timeoutNanos() {
        return TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    long refusedRetryNanos() {
        return TimeUnit.SECONDS.toNanos(refusedRetrySeconds);
    }
}
