package parx.driver;

import java.util.List;
import parx.model.Settings;

/** A device that is asked: plan once, read often. Owned by one {@code io-…} thread. */
public non-sealed interface PollingConnection extends Connection {
    /** In place of a handle, where it does not matter which channel it is. */
    int NO_CHANNEL = -1;

    /** What one scan reads, merged into requests. Made by {@link #plan}; opaque to callers. */
    interface PollPlan {
        /** How many requests one scan sends when all is well. */
        int requests();
    }

    /** A channel to read. @param channel handle in the {@link parx.model.ChannelIndex} @param config its settings */
    record PollItem(int channel, Settings config) {
    }

    /**
     * Takes what a scan yields. A driver asks whether the scan is still wanted also between two requests. Once it is not,
     * {@link PollingConnection#poll} hands over what it has and returns: nothing is said of the other channels, the link
     * stays, and no answer that is still to come is taken for another's.
     */
    interface PollSink extends ChannelSink {
    }

    /**
     * Pure planning, no I/O. Never throws for a bad item: that item yields BAD (CONFIG_ERROR) at every poll.
     */
    PollPlan plan(List<PollItem> items);

    /**
     * Reads the plan once and hands every channel of it to the sink exactly once: a value, or BAD with the reason
     * (a dead unit behind a gateway, an illegal address). Values are raw, before scaling. Only a scan that the sink
     * no longer wants ends with channels left out.
     *
     * @throws DriverException if the link itself is lost; nothing of this scan that was not yet handed over is valid
     */
    void poll(PollPlan plan, PollSink sink) throws DriverException;

    /**
     * How long from now on nothing need be said over an open link, in nanoseconds; then {@link #keepAlive} is due. Asked
     * on the io thread while it waits for the next scan. Most protocols need nothing.
     */
    default long restNanos() {
        return Long.MAX_VALUE;
    }

    /**
     * Says something that keeps the device from giving up the link.
     *
     * @throws DriverException if the link is lost
     */
    default void keepAlive() throws DriverException {
        // A link that may rest for ever is never asked.
    }

    @Override
    default void write(Settings channelConfig, Object rawValue) throws DriverException {
        write(new PollItem(NO_CHANNEL, channelConfig), rawValue);
    }

    /** As {@link #write(Settings, Object)}; of the item only the settings count. */
    void write(PollItem item, Object rawValue) throws DriverException;
}
