package parx.model;

/**
 * Why a value has its quality. History stores only {@link Quality}; live views and logs show the reason.
 * Immutable, any thread.
 */
public enum Reason {
    NONE(Quality.GOOD),
    /** The channel was configured or ParX was started, and no value has arrived yet. */
    NOT_YET_READ(Quality.BAD),
    COMM_FAILURE(Quality.BAD),
    TIMEOUT(Quality.BAD),
    CONFIG_ERROR(Quality.BAD),
    DEVICE_ERROR(Quality.BAD),
    /** The device answers, but not for this address. */
    NO_SUCH_ADDRESS(Quality.BAD),
    STALE(Quality.BAD),
    /** Acquisition was stopped: by a person, a shutdown, or a crash found at the next start. */
    STOPPED(Quality.BAD),
    /** The channel was disabled by a person. */
    DISABLED(Quality.BAD),
    /** The decoded value is no number (NaN or infinite). */
    NOT_A_NUMBER(Quality.BAD),
    /** Samples were lost because a queue was full. */
    OVERRUN(Quality.BAD),
    OUT_OF_RANGE(Quality.UNCERTAIN),
    /** Limited to the engineering range by the channel's clamp. */
    CLAMPED(Quality.UNCERTAIN),
    SUBSTITUTED(Quality.UNCERTAIN),
    FORCED(Quality.UNCERTAIN),
    SIMULATED(Quality.GOOD),
    /** No storage rule keeps what comes from here on: the end of a recording. In the history only. */
    NOT_RECORDED(Quality.BAD);

    private final Quality quality;

    Reason(Quality quality) {
        this.quality = quality;
    }

    /** The quality that this reason implies. */
    public Quality quality() {
        return quality;
    }
}
