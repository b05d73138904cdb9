package parx.service;

import java.util.Optional;
import parx.model.Channel;

/**
 * The newest value of every channel, pulled by whoever shows it; there is no event per sample. Thread-safe,
 * wait-free for readers, may be called on the UI thread.
 */
public interface LiveValues {
    /** Grows with every change of any value. */
    long revision();

    /**
     * Copies the newest value of a channel.
     *
     * @param handle see {@link parx.model.ChannelIndex}
     * @return false where nothing is known of this channel; {@code into} is untouched then
     */
    boolean read(int handle, Slot into);

    /** Whether the channel changed after this revision: a cheap question before a {@link #read}. */
    boolean changedSince(int handle, long revision);

    /** One past the highest handle that has a value. */
    int size();

    /** Where a reader wants a value copied to. Not thread-safe; each reader has its own. */
    final class Slot {
        public double value;
        public long timeMicros;
        /** See {@link parx.model.QualityCode}. */
        public byte quality;
        /** The last value that was not BAD and its time, for showing struck through; NaN where there was none. */
        public double lastGoodValue;
        public long lastGoodTimeMicros;
        /** Not null where the channel's value is text. */
        public String text;
        /** The {@link LiveValues#revision} at which this value came. */
        public long revision;
    }

    /** The configuration that acquisition has in force for this channel, if it acquires it. */
    Optional<Channel> inForce(int handle);
}
