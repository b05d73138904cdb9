package parx.acquisition.internal;

import parx.model.Retention;
import parx.model.SampleBatch;
import parx.service.DropCause;
import parx.service.HistorySink;

/** Collects what is to be stored in the database and hands it to the history sink in batches. Pipeline thread. */
final class HistoryFeed {
    /** Rows after which the sink gets what is ready even if more is waiting. */
    private static final int READY_ROWS = 8_192;

    private final HistorySink sink;
    private final PipelineCounts counts;
    private final SampleBatch ready = new SampleBatch(READY_ROWS * 2);
    private long knownDropped;
    /** Of what is ready: wishes to keep for longer what was handed over before. */
    private int raises;

    HistoryFeed(HistorySink sink, PipelineCounts counts) {
        this.sink = sink;
        this.counts = counts;
    }

    /** @param keepDays 0 for as long as the site's standard says */
    void sample(int handle, long timeMicros, double value, byte quality, short keepDays) {
        ready.sample(handle, timeMicros, value, quality, keepDays);
    }

    /** A row that was handed over before is to stay for so many days. */
    void raise(int handle, long timeMicros, double value, byte quality, short keepDays) {
        short days = keepDays == 0 ? Retention.STANDARD_DAYS : keepDays;
        ready.sample(handle, timeMicros, value, quality, (short) -days);
        raises++;
    }

    /** A sample that never comes to the history, for this reason. */
    void dropped(DropCause cause, int handle) {
        sink.countDropped(cause, handle, 1);
    }

    /** As above, of these samples from this row on. Any thread. */
    void dropped(DropCause cause, SampleBatch rows, int from) {
        for (int row = from; row < rows.length(); row++) {
            if (rows.keepDays(row) >= 0) {
                dropped(cause, rows.channel(row));
            }
        }
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
        int length = ready.length();
        if (length == 0) {
            return false;
        }
        int rows = length - raises;
        boolean taken = false;
        try {
            sink.store(ready);
            taken = true;
            counts.countStored(rows);
        } finally {
            if (!taken) {
                counts.countLost(rows);
                dropped(DropCause.FAULT, ready, 0);
            }
            ready.clear();
            raises = 0;
        }
        long before = knownDropped;
        knownDropped = sink.dropped();
        return knownDropped != before;
    }
}
