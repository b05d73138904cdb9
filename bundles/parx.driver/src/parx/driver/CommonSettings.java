package parx.driver;

/** Settings that mean the same to every driver that polls, so that they read the same in every form. Immutable, any thread. */
public final class CommonSettings {
    private CommonSettings() {
    }

    /** How often one channel is read; acquisition's. */
    public static Setting channelScanRate() {
        return Setting.channel("scanRate", "Scan rate").integer(10, 3_600_000).unit("ms")
                .help("How often this channel is read, 10 to 3600000 ms. Left empty, the connection's scan rate holds.");
    }

    /** How often the channels of a connection are read; acquisition's. */
    public static Setting connectionScanRate() {
        return Setting.connection("scanRate", "Scan rate").integer(10, 3_600_000).unit("ms").standard(1_000)
                .help("How often channels without a scan rate of their own are read, 10 to 3600000 ms.");
    }

    /** How long the driver waits for a connection. */
    public static Setting connectTimeout() {
        return Setting.connection("connectTimeout", "Connect time-out").integer(10, 60_000).unit("ms").standard(3_000)
                .help("How long to wait for the connection, 10 to 60000 ms. Raise it on slow links.");
    }

    /** How long to wait before connecting anew; acquisition's, which opens every connection. */
    public static Setting firstReconnect() {
        return Setting.connection("retryMin", "First reconnect after").integer(1, 600_000).unit("ms").standard(1_000)
                .help("How long to wait after the connection was lost or could not be made, 1 to 600000 ms. The wait grows "
                        + "with every failure, up to the longest.");
    }

    /** How long that wait gets at most; acquisition's. */
    public static Setting longestReconnect() {
        return Setting.connection("retryMax", "Longest wait to reconnect").integer(1, 3_600_000).unit("ms").standard(30_000)
                .help("The longest wait between two attempts to connect, 1 to 3600000 ms. Shorter finds a device "
                        + "sooner after a long outage, longer spares the network.");
    }
}
