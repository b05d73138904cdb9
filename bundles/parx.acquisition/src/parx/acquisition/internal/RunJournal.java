package parx.acquisition.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
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
import parx.service.RunLog;
import parx.service.StoredHistory;

/**
 * Keeps the log of runs and marks in the data that acquisition was stopped before this one. Owns the thread
 * {@code run-log}, which alone waits for the database: acquisition starts and stops without it.
 */
final class RunJournal {
    private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(5);

    private final RunLog runs;
    private final StoredHistory stored;
    private final TimeSource clock;
    private final Supplier<Collection<String>> storedIds;
    private final Consumer<Map<String, Long>> marks;
    private final Thread thread;
    private final AtomicBoolean marked = new AtomicBoolean();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private boolean failing;

    /**
     * @param storedIds channels that a rule stores
     * @param marks     takes, once, from when on each of these channels was not acquired, in microseconds by id
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
        thread.start();
    }

    /** Waits until the marks are set; where the database does not answer in time, marks that the stop ended just now. */
    void awaitMarks(Duration limit) throws InterruptedException {
        if (!ready.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("The database did not say within {} s when acquisition last ran; the gap ends now", limit.toSeconds());
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
            long aliveMicros = runs.begin(clock.nowMicros());
            if (!marked.get()) {
                Map<String, Long> times = aliveMicros < 0 ? Map.of() : lastSigns(aliveMicros);
                if (marked.compareAndSet(false, true)) {
                    marks.accept(times);
                }
            }
        });
        if (!begun) {
            markNow();
        }
        ready.countDown();
        return begun;
    }

    private Map<String, Long> lastSigns(long aliveMicros) throws HistoryException {
        Map<String, Long> newest = stored.newestNotBad(storedIds.get());
        // While the database was away nobody could note there that ParX ran, but what it read meanwhile shows it. A
        // device's own clock may be ahead: such a time proves nothing about ours.
        long sign = aliveMicros;
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
        } catch (HistoryException | RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.warn("The log of runs could not be written; ParX keeps trying", e);
            }
            return false;
        }
    }
}
