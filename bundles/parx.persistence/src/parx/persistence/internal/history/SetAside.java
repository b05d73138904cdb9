package parx.persistence.internal.history;

import java.io.IOException;

/** Where a {@link RowStore} puts rows that its back end will never accept. Thread-safe. */
public interface SetAside {
    /**
     * Keeps the first of these rows with the reason, a sentence for people; on the disk when it returns. Where too many
     * are kept already the row is counted as dropped.
     */
    void add(Rows rows, String reason) throws IOException;

    /** Rows set aside since the start. */
    long count();

    /** So many rows of this channel are left out for ever, because another value has their time: they are counted. */
    default void leaveOut(String channelId, long rows) {
    }

    /** From here on this is the writer of these rows: what is tried again goes through it. */
    default void connect(BufferedWriter writer) {
    }
}
