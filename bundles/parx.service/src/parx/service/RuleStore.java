package parx.service;

import java.util.Map;
import parx.model.SampleBatch;

/** Where one rule sends what it keeps. */
public interface RuleStore {
    /** Copies the rows before it returns. Pipeline thread. */
    void store(SampleBatch batch);

    /**
     * From here on rows belong to this recording (an event's or trigger's capture) or batch (coil). Pipeline thread, in
     * order with the rows.
     *
     * @param recording its id is null where rows belong to none
     */
    void recording(Recording recording);

    /** Any thread. */
    HistorySink.HistoryStatus status();

    /** Measured; NaN before the first row. Any thread. */
    double bytesPerRow();

    /** What is taken is still written, in the background. */
    void close();

    /**
     * A stretch of samples that belong together.
     *
     * @param id          unique within its rule, or null for none
     * @param beginMicros when it began: the moment that fired it, not its pre-trigger
     * @param metadata    what a file may be named after: {@code coilId} …
     */
    record Recording(String id, long beginMicros, Map<String, String> metadata) {
        /** Rows belong to none. */
        public static final Recording NONE = new Recording(null, 0, Map.of());

        public Recording {
            metadata = Map.copyOf(metadata);
        }
    }
}
