package parx.driver;

import parx.model.SampleSink;
import parx.model.TextSample;

/** Takes what a connection yields for its channels. Called on the io thread. */
public interface ChannelSink extends SampleSink {
    void text(TextSample sample);

    /**
     * Whether whoever asked still waits for what is to come. A driver that waits asks at least every 100 ms, and returns
     * soon once the answer is no.
     */
    default boolean wanted() {
        return true;
    }
}
