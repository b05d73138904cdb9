package parx.service;

import parx.model.SampleBatch;

/** Takes what is to be stored. Called by the pipeline thread only. */
public interface HistorySink {
    /**
     * Copies the rows before it returns; never blocks on the database. Times of one channel ascend strictly, except
     * for a mark that comes late and after the clock was set back: a row whose time is stored already is left out then.
     */
    void store(SampleBatch batch);

    /** Waits until everything stored so far is committed or safe on disk, at most this long. @return whether it is */
    boolean flush(java.time.Duration limit) throws InterruptedException;

    HistoryStatus status();

    /**
     * @param committed        rows committed since the start
     * @param backlog          rows taken and not yet committed
     * @param spooled          of those, rows on disk
     * @param dropped          rows lost since the start, by a full disk for instance
     * @param quarantined      rows that the database refused, set aside with their reason
     * @param problem          a sentence where something is wrong, or empty
     */
    record HistoryStatus(long committed, long backlog, long spooled, long dropped, long quarantined, String problem) {
    }
}
