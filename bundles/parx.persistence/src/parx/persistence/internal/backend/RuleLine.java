package parx.persistence.internal.backend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.model.StorageRule;
import parx.model.TimeSource;
import parx.persistence.internal.history.BufferLimits;
import parx.persistence.internal.history.BufferedWriter;
import parx.persistence.internal.history.SetAside;
import parx.service.DropCause;
import parx.service.HistorySink.HistoryStatus;
import parx.service.RuleStore.Recording;

/**
 * The way of one rule's rows to its back end: a writer with a thread and a folder of its own. It outlives changes of the
 * rule's config, which replace the back end only, and ends when the rule is gone and nothing waits any more. Its making
 * and its end happen on a thread of its own, for they read and write the spool. Thread-safe; never blocks but in
 * {@link #close}.
 */
final class RuleLine {
    private static final Logger LOG = LoggerFactory.getLogger(RuleLine.class);
    /** Between two tries to open the folder, and between two looks at what is left to drain. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int NO_CHANNEL = -1;

    /** What every line of a site shares. */
    record Site(ChannelIndex index, TimeSource time, BufferLimits limits) {
    }

    private final String ruleId;
    private final Path folder;
    /** As last configured. */
    private volatile StorageRule rule;
    private final Site site;
    private final SetAside setAside;
    private final MarkedStore store;
    private final RecordingMarks marks;
    private final Object lock = new Object();
    /** Before the writer is there. */
    private final SampleBatch early = new SampleBatch(0);
    private volatile BufferedWriter writer;
    private volatile String openProblem = "";
    private volatile long earlyDropped;
    private Recording recording = Recording.NONE;
    private long knownDropped;
    /** The store that rows come from; null once the rule is gone. */
    private Object owner;
    private boolean closed;
    /** Set and taken back under the lock of who knows the lines. */
    private volatile boolean ending;
    /** Whether the rule may be on disk; guarded by this. */
    private boolean kept;

    RuleLine(StorageRule rule, Path folder, Site site, BackEnd backEnd, SetAside setAside) {
        this.rule = rule;
        ruleId = rule.id();
        this.folder = folder;
        this.site = site;
        this.setAside = setAside;
        marks = new RecordingMarks(site.index());
        store = new MarkedStore(backEnd, marks, folder);
        // What an earlier run left waiting keeps its recording; what comes now belongs to none before it is told.
        early.addAll(marks.rows(Recording.NONE), 0, marks.rows(Recording.NONE).length());
        start("open", this::open);
    }

    /** From now on rows come from this store. */
    void own(Object newOwner) {
        synchronized (lock) {
            owner = newOwner;
        }
    }

    boolean isOwned() {
        synchronized (lock) {
            return owner != null;
        }
    }

    void replace(StorageRule changed, BackEnd next) {
        rule = changed;
        ending = false;
        store.replace(next);
        start("keep", this::keep);
    }

    StorageRule rule() {
        return rule;
    }

    /** Pipeline thread, as {@link #recording}. */
    void store(SampleBatch batch) {
        long dropped = dropped();
        if (dropped != knownDropped) {
            // The rows that told of the recording may be among the lost ones.
            put(marks.rows(recording));
            knownDropped = dropped;
        }
        put(batch);
    }

    void recording(Recording next) {
        recording = next;
        knownDropped = dropped();
        put(marks.rows(next));
    }

    HistoryStatus status() {
        BufferedWriter current;
        synchronized (lock) {
            current = writer;
            if (current == null) {
                return new HistoryStatus(0, early.length(), 0, earlyDropped, setAside.count(), openProblem);
            }
        }
        HistoryStatus now = current.status();
        return earlyDropped == 0 ? now : new HistoryStatus(now.committed(), now.backlog(), now.spooled(),
                now.dropped() + earlyDropped, now.quarantined(), now.problem(), now.spoolShare(), now.dropsByCause(),
                now.dropsByChannel());
    }

