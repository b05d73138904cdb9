package parx.driver;

import java.util.List;
import parx.model.Settings;

/**
 * A device, server or broker that sends by itself what it was asked for once. What its library's threads bring waits in
 * a bounded queue of the driver until the io thread takes it: where that is full the oldest goes, is counted in
 * {@link ConnectionStatistics#lost}, and its channel gets a BAD sample (OVERRUN) in its place. Owned by one {@code io-…}
 * thread.
 */
public non-sealed interface SubscribingConnection extends Connection {
    /**
     * A channel to deliver.
     *
     * @param channel      handle in the {@link parx.model.ChannelIndex}
     * @param config       its settings
     * @param periodMillis how often a new value is wanted at most
     */
    record Item(int channel, Settings config, long periodMillis) {
    }

    /**
     * What is to be delivered from now on; what was asked for before and is not in the list is not delivered any more,
     * and what is in both goes on without a break. Called after {@link #open} and whenever the channels change. Never
     * throws for a bad item: that one gets BAD, is tried again later, and its neighbours stay.
     *
     * @throws DriverException if the link is lost
     */
    void subscribe(List<Item> items, ChannelSink sink) throws DriverException;

    /**
     * Hands over what has come since the last call, in its order for each channel; waits at most so long where nothing
     * has. A channel whose value is known to be what it was gets it again at least as often as
     * {@link Driver#quietMillis} says, so that a value that stands still differs from one that is lost.
     *
     * @throws DriverException if the link is lost, or silent for longer than the other side promised; what was handed
     *                         over is valid
     */
    void receive(ChannelSink sink, long limitNanos) throws DriverException;
}
