package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.concurrent.TimeUnit;
import parx.driver.CommonSettings;
import parx.model.Settings;
import parx.model.SettingsException;

/**
 * What a connection to a controller runs by: its settings, checked. Immutable, any thread.
 *
 * @param timeoutMillis  how long to wait for an answer
 * @param rpiMillis      requested packet interval: the link is never silent for longer
 * @param connectionSize the most bytes of a message that is asked for, 100–4000
 * @param connected      whether to open a CIP connection; else every message finds its way by itself
 */
record LinkSettings(String host, int port, Route route, int connectTimeoutMillis, int timeoutMillis, int rpiMillis,
        int connectionSize, boolean connected, long refusedRetryNanos) {
    static final int STANDARD_PORT = 44_818;
    static final int STANDARD_TIMEOUT = 2_000;
    static final int SMALLEST_CONNECTION = 100;
    static final int LARGEST_CONNECTION = 4_000;
    static final int SHORTEST_RPI = 100;
    static final int STANDARD_RPI = 2_000;
    static final int LONGEST_RPI = 30_000;
    static final int STANDARD_RETRY = 10;

    /** @throws SettingsException naming the setting that is wrong or missing, with a sentence */
    static LinkSettings of(Settings s) {
        String host = s.nonBlank("host", "");
        if (host.isEmpty()) {
            throw new SettingsException("host", TEXTS.of("host.missing"));
        }
        String messaging = s.nonBlank("messaging", "connected");
        if (!messaging.equals("connected") && !messaging.equals("unconnected")) {
            throw new SettingsException("messaging", TEXTS.of("messaging.unknown", messaging));
        }
        return new LinkSettings(host, s.within("port", TEXTS.of("device.port"), STANDARD_PORT, 1, 65_535), Route.of(s),
                CommonSettings.connectTimeoutMillis(s),
                s.within("timeout", TEXTS.of("connection.timeout"), STANDARD_TIMEOUT, 10, 60_000),
                s.within("rpi", TEXTS.of("connection.rpi"), STANDARD_RPI, SHORTEST_RPI, LONGEST_RPI),
                s.within("connectionSize", TEXTS.of("connection.connectionSize"), LARGEST_CONNECTION, SMALLEST_CONNECTION,
                        LARGEST_CONNECTION),
                messaging.equals("connected"),
                TimeUnit.SECONDS.toNanos(s.within("refusedRetry", TEXTS.of("connection.refusedRetry"), STANDARD_RETRY, 1,
                        86_400)));
    }

    /** The same, with time-outs short enough to be done within this time. */
    LinkSettings within(long millis) {
        return new LinkSettings(host, port, route, (int) Math.max(1, Math.min(connectTimeoutMillis, millis / 2)),
                (int) Math.max(1, Math.min(timeoutMillis, millis / 6)), rpiMillis, connectionSize, connected, refusedRetryNanos);
    }

    long timeoutNanos() {
        return TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    String name() {
        return host + ":" + port;
    }

    String connectionName() {
        return "EtherNet/IP " + name() + (route.isEmpty() ? "" : ", " + route.describe());
    }
}
