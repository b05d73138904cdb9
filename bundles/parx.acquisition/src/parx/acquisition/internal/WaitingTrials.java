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
 * Readings by hand that wait for a device connection. Any thread asks; the io thread takes them between two scans, and
 * ends a scan early for one that has waited for a while.
 */
final class WaitingTrials {
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final TimeSource clock;
    private final Queue<Trial> waiting = new ConcurrentLinkedQueue<>();

    /** @param outcome empty where the link was lost before it could be read */
    private record Trial(Settings config, long sinceNanos, CompletableFuture<Optional<Reading>> outcome) {
    }

    WaitingTrials(TimeSource clock) {
        this.clock = clock;
    }

    CompletableFuture<Optional<Reading>> add(Settings channelConfig) {
        Trial trial = new Trial(channelConfig, clock.monotonicNanos(), new CompletableFuture<>());
        waiting.add(trial);
        return trial.outcome;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether one has waited for so long that a scan under way should make room. */
    boolean areUrgent() {
        Trial oldest = waiting.peek();
        return oldest != null && clock.monotonicNanos() - oldest.sinceNanos > PATIENCE_NANOS;
    }

    /** Io thread. @throws DriverException if the link is lost */
    void take(Connection link) throws DriverException {
        for (Trial trial = waiting.peek(); trial != null; trial = waiting.peek()) {
            // One that nobody waits for any more is no reason to ask the device.
            if (!trial.outcome.isDone()) {
                read(link, trial);
            }
            waiting.remove(trial);
        }
    }

    private static void read(Connection link, Trial trial) throws DriverException {
        try {
            trial.outcome.complete(Optional.of(link.test(trial.config)));
        } catch (RuntimeException | Error e) {
            trial.outcome.completeExceptionally(e);
            throw e;
        }
    }

    /** Nobody will take them: there is no link. */
    void dismiss() {
        for (Trial trial = waiting.poll(); trial != null; trial = waiting.poll()) {
            trial.outcome.complete(Optional.empty());
        }
    }
}
