package parx.driver.modbus;

import java.util.concurrent.TimeUnit;
import parx.model.Settings;
import parx.model.SettingsException;

/**
 * What a Modbus connection runs by: its settings, checked. Immutable, any thread.
 *
 * @param serial            null unless the transport is serial
 * @param timeoutMillis     how long to wait for an answer
 * @param retries           how often a request without answer is sent again
 * @param requestsInFlight  1–16; 1 where frames carry no id
 * @param gap               registers that may be read in vain to merge two requests
 */
record LinkSettings(Kind kind, String host, int port, SerialLine serial, int connectTimeoutMillis, int timeoutMillis,
        int retries, int requestsInFlight, int maxRegisters, int maxBits, int gap, long deadUnitRetryNanos,
        long quarantineRetryNanos, boolean readBackBy23) {

    /** How frames travel. */
    enum Kind { TCP, RTU_TCP, SERIAL }

    /** @throws SettingsException naming the setting that is wrong or missing, with a sentence */
    static LinkSettings of(Settings s) {
        Kind kind = kind(s);
        String host = s.text("host", "").trim();
        if (kind != Kind.SERIAL && host.isEmpty()) {
            throw new SettingsException("host", "The host is missing: give the device's name or IP address");
        }
        return new LinkSettings(kind, host, s.within("port", "The port", 502, 1, 65_535),
                kind == Kind.SERIAL ? SerialLine.of(s) : null,
                s.within("connectTimeout", "The connect time-out", 3_000, 10, 60_000),
                s.within("timeout", "The response time-out", 1_000, 10, 60_000),
                s.within("retries", "Retries", 2, 0, 10),
                kind == Kind.TCP ? s.within("requestsInFlight", "Requests in flight", 1, 1, 16) : 1,
                s.within("maxRegisters", "Registers per request", 125, 1, 125),
                s.within("maxBits", "Bits per request", 2_000, 1, 2_000),
                s.within("gap", "The gap", 8, 0, 124),
                TimeUnit.SECONDS.toNanos(s.within("deadUnitRetry", "The retry of a silent unit", 10, 1, 3_600)),
                TimeUnit.SECONDS.toNanos(s.within("quarantineRetry", "The retry of refused addresses", 60, 1, 86_400)),
                s.flag("readBackBy23", false));
    }

    /** The same, with time-outs short enough to be done within this time. */
    LinkSettings within(long millis) {
        return new LinkSettings(kind, host, port, serial, (int) Math.max(1, Math.min(connectTimeoutMillis, millis / 2)),
                (int) Math.max(1, Math.min(timeoutMillis, millis / 4)), 0, 1, maxRegisters, maxBits, gap,
                deadUnitRetryNanos, quarantineRetryNanos, readBackBy23);
    }

    long timeoutNanos() {
        return TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    String connectionName() {
        return switch (kind) {
            case TCP -> "Modbus TCP " + host + ":" + port;
            case RTU_TCP -> "Modbus RTU over TCP " + host + ":" + port;
            case SERIAL -> "Modbus RTU " + serial.describe();
        };
    }

    private static Kind kind(Settings s) {
        String key = s.nonBlank("transport", "tcp");
        return switch (key) {
            case "tcp" -> Kind.TCP;
            case "rtu-tcp" -> Kind.RTU_TCP;
            case "serial" -> Kind.SERIAL;
            default -> throw new SettingsException("transport",
                    "The transport must be tcp, rtu-tcp or serial, but is " + key);
        };
    }
}
