package parx.persistence.internal.history;

/**
 * A back end that takes rows, behind a {@link BufferedWriter}. Used by that writer's thread only, but for
 * {@link #giveUp}, {@link #problem} and {@link #committed}, which any thread may call.
 */
public interface RowStore extends AutoCloseable {
    /**
     * Stores a leading part of these rows, of which there is at least one. The writer offers what is left again, so
     * that the order stays. What a failure leaves unknown is offered again too: a store recognises rows that it has.
     *
     * <p>A row that will never be accepted is handed to a {@link SetAside} and counts as taken. An exception is taken
     * for a failure of this store: it is logged, and the same rows are offered again.
     *
     * @return how many are stored or set aside for ever; 0: the back end does not take them now, try again later
     */
    int write(Rows rows);

    /** A sentence for people about why rows are not taken, or empty. */
    String problem();

    /** Rows stored since the start. */
    long committed();

    /** Breaks what is under way, so that a blocked {@link #write} ends soon; the writer's thread is interrupted too. */
    void giveUp();

    @Override
    void close();
}
