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
}
