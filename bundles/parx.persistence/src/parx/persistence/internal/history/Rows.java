package parx.persistence.internal.history;

import parx.model.SampleBatch;

/** A window on rows of a batch: {@code from} inclusive, {@code to} exclusive. Owned by the history-writer thread. */
record Rows(SampleBatch batch, int from, int to) {
    static final Rows NONE = new Rows(new SampleBatch(0), 0, 0);

    int count() {
        return to - from;
    }

    Rows first(int rows) {
        return rows >= count() ? this : new Rows(batch, from, from + rows);
    }

    Rows last(int rows) {
        return rows >= count() ? this : new Rows(batch, to - rows, to);
    }

    long minMicros() {
        long min = Long.MAX_VALUE;
        for (int row = from; row < to; row++) {
            min = Math.min(min, batch.timeMicros(row));
        }
        return min;
    }

    long maxMicros() {
        long max = Long.MIN_VALUE;
        for (int row = from; row < to; row++) {
            max = Math.max(max, batch.timeMicros(row));
        }
        return max;
    }
}
