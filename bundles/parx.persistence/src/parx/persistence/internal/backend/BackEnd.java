package parx.persistence.internal.backend;

import parx.persistence.internal.history.RowStore;
import parx.service.RuleStore.Recording;

/**
 * What stores the rows of one rule outside the database. As a {@link RowStore}, with the same threads: its making
 * touches neither network nor disk, everything else happens on the thread of the rule's writer.
 */
public interface BackEnd extends RowStore {
    /** The rows from here on belong to this recording; {@link Recording#NONE} for none. Writer's thread. */
    void recording(Recording recording);

    /** Measured since the start; NaN before the first row. Any thread. */
    double bytesPerRow();
}
