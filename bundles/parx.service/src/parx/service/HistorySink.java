package parx.service;

import java.util.Map;
import parx.model.SampleBatch;

/** Takes what is to be stored. Called by the pipeline thread only, but for what says otherwise. */
public interface HistorySink {
    /**
     * Copies the rows before it returns; never blocks on the database. Times of one channel ascend strictly, except
     * for what comes late (a mark, a pre-trigger, the extremes of an interval) and after the clock was set back: a row
     * whose time is stored already is left out then. A negative {@link SampleBatch#keepDays} is no row of its own.
     */
    void store(SampleBatch batch);

    /** Waits until everything stored so far is committed or safe on disk, at most this long. @return whether it is */
    boolean flush(java.time.Duration limit) throws InterruptedException;

    /** Any thread; never blocks. */
    HistoryStatus status();

    /** Bytes that a row takes where it is stored, with its indexes: measured; NaN where that is not known. Never blocks. */
    default double bytesPerRow() {
        return Double.NaN;
    }

    /** Rows lost here since the start, as in the status. Any thread; cheap. */
    default long dropped() {
        return status().dropped();
    }

    /** Counts samples that were given up before they came here, so that one place tells of all. Any thread. */
    default void countDropped(DropCause cause, int channel, long samples) {
    }

    /**
     * @param committed        rows committed since the start
     * @param backlog          rows taken and not yet committed
     * @param spooled          of those, rows on disk
     * @param dropped          rows lost since the start, by a full disk for instance
     * @param quarantined      rows that the database refused, set aside with their reason
     * @param problem          a sentence where something is wrong, or empty
     * @param spoolShare       0 to 1: how much of the room for rows on disk is taken
     * @param dropsByCause     samples not in the history since the start; also those of acquisition and those whose
     *                         time was taken, which {@code dropped} does not count
     * @param dropsByChannel   the same by channel id: those with most, most first
     */
    record HistoryStatus(long committed, long backlog, long spooled, long dropped, long quarantined, String problem,
            double spoolShare, Map<DropCause, Long> dropsByCause, Map<String, Long> dropsByChannel) {
        /** Of a sink that has no disk to wait on and counts no causes. */
        public HistoryStatus(long committed, long backlog, long spooled, long dropped, long quarantined, String problem) {
            this(committed, backlog, spooled, dropped, quarantined, problem, 0, Map.of(), Map.of());
        }
    }
}
