package parx.acquisition.bench;

import parx.acquisition.internal.SteadyRun;
import parx.model.ChannelIndex;
import parx.service.HistorySink;

/**
 * Samples at a steady rate through a real pipeline, all of them to be stored, while somebody looks how late they are to
 * be seen. Has a thread that feeds and one that looks; {@link #close} ends both. Thread-safe.
 */
public final class SteadyLoad implements AutoCloseable {
    private final SteadyRun run;

    /**
     * Begins at once. A value is the number of its sample within its channel, from 0 on.
     *
     * @param sink          takes what is to be stored
     * @param channelPrefix of the ids of the channels that it makes up: prefix0 …
     * @param perSecond     samples, over all channels
     */
    public SteadyLoad(HistorySink sink, ChannelIndex index, String channelPrefix, int channels, int perSecond) {
        run = new SteadyRun(sink, index, channelPrefix, channels, perSecond);
    }

    /** Samples that were sent so far. */
    public long sent() {
        return run.sent();
    }

    /** How late values are seen, from here on anew: what came before is forgotten. */
    public Lateness lateness() {
        return run.lateness();
    }

    /** Sends no more, and waits until the sink has all. */
    @Override
    public void close() throws InterruptedException {
        run.close();
    }

    /**
     * From the moment at which a value was due to be sent until it stood in the live values.
     *
     * @param p99Millis and the others: NaN where nothing was seen
     */
    public record Lateness(long values, double p50Millis, double p99Millis, double maxMillis) {
    }
}
