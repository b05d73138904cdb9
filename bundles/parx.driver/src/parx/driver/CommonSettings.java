package parx.driver;

import static parx.driver.DriverTexts.TEXTS;

import parx.model.Settings;

/** Settings that mean the same to every driver that polls, so that they read the same in every form. Immutable, any thread. */
public final class CommonSettings {
    private static final int STANDARD_CONNECT_MILLIS = 3_000;
    private static final int LEAST_MILLIS = 10;
    private static final int MOST_CONNECT_MILLIS = 60_000;

    private CommonSettings() {
    }

    /** How often one channel is read; acquisition's. */
    public static Setting channelScanRate() {
        return Setting.channel("scanRate").integer(LEAST_MILLIS, 3_600_000).unit("ms").said(TEXTS);
    }

    /** How often the channels of a connection are read; acquisition's. */
    public static Setting connectionScanRate() {
        return Setting.connection("scanRate").integer(LEAST_MILLIS, 3_600_000).unit("ms").standard(1_000).said(TEXTS);
    }

    /** How long the driver waits for a connection. */
    public static Setting connectTimeout() {
        return Setting.connection("connectTimeout").integer(LEAST_MILLIS, MOST_CONNECT_MILLIS).unit("ms")
                .standard(STANDARD_CONNECT_MILLIS).said(TEXTS);
    }

    /** The value of {@link #connectTimeout}. @throws parx.model.SettingsException where it is none */
    public static int connectTimeoutMillis(Settings connection) {
        return connection.within("connectTimeout", TEXTS.of("connection.connectTimeout"), STANDARD_CONNECT_MILLIS,
                LEAST_MILLIS, MOST_CONNECT_MILLIS);
    }

    /** How long to wait before connecting anew; acquisition's, which opens every connection. */
    public static Setting firstReconnect() {
        return Setting.connection("retryMin").integer(1, 600_000).unit("ms").standard(1_000).said(TEXTS);
    }

    /** How long that wait gets at most; acquisition's. */
    public static Setting longestReconnect() {
        return Setting.connection("retryMax").integer(1, 3_600_000).unit("ms").standard(30_000).said(TEXTS);
    }
}
