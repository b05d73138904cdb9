package parx.service;

import java.util.List;

/**
 * Stored and recent samples as one, without a seam between them: a view asks in pixels and gets what those pixels
 * need. Thread-safe; blocks on the database, so never on the UI thread.
 */
public interface History {
    /**
     * One trace per channel of the query, in its order. Each begins with the last sample before the range, where
     * there is one within the look-back, so that a line enters the picture from where it really was.
     *
     * @throws HistoryException if the database cannot answer; the message is a sentence for people
     */
    List<Trace> read(HistoryQuery query) throws HistoryException;

    /** @param columns how many pixels the range covers; more raw samples than that per channel come as buckets */
    record HistoryQuery(List<String> channelIds, long fromMicros, long toMicros, int columns) {
        public HistoryQuery {
            channelIds = List.copyOf(channelIds);
            if (toMicros < fromMicros || columns < 1) {
                throw new IllegalArgumentException("an empty range or no columns");
            }
        }
    }

    /** The history could not be read. */
    final class HistoryException extends Exception {
        private static final long serialVersionUID = 1L;

        public HistoryException(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }
}
