package parx.driver.opcua;

import static parx.driver.opcua.UaTexts.TEXTS;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import parx.driver.DriverException;
import parx.driver.opcua.ServerSettings.Timestamps;
import parx.model.Reason;
import parx.model.TimeSource;

/**
 * Asks a server for its time every few seconds: how far its clock is off, how long an answer takes, and whether there is
 * one. Owned by the io thread; counters from any.
 */
final class Pulse {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Duration WORTH_SAYING = Duration.ofSeconds(10);

    private final Session session;
    private final ServerClock serverClock;
    private final TimeSource clock;
    private CompletableFuture<Answer> asked;
    private long askedNanos;
    private long askedMicros;
    private long answeredNanos;
    private long beats;
    private long failures;
    private long roundTripMicros = -1;

    /** @param nanos when it came, however long the io thread then took to look */
    private record Answer(ReadResponse response, long nanos) {
    }

    Pulse(Session session, ServerClock serverClock, TimeSource clock) {
        this.session = session;
        this.serverClock = serverClock;
        this.clock = clock;
        answeredNanos = clock.monotonicNanos();
    }

    /** Asks and waits for the answer. */
    void take() throws DriverException {
        ask();
        Answer answer = session.await(asked);
        asked = null;
        answered(answer);
    }

    /** Takes the answer if it is there, and asks again if it is time. Waits for nothing. */
    void beat() {
        if (asked != null && asked.isDone()) {
            if (asked.isCompletedExceptionally()) {
                failures++;
            } else {
                answered(asked.join());
            }
            asked = null;
        }
        if (asked == null && clock.monotonicNanos() - askedNanos >= INTERVAL_NANOS) {
            ask();
        }
    }

    /** @throws DriverException where there has been no answer for too long; while data comes, its groups judge better */
    void check(ServerSettings settings) throws DriverException {
        long silent = clock.monotonicNanos() - answeredNanos;
        if (silent > INTERVAL_NANOS + 2 * settings.timeoutNanos() + TimeUnit.MILLISECONDS.toNanos(settings.silenceMillis())) {
            throw new DriverException(Reason.TIMEOUT, TEXTS.of("link.silent", settings.url(), TimeUnit.NANOSECONDS.toMillis(silent)));
        }
    }

    /** A sentence where the server's clock is so wrong that times are hard to compare; else empty. */
    String skew(ServerSettings settings) {
        long seconds = TimeUnit.MICROSECONDS.toSeconds(serverClock.offsetMicros());
        return Math.abs(seconds) < WORTH_SAYING.toSeconds() || settings.timestamps() == Timestamps.RECEIVED ? ""
                : TEXTS.text(seconds > 0 ? "clock.ahead" : "clock.behind", settings.url(), Math.abs(seconds));
    }

    long beats() {
        return beats;
    }

    long failures() {
        return failures;
    }

    long roundTripMicros() {
        return roundTripMicros;
    }

    private void ask() {
        beats++;
        askedNanos = clock.monotonicNanos();
        askedMicros = clock.nowMicros();
        asked = session.client().readAsync(0, TimestampsToReturn.Both, List.of(new ReadValueId(
                NodeIds.Server_ServerStatus_CurrentTime, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE)))
                .thenApply(response -> new Answer(response, clock.monotonicNanos()));
    }

    private void answered(Answer answer) {
        answeredNanos = answer.nanos;
        roundTripMicros = TimeUnit.NANOSECONDS.toMicros(answeredNanos - askedNanos);
        DataValue[] values = answer.response.getResults();
        // An answer that took long says little of the clocks.
        if (values != null && values.length == 1 && values[0].value() != null
                && values[0].value().value() instanceof DateTime time && roundTripMicros < TimeUnit.SECONDS.toMicros(1)) {
            serverClock.compare(time, askedMicros, askedMicros + roundTripMicros);
        }
    }
}
