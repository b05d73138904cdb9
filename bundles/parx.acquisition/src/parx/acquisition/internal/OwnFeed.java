package parx.acquisition.internal;

import parx.model.SampleBatch;
import parx.service.RuleStore;

/** Collects what one rule keeps that does not store to the database, and hands it to its store. Pipeline thread. */
final class OwnFeed {
    private static final int READY_ROWS = 4_096;

    private final RuleStore store;
    private final SampleBatch ready = new SampleBatch(READY_ROWS);
    private long knownDropped;
    /** Whether the store got anything since it was last asked what it dropped. */
    private boolean given;

    OwnFeed(RuleStore store) {
        this.store = store;
    }

    /** Any thread. */
    RuleStore store() {
        return store;
    }

    void sample(int handle, long timeMicros, double value, byte quality) {
        ready.sample(handle, timeMicros, value, quality);
        if (ready.length() >= READY_ROWS) {
            give();
        }
    }

    /** What follows belongs to this recording. */
    void recording(RuleStore.Recording recording) {
        give();
        store.recording(recording);
    }

    /** Hands over what is ready. @return whether the store has dropped samples since the last time */
    boolean hand() {
        give();
        if (!given) {
            return false;
        }
        given = false;
        long before = knownDropped;
        knownDropped = store.status().dropped();
        return knownDropped != before;
    }

    void close() {
        give();
        store.close();
    }

    private void give() {
        if (!ready.isEmpty()) {
            given = true;
            try {
                store.store(ready);
            } finally {
                ready.clear();
            }
        }
    }
}
