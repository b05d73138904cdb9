package parx.acquisition.internal;

import java.util.concurrent.atomic.LongAdder;

/** What the pipeline has counted since its start. The pipeline thread counts, any thread reads. */
final class PipelineCounts {
    private final LongAdder samples = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder strays = new LongAdder();
    private final LongAdder impossibleTimes = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder postponed = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder failures = new LongAdder();

    void countPassed(int count, int ofThemStrays) {
        samples.add(count);
        if (ofThemStrays > 0) {
            strays.add(ofThemStrays);
        }
    }

    void countStored(int count) {
        stored.add(count);
    }

    void countImpossibleTime() {
        impossibleTimes.increment();
    }

    void countDuplicate() {
        duplicates.increment();
    }

    void countPostponed() {
        postponed.increment();
    }

    void countLost(int count) {
        lost.add(count);
    }

    void countFailure() {
        failures.increment();
    }

    /** Samples that came out of the inbox. */
    long samples() {
        return samples.sum();
    }

    /** Samples handed to the history. */
    long stored() {
        return stored.sum();
    }

    /** Samples of a connection that does not acquire the channel any more. */
    long strays() {
        return strays.sum();
    }

    /** Samples not stored because they were before 1990 or too far ahead. */
    long impossibleTimes() {
        return impossibleTimes.sum();
    }

    /** Samples dropped because the same poll had one with the same time. */
    long duplicates() {
        return duplicates.sum();
    }

    /** Samples whose time was not later than the one before, moved to just after it. */
    long postponed() {
        return postponed.sum();
    }

    /** Samples that the history sink refused by an exception. */
    long lost() {
        return lost.sum();
    }

    /** Messages that failed. */
    long failures() {
        return failures.sum();
    }
}
