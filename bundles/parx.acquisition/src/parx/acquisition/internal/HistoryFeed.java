package parx.acquisition.internal;

import parx.model.SampleBatch;
import parx.service.HistorySink;

/** Collects what is to be stored and hands it to the history sink in batches. Pipeline thread. */
final class HistoryFeed {
    /** Rows after which the sink gets what is ready even if more is waiting. */
    private static final int READY_ROWS = 8_192;

    private final HistorySink sink;
    private final PipelineCounts counts;
    private final SampleBatch ready = new SampleBatch(READY_ROWS * 2);
    private long knownDropped;

    HistoryFeed(HistorySink sink, PipelineCounts counts) {
        this.sink = sink;
        this.counts = counts;
    }

    void sample(int handle, long timeMicros, double value, byte quality) {
        ready.sample(handle, timeMicros, value, quality);
    }

    boolean isDue() {
        return ready.length() >= READY_ROWS;
    }

    /**
     * Hands over what is ready; what the sink refuses by an exception is counted as lost.
     *
     * @return whether the sink has dropped samples since the last time
     */
    boolean hand() {
        int rows = ready.length();
        if (rows == 0) {
            return false;
        }
        boolean taken = false;
        try {
            sink.store(ready);
            taken = true;
            counts.countStored(rows);
        } finally {
            ready.clear();
            counts.countLost(taken ? 0 : rows);
        }
        long before = knownDropped;
        knownDropped = sink.status().dropped();
        return knownDropped != before;
    }
}
