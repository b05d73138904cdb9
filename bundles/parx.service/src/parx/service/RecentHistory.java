package parx.service;

import parx.model.SampleSink;

/**
 * The newest part of the history, from memory: exactly the samples that were handed to the history writer (for
 * channels that no rule stores there all the time: every sample). Thread-safe, never waits on I/O, may be called on the UI thread.
 */
public interface RecentHistory {
    /**
     * Hands over the channel's samples with {@code fromMicros <= time <= toMicros}, oldest first.
     *
     * @return the time from which on memory is complete for this channel; {@link Long#MAX_VALUE} where it has nothing
     */
    long read(int handle, long fromMicros, long toMicros, SampleSink into);
}
