package parx.persistence.internal.history;

import java.io.IOException;
import java.util.List;
import parx.model.SampleBatch;

/** Where a {@link RowStore} puts rows that its back end will never accept. Thread-safe. */
public interface SetAside {
    /** A row of a batch that is refused. @param reason a sentence for people */
    record Refusal(SampleBatch batch, int row, String reason) {
        Rows rows() {
            return new Rows(batch, row, row + 1);
        }
    }

    /**
     * Keeps these rows; on the disk when it returns, and none of them where it throws. Those for which there is no room
     * beside what is kept already are counted as dropped.
     */
    void add(List<Refusal> refused) throws IOException;

    /** Keeps the first of these rows, as above. */
    default void add(Rows rows, String reason) throws IOException {
        add(List.of(new Refusal(rows.batch(), rows.from(), reason)));
    }

    /** Rows of this destination that are set aside now, those of earlier runs included. Never blocks. */
    long count();

    /** So many rows of this channel are left out for ever, because another value has their time: they are counted. */
    default void leaveOut(String channelId, long rows) {
    }

    /** From here on this is the writer of these rows: what is tried again goes through it. */
    default void connect(BufferedWriter writer) {
    }
}
