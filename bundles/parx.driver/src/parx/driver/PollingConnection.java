package parx.driver;

import java.util.List;
import parx.model.Settings;
import parx.model.TextSample;

/** A device that is asked: plan once, read often. Owned by one {@code io-…} thread. */
public non-sealed interface PollingConnection extends Connection {
    /** What one scan reads, merged into requests. Made by {@link #plan}; opaque to callers. */
    interface PollPlan {
        /** How many requests one scan sends when all is well. */
        int requests();
    }

    /** A channel to read. @param channel handle in the {@link parx.model.ChannelIndex} @param config its settings */
    record PollItem(int channel, Settings config) {
    }

    /** Takes what a scan yields. Called on the io thread. */
    interface PollSink extends parx.model.SampleSink {
        void text(TextSample sample);

        /**
         * Whether the scan is still wanted. A driver asks between two requests and, while it waits for an answer, at
         * least every 100 ms. Once it is not, {@link PollingConnection#poll} hands over what it has and returns: nothing
         * is said of the other channels, the link stays, and no answer that is still to come is taken for another's.
         */
        default boolean wanted() {
            return true;
        }
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
     * Reads one channel once over this link, for a person, between two polls. The link is open.
     *
     * @return what came, or why nothing did; a device's refusal or silence is an outcome, not an exception
     * @throws DriverException if the link is lost
     */
    Reading test(Settings channelConfig) throws DriverException;

    /**
     * Writes one raw value (Double or String) to the channel's address and reads it back where the protocol allows.
     *
     * @throws DriverException if the device refuses or the link is lost; the message says which
     */
    void write(PollItem item, Object rawValue) throws DriverException;
}
