package parx.driver;

/**
 * Counters of one connection since it was made. Immutable, any thread.
 *
 * @param requests        requests sent
 * @param failures        requests that got no valid answer
 * @param lastRoundTripMicros time from the last request to its answer; -1 before the first
 * @param quarantined     addresses left out because the device refuses them, retried later
 * @param problem         a sentence about what is wrong right now though the link stands (a dead unit, a refused
 *                        address), or empty
 */
public record ConnectionStatistics(long requests, long failures, long lastRoundTripMicros, int quarantined,
        String problem) {
    public static final ConnectionStatistics NONE = new ConnectionStatistics(0, 0, -1, 0, "");
}
