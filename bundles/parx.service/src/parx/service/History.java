package parx.service;

import java.util.List;
import java.util.Optional;
import parx.model.Sample;
import parx.model.SampleSink;
import parx.model.Sentence;

/**
 * Stored and recent samples as one, without a seam between them: a view asks in pixels and gets what those pixels
 * need; whoever works with values asks for samples, or for values on a grid. Thread-safe; blocks on the database, so
 * never on the UI thread. Every call ends soon, with a HistoryException, when its thread is interrupted.
 */
public interface History {
    /**
     * One trace per channel of the query, in its order. Each begins with the last sample before the range, where
     * there is one within the look-back, so that a line enters the picture from where it really was.
     *
     * @throws HistoryException if the database cannot answer; the message is a sentence for people
     */
    List<Trace> read(HistoryQuery query) throws HistoryException;

    /**
     * Hands over every sample of these channels with {@code fromMicros <= time <= toMicros}, ascending by time over all
     * of them, without holding the range in memory and without a transaction or a connection while the sink works.
     *
     * @param into gets handles of the {@link parx.model.ChannelIndex}; on the caller's thread
     * @throws HistoryException if the database cannot answer; what was handed over until then is right
     */
    void samples(List<String> channelIds, long fromMicros, long toMicros, SampleSink into) throws HistoryException;

    /**
     * Hands over the values of these channels on a grid of times, ascending, without holding the range in memory.
     *
     * @throws HistoryException if the database cannot answer; what was handed over until then is right
     */
    void resample(Resampling query, RowSink into) throws HistoryException;

    /** The sample in force at this time, per channel in the order asked: the newest one that is not after it. */
    List<Optional<Sample>> valueAt(List<String> channelIds, long timeMicros) throws HistoryException;

    /** @param columns how many pixels the range covers; more raw samples than that per channel come as buckets */
    record HistoryQuery(List<String> channelIds, long fromMicros, long toMicros, int columns) {
        public HistoryQuery {
            channelIds = List.copyOf(channelIds);
            if (toMicros < fromMicros || columns < 1) {
                throw new IllegalArgumentException("an empty range or no columns");
            }
        }
    }

    /**
     * Values on the grid {@code from, from + step, …}. A value at a time is given for every grid time up to and with
     * {@code to}; a value of a step, which reaches from its grid time to the next one or to {@code to}, for every grid
     * time before {@code to}.
     *
     * @param stepMicros more than 0
     */
    record Resampling(List<String> channelIds, long fromMicros, long toMicros, long stepMicros, Method method) {
        public Resampling {
            channelIds = List.copyOf(channelIds);
            if (toMicros < fromMicros || stepMicros < 1) {
                throw new IllegalArgumentException("an empty range or no step");
            }
        }
    }

    /**
     * How a value on the grid comes about, after the aggregates of OPC UA part 13. BAD values count in none, and no
     * line is drawn over one: what follows a BAD sample is unknown until the next good one. A result is NaN and BAD
     * where nothing good is known, UNCERTAIN where an UNCERTAIN sample is in it or a part of its step is not known,
     * GOOD otherwise.
     */
    enum Method {
        /** The sample in force at the grid time, held since it was taken. */
        LAST,
        /**
         * On the line between the samples before and after the grid time. A channel whose values hold
         * ({@link parx.model.ChannelMetadata#stepped}) has no such line and holds; so does, as UNCERTAIN, a value that no
         * good one follows.
         */
        INTERPOLATED,
        /** The mean of the samples in the step, each of the same weight. */
        AVERAGE,
        /**
         * The mean of the step's value over the time in which it is known and good; held or in lines between samples,
         * as {@link parx.model.ChannelMetadata#stepped} says.
         */
        TIME_WEIGHTED_AVERAGE,
        /** The least of the samples in the step. */
        MIN,
        /** The greatest of the samples in the step. */
        MAX;

        /** Whether the result belongs to a step, not to a time. */
        public boolean ofStep() {
            return this != LAST && this != INTERPOLATED;
        }
    }

    /** Takes the values on a grid, one row per time. The caller's thread; may block. */
    interface RowSink {
        /**
         * @param values    per channel in the order asked; NaN where nothing is known. Reused for the next row
         * @param qualities see {@link parx.model.QualityCode}. Reused for the next row
         */
        void row(long timeMicros, double[] values, byte[] qualities);
    }

    /** The history could not be read. The message is a sentence for people, the localized one in the window's language. */
    final class HistoryException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String local;

        public HistoryException(String sentence, Throwable cause) {
            this(Sentence.of(sentence), cause);
        }

        public HistoryException(Sentence sentence, Throwable cause) {
            super(sentence.english(), cause);
            local = sentence.local();
        }

        /** Whoever asked does not want the answer any more. */
        public static HistoryException cancelled(Throwable cause) {
            return new HistoryException(ServiceTexts.TEXTS.of("history.cancelled"), cause);
        }

        @Override
        public String getLocalizedMessage() {
            return local;
        }
    }
}
