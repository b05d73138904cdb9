package parx.acquisition.internal;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import parx.driver.Connection;
import parx.driver.DriverException;
import parx.driver.Reading;
import parx.model.Settings;
import parx.model.TimeSource;

/**
 * Readings by hand that wait for a device connection. Any thread asks; the io thread takes them between two scans, ends a
 * scan early for one that has waited for a while, and connects for them where there is no link: a second one beside it
 * would contend with acquisition for a serial port. One that nobody waits for any more counts for nothing.
 */
final class WaitingTrials {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final TimeSource clock;
    private final Queue<Trial> waiting = new ConcurrentLinkedQueue<>();

    /** One reading. Its fields are the io thread's where they change. */
    private static final class Trial {
        private final Settings config;
        private final long sinceNanos;
        /** Empty where nobody could take it. */
        private final CompletableFuture<Optional<Reading>> outcome = new CompletableFuture<>();
        private boolean tried;

        private Trial(Settings config, long sinceNanos) {
            this.config = config;
            this.sinceNanos = sinceNanos;
        }
    }

    WaitingTrials(TimeSource clock) {
        this.clock = clock;
    }

    CompletableFuture<Optional<Reading>> add(Settings channelConfig) {
        Trial trial = new Trial(channelConfig, clock.monotonicNanos());
        waiting.add(trial);
        return trial.outcome;
    }

    boolean isEmpty() {
        return oldest() == null;
    }

    /** Whether one has waited for so long that a scan under way should make room. */
    boolean areUrgent() {
        Trial oldest = oldest();
        return oldest != null && clock.monotonicNanos() - oldest.sinceNanos > PATIENCE_NANOS;
    }

    /** The oldest that somebody still waits for, or null. */
    private Trial oldest() {
        for (Trial trial : waiting) {
            if (!trial.outcome.isDone()) {
                return trial;
            }
        }
        return null;
    }

    /** Io thread. @throws DriverException if the link is lost */
    void take(Connection link) throws DriverException {
        for (Trial trial = waiting.peek(); trial != null; trial = waiting.peek()) {
            if (!trial.outcome.isDone()) {
                read(link, trial);
            }
            waiting.remove(trial);
        }
    }

    /** A link that is lost under a reading may have been dead before it: it is tried once more, over the next one. */
    private void read(Connection link, Trial trial) throws DriverException {
        long began = clock.monotonicNanos();
        try {
            trial.outcome.complete(Optional.of(link.test(trial.config)));
        } catch (DriverException e) {
            if (trial.tried) {
                trial.outcome.complete(failed(e, began));
                waiting.remove(trial);
            }
            trial.tried = true;
            throw e;
        } catch (RuntimeException | Error e) {
            trial.outcome.completeExceptionally(e);
            throw e;
        }
    }

    /** Io thread. There is no link, for this reason, which is what came of the readings too. */
    void fail(DriverException reason, long beganNanos) {
        for (Trial trial = waiting.poll(); trial != null; trial = waiting.poll()) {
            trial.outcome.complete(failed(reason, beganNanos));
        }
    }

    private Optional<Reading> failed(DriverException e, long beganNanos) {
        return Optional.of(Reading.failed(e.reason(), e.getLocalizedMessage(), (clock.monotonicNanos() - beganNanos) / 1_000));
    }

    /** Nobody will take them: the connection has ended. */
    void dismiss() {
        for (Trial trial = waiting.poll(); trial != null; trial = waiting.poll()) {
            trial.outcome.complete(Optional.empty());
        }
    }
}
