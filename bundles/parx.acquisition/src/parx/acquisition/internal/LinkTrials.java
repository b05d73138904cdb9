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

/** Readings by hand over the link that is there, else over one of their own. Thread-safe; the caller's thread waits. */
final class LinkTrials implements Trials {
    private final Function<String, Optional<DeviceConnection>> connections;

    /** @param connections that run, by name */
    LinkTrials(Function<String, Optional<DeviceConnection>> connections) {
        this.connections = connections;
    }

    @Override
    public Reading test(Driver driver, Settings channelConfig, Duration limit) {
        return acquired(driver, channelConfig).flatMap(connection -> over(connection, channelConfig, limit))
                .orElseGet(() -> driver.test(channelConfig, limit));
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
            return failed(Reason.TIMEOUT, TEXTS.text("trial.busy", connection.name(), limit.toSeconds()));
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
