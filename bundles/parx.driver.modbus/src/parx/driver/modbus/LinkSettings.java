package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.util.concurrent.TimeUnit;
import parx.driver.CommonSettings;
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
            throw new SettingsException("host", TEXTS.of("host.missing"));
        }
        return new LinkSettings(kind, host, s.within("port", TEXTS.of("device.port"), 502, 1, 65_535),
                kind == Kind.SERIAL ? SerialLine.of(s) : null,
                CommonSettings.connectTimeoutMillis(s),
                s.within("timeout", TEXTS.of("connection.timeout"), 1_000, 10, 60_000),
                s.within("retries", TEXTS.of("connection.retries"), 2, 0, 10),
                kind == Kind.TCP ? s.within("requestsInFlight", TEXTS.of("connection.requestsInFlight"), 1, 1, 16) : 1,
                s.within("maxRegisters", TEXTS.of("connection.maxRegisters"), 125, 1, 125),
                s.within("maxBits", TEXTS.of("connection.maxBits"), 2_000, 1, 2_000),
                s.within("gap", TEXTS.of("connection.gap"), 8, 0, 124),
                TimeUnit.SECONDS.toNanos(s.within("deadUnitRetry", TEXTS.of("connection.deadUnitRetry"), 10, 1, 3_600)),
                TimeUnit.SECONDS.toNanos(s.within("quarantineRetry", TEXTS.of("connection.quarantineRetry"), 60, 1, 86_400)),
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
            default -> throw new SettingsException("transport", TEXTS.of("transport.unknown", key));
        };
    }
}
