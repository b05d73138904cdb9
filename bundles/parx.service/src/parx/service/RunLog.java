package parx.service;

/**
 * When acquisition ran (table acquisition_runs), so that the next start can mark in the data that it stopped, even
 * after a crash. Thread-safe; blocks on the database.
 */
public interface RunLog {
    /** Begins a run. @return when the run before was last known alive, microseconds; -1 where there was none */
    long begin(long nowMicros) throws History.HistoryException;

    /** Notes that the run is alive; called every few seconds. */
    void alive(long nowMicros) throws History.HistoryException;

    /** Ends the run in good order. */
    void end(long nowMicros) throws History.HistoryException;
}
