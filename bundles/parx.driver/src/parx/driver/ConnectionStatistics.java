package parx.driver;

/**
 * Counters of one connection since it was made. Immutable, any thread.
 *
 * @param requests        requests sent
 * @param failures        requests that got no valid answer
 * @param lastRoundTripMicros time from the last request to its answer; -1 before the first
 * @param quarantined     addresses left out because the device refuses them, retried later
 * @param lost            samples that came and went because a queue was full, here or in the device
 * @param problem         a sentence about what is wrong right now though the link stands (a dead unit, a refused
 *                        address), or empty
 */
public record ConnectionStatistics(long requests, long failures, long lastRoundTripMicros, int quarantined,
        long lost, String problem) {
    public static final ConnectionStatistics NONE = new ConnectionStatistics(0, 0, -1, 0, "");

    /** Of a device that is asked: it sends nothing that could get lost. */
    public ConnectionStatistics(long requests, long failures, long lastRoundTripMicros, int quarantined, String problem) {
        this(requests, failures, lastRoundTripMicros, quarantined, 0, problem);
    }
}
