package parx.acquisition.bench;

import parx.acquisition.internal.ThroughputRun;
import parx.model.ChannelIndex;
import parx.service.HistorySink;

/** How fast the pipeline is: the real one, on its thread, fed with ready batches. Pure measurement, any thread. */
public final class PipelineThroughput {
    private PipelineThroughput() {
    }

    /**
     * The pipeline alone: every stage, two rules per channel (one that stores every sample for a week, one that keeps
     * jumps for a year), and a sink that only counts. Takes some seconds; the first half of a second or so warms up and
     * is not counted.
     *
     * @return samples per second
     */
    public static double measure(long samples, int channels) throws InterruptedException {
        return ThroughputRun.alone(samples, channels);
    }

    /**
     * Sends so many samples, all GOOD and all to be stored, through a pipeline into this sink, with times that end
     * now; returns when the sink has them, not when they are committed.
     *
     * @param channelPrefix of the ids of the channels that it makes up: prefix0 …
     * @return how many were handed to the sink
     */
    public static long feed(HistorySink sink, ChannelIndex index, String channelPrefix, int channels, long samples)
            throws InterruptedException {
        return ThroughputRun.feed(sink, index, channelPrefix, channels, samples);
    }
}
