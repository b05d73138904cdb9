package parx.acquisition.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.TimeSource;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;
import parx.service.RunLog;
import parx.service.StoredHistory;
import parx.service.Trace;

/**
 * Keeps the log of runs and marks in the data that acquisition was stopped before this one. Owns the thread
 * {@code run-log}, which alone waits for the database: acquisition starts and stops without it.
 */
final class RunJournal {
    private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(5);
    /** More than a channel stores between two notes that the run is alive. */
    private static final int ROWS_AFTER_ALIVE = 10_000;

    private final RunLog runs;
    private final StoredHistory stored;
    private final TimeSource clock;
    private final Supplier<Collection<String>> storedIds;
    private final Consumer<Map<String, Long>> marks;
    private final Thread thread;
    private final AtomicBoolean marked = new AtomicBoolean();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    /** When this run began to be. */
    private volatile long startMicros;

    // The run-log thread's own.
    private boolean failing;
    private boolean opened;
    /** When the run before was last known alive; -1 where there was none. */
    private long aliveBefore;

    /**
     * @param storedIds channels that a rule stores
     * @param marks     takes from when on each of these channels was not acquired, in microseconds by id; a second time,
     *                  late and for earlier times, where the database answers after acquisition has begun without it
     */
    RunJournal(RunLog runs, StoredHistory stored, TimeSource clock, Supplier<Collection<String>> storedIds,
            Consumer<Map<String, Long>> marks) {
        this.runs = runs;
        this.stored = stored;
        this.clock = clock;
        this.storedIds = storedIds;
        this.marks = marks;
        this.thread = new Thread(this::run, "run-log");
        thread.setDaemon(true);
    }

    void start() {
        startMicros = clock.nowMicros();
        thread.start();
    }

    /** Waits until the marks are set; where the database does not answer in time, marks that the stop ended just now. */
    void awaitMarks(Duration limit) throws InterruptedException {
        if (!ready.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("The database did not say within {} s when acquisition last ran; the gap is marked when it does", limit.toSeconds());
            markNow();
        }
    }

    /** Notes the end of the run, if the database answers in time. */
    void stop(Duration limit) throws InterruptedException {
        end.countDown();
        if (!thread.join(limit)) {
            LOG.warn("The end of this run could not be noted within {} s", limit.toSeconds());
        }
    }

    private void run() {
        try {
            boolean begun = begin();
            while (!begun && !end.await(ALIVE_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                begun = begin();
            }
            while (begun && !end.await(ALIVE_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                note(() -> runs.alive(clock.nowMicros()));
            }
            if (begun) {
                note(() -> runs.end(clock.nowMicros()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean begin() {
        boolean begun = note(() -> {
            if (!opened) {
                aliveBefore = runs.begin(clock.nowMicros());
                opened = true;
            }
            mark();
        });
        if (!begun) {
            markNow();
        }
        ready.countDown();
        return begun;
    }

    private void mark() throws HistoryException {
        boolean before = aliveBefore >= 0;
        Map<String, Long> times = before && !marked.get() ? lastSigns(stored.newestNotBad(storedIds.get())) : Map.of();
        if (marked.compareAndSet(false, true)) {
            marks.accept(times);
        } else if (before) {
            marks.accept(lastSigns(newestBeforeStart()));
        }
    }

    /** As {@link StoredHistory#newestNotBad}, but for what this run has stored already. */
    private Map<String, Long> newestBeforeStart() throws HistoryException {
        List<String> ids = List.copyOf(storedIds.get());
        long last = startMicros - 1;
        Map<String, Long> newest = new HashMap<>();
        if (ids.isEmpty() || aliveBefore > last) {
            return newest;
        }
        for (Trace trace : stored.read(new HistoryQuery(ids, aliveBefore, last, ROWS_AFTER_ALIVE))) {
            int row = trace.length() - 1;
            if (row >= 0 && !(trace.raw() && trace.gap()[row])) {
                // A bucket has its start; its samples lie within a column.
                long within = trace.raw() ? 0 : (last - aliveBefore) / ROWS_AFTER_ALIVE + 1;
                newest.put(trace.channelId(), Math.min(last, trace.timeMicros()[row] + within));
            }
        }
        return newest;
    }

    private Map<String, Long> lastSigns(Map<String, Long> newest) {
        // While the database was away nobody could note there that ParX ran, but what it read meanwhile shows it. A
        // device's own clock may be ahead: such a time proves nothing about ours.
        long sign = aliveBefore;
        for (long time : newest.values()) {
            sign = time <= clock.nowMicros() ? Math.max(sign, time) : sign;
        }
        Map<String, Long> times = new HashMap<>();
        for (Map.Entry<String, Long> entry : newest.entrySet()) {
            times.put(entry.getKey(), Math.max(entry.getValue() + 1, sign));
        }
        return times;
    }

    private void markNow() {
        if (marked.compareAndSet(false, true)) {
            long now = clock.nowMicros();
            Map<String, Long> times = new HashMap<>();
            storedIds.get().forEach(id -> times.put(id, now));
            marks.accept(times);
        }
    }

    /** A call to the database. */
    @FunctionalInterface
    private interface Call {
        void run() throws HistoryException;
    }

    private boolean note(Call call) {
        try {
            call.run();
            failing = false;
            return true;
        } catch (HistoryException | RuntimeException | Error e) {
            if (!failing) {
                failing = true;
                LOG.warn("The log of runs could not be written; ParX keeps trying ({})", e.getMessage());
                LOG.debug("The failure as the database's driver saw it", e);
            }
            return false;
        }
    }
}
