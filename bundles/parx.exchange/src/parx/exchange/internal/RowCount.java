package parx.exchange.internal;

import parx.exchange.ExportOrder;
import parx.exchange.Progress;

/** Counts an export's rows, tells how far it is and ends it where it is cancelled. One thread. */
final class RowCount {
    private static final long EVERY = 1_000;

    private final ExportOrder order;
    private final Progress progress;
    private long rows;
    private long told;

    RowCount(ExportOrder order, Progress progress) {
        this.order = order;
        this.progress = progress;
    }

    /** @param more rows that were written */
    void next(long timeMicros, int more) {
        rows += more;
        told++;
        if (told % EVERY == 1) {
            if (progress.cancelled()) {
                throw new ExportCancelled(rows);
            }
            double span = Math.max(1, order.toMicros() - order.fromMicros());
            progress.done(Math.clamp((timeMicros - order.fromMicros()) / span, 0, 1), rows);
        }
    }

    long rows() {
        return rows;
    }
}
