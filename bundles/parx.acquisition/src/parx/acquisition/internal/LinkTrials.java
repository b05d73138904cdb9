package parx.acquisition.internal;

import static parx.acquisition.internal.AcquisitionTexts.TEXTS;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import parx.driver.Driver;
import parx.driver.Reading;
import parx.driver.Trials;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.TimeSource;

/**
 * Readings by hand over the connection that acquires from the device, else over a link of their own. Thread-safe; the
 * caller's thread waits.
 */
final class LinkTrials implements Trials {
    private final Function<String, Optional<DeviceConnection>> connections;
    private final TimeSource clock;

    /** @param connections that run, by name */
    LinkTrials(Function<String, Optional<DeviceConnection>> connections, TimeSource clock) {
        this.connections = connections;
        this.clock = clock;
    }

    @Override
    public Reading test(Driver driver, Settings channelConfig, Duration limit) {
        long began = clock.monotonicNanos();
        return acquired(driver, channelConfig).flatMap(connection -> over(connection, channelConfig, limit))
                .orElseGet(() -> driver.test(channelConfig, limit.minusNanos(clock.monotonicNanos() - began)));
    }

    private Optional<DeviceConnection> acquired(Driver driver, Settings channelConfig) {
        try {
            return connections.apply(driver.connectionName(channelConfig));
        } catch (SettingsException e) {
            return Optional.empty(); // It names no device, which the driver's own test says in its words.
        }
    }

    private static Optional<Reading> over(DeviceConnection connection, Settings channelConfig, Duration limit) {
        CompletableFuture<Optional<Reading>> outcome = connection.test(channelConfig);
        try {
            return outcome.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            String fault = connection.fault();
            return failed(Reason.TIMEOUT, !fault.isEmpty() ? fault
                    : TEXTS.text("trial.busy", connection.name(), limit.toSeconds()));
        } catch (ExecutionException e) {
            return failed(Reason.DEVICE_ERROR, TEXTS.text("trial.fault", e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(Reason.STOPPED, TEXTS.text("trial.ended"));
        } finally {
            outcome.cancel(false);
        }
    }

    private static Optional<Reading> failed(Reason reason, String sentence) {
        return Optional.of(Reading.failed(reason, sentence, 0));
    }
}
