package parx.persistence.internal.history;

import parx.model.SampleBatch;

/**
 * A window on rows of a batch: {@code from} inclusive, {@code to} exclusive. Owned by the thread of the writer that
 * hands it out, and valid only until that writer releases the rows.
 */
public record Rows(SampleBatch batch, int from, int to) {
    static final Rows NONE = new Rows(new SampleBatch(0), 0, 0);

    public int count() {
        return to - from;
    }

    /** The oldest of these rows, at most so many. */
    public Rows first(int rows) {
        return rows >= count() ? this : new Rows(batch, from, from + rows);
    }
}