    private long dropped() {
        BufferedWriter current = writer;
        return earlyDropped + (current == null ? 0 : current.dropped());
    }

    double bytesPerRow() {
        return store.bytesPerRow();
    }

    /** The rule is gone: what is taken is still written. @param then runs once all is */
    void drain(Object formerOwner, Runnable then) {
        synchronized (lock) {
            if (owner != formerOwner) {
                return;
            }
            owner = null;
        }
        start("drain", () -> awaitDrained(then));
    }

    /** All has gone out: {@link #keep} deletes what a next start needs of the rule, unless {@link #replace} comes before. */
    void end() {
        ending = true;
    }

    boolean isEnding() {
        return ending;
    }

    /** Writes or keeps on disk what there is; takes a bounded time. */
    void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        BufferedWriter current = writer;
        if (current != null) {
            current.close();
        } else {
            store.close();
        }
    }

    private void put(SampleBatch batch) {
        BufferedWriter current = writer;
        if (current == null) {
            synchronized (lock) {
                current = writer;
                if (current == null) {
                    int room = Math.max(0, site.limits().memoryRows() - early.length());
                    int taken = Math.min(room, batch.length());
                    early.addAll(batch, 0, taken);
                    earlyDropped += batch.length() - taken;
                    return;
                }
            }
        }
        current.store(batch);
    }

    /**
     * Keeps, beside what waits, the way to where it goes, or deletes it where the line ends. Whoever is last brings the disk
     * to what holds by then, so the order of those who ask does not matter; and once deleted, nothing is touched that
     * another line may have kept there.
     */
    synchronized void keep() {
        try {
            if (!ending) {
                kept = true;
                KeptRule.write(folder, rule);
            } else if (kept) {
                kept = false;
                KeptRule.delete(folder);
            }
        } catch (IOException e) {
            if (kept) {
                LOG.warn("The storage rule ‘{}’ cannot be kept beside the samples that wait for its back end; should it be "
                        + "deleted and ParX ended before they are stored, they wait until a rule of this id is there again", ruleId, e);
            } else {
                LOG.warn("The storage rule ‘{}’ is gone and cannot be deleted in {}", ruleId, folder, e);
            }
        }
    }

    private void open() {
        keep();
        while (true) {
            try {
                adopt(new BufferedWriter("rule-" + ruleId, "the storage rule ‘" + ruleId + "’", store, setAside,
                        site.index(), folder, site.time(), site.limits()));
                return;
            } catch (IOException e) {
                if (openProblem.isEmpty()) {
                    LOG.warn("The folder {} cannot be used", folder, e);
                }
                openProblem = "The folder " + folder + ", where samples of the rule wait, cannot be used (" + e.getMessage()
                        + "). Make it writable, free some space, or end what else uses it.";
            }
            if (!pause()) {
                return;
            }
        }
    }

    private void adopt(BufferedWriter opened) {
        boolean late;
        synchronized (lock) {
            opened.store(early);
            early.clear();
            lostEarly(opened);
            writer = opened;
            openProblem = "";
            late = closed;
        }
        if (late) {
            opened.close();
        }
    }

    private void lostEarly(BufferedWriter opened) {
        if (earlyDropped > 0) {
            LOG.error("{} samples of the rule ‘{}’ are lost: its folder could not be used for long", earlyDropped, ruleId);
            opened.countDropped(DropCause.NO_ROOM, NO_CHANNEL, earlyDropped);
        }
    }

    private void awaitDrained(Runnable then) {
        while (status().backlog() > 0) {
            if (!pause()) {
                return;
            }
        }
        then.run();
    }

    /** @return false where the line is closed */
    private boolean pause() {
        synchronized (lock) {
            if (!closed) {
                try {
                    lock.wait(PAUSE.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return !closed;
        }
    }

    private void start(String what, Runnable work) {
        Thread thread = new Thread(work, "rule-" + ruleId + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }
}
