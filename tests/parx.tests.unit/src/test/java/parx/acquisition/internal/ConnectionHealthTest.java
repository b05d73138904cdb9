package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parx.model.Reason;
import parx.service.Acquisition.ConnectionState;
import parx.service.Acquisition.ConnectionStatus;
import parx.service.Health;

/** What acquisition says about devices that do not deliver. */
class ConnectionHealthTest {
    private final Site site = new Site();

    @AfterEach
    void stop() throws InterruptedException {
        site.close();
    }

    private FakeDriver.Device device(String host) {
        return site.driver.device(host);
    }

    /** Known once the configuration is in force. */
    private ConnectionStatus connection() {
        Eventually.until("in force", () -> !site.engine.status().connections().isEmpty());
        return site.connection("fake a");
    }

    @Test
    void healthNamesTheFirstDeadDeviceAndTheCount() {
        device("a").unreachable = true;
        site.with(Site.channel("a1", "a"), Site.channel("b1", "b"), Site.channel("c1", "c")).start().untilGood("b1", "c1");
        Health health = site.engine.status();
        Eventually.until("said", () -> health.detail().equals(
                "1 of 3 device connections do not deliver: fake a: The device does not answer: check the cable"));
        Eventually.until("degraded", () -> health.state() == Health.State.DEGRADED);
        device("a").unreachable = false;
        Eventually.until("good again", () -> health.state() == Health.State.GOOD);
    }

    @Test
    void healthHasFailedWhereEveryDeviceIsDeadOrSilent() {
        device("a").unreachable = true;
        site.with(Site.channel("a1", "a"), Site.channel("b1", "b")).start().untilGood("b1");
        device("b").mute = true;
        Health health = site.engine.status();
        Eventually.until("failed", () -> health.state() == Health.State.FAILED);
        Eventually.until("said", () -> health.detail().startsWith("2 of 2 device connections do not deliver: fake a: "));
    }

    @Test
    void aDeviceThatAcceptsButNeverAnswersIsNeverConnected() {
        device("a").mute = true;
        device("a").breaking = true;
        site.with(Site.channel("a1", "a")).start();
        Eventually.until("lost once", () -> connection().state() == ConnectionState.FAILED);
        long since = connection().sinceMicros();
        Eventually.until("some retries", () -> {
            ConnectionStatus status = connection();
            assertEquals(ConnectionState.FAILED, status.state(), "no flapping");
            assertEquals("It accepts the connection but does not answer", status.problem());
            assertEquals(-1, status.roundTripMicros());
            return device("a").opened.get() > 5;
        });
        assertEquals(since, connection().sinceMicros());
        device("a").mute = false;
        Eventually.until("an answer", () -> connection().state() == ConnectionState.CONNECTED);
        assertEquals("", connection().problem());
        assertEquals(100, connection().roundTripMicros());
    }

    @Test
    void aDeviceThatNeverAnswersIsStillBeingConnectedTo() {
        device("a").mute = true;
        site.with(Site.channel("a1", "a")).start();
        Eventually.until("timed out", () -> site.reason("a1") == Reason.TIMEOUT);
        assertEquals(ConnectionState.CONNECTING, connection().state());
    }

    @Test
    void aFrozenDeviceHasAProblemAndNoRoundTripTime() {
        site.with(Site.channel("a1", "a")).start().untilGood("a1");
        device("a").mute = true;
        Eventually.until("timed out", () -> site.reason("a1") == Reason.TIMEOUT);
        Eventually.until("said", () -> !connection().problem().isEmpty());
        assertEquals(-1, connection().roundTripMicros());
        device("a").mute = false;
        site.untilGood("a1");
        Eventually.until("well", () -> connection().problem().isEmpty());
        assertNotEquals(-1, connection().roundTripMicros());
    }

    @Test
    void aValueThatCameBeforeTheLinkBrokeAgainDoesNotStayGood() {
        device("a").unreachable = true;
        site.with(Site.channel("a1", "a"), Site.channel("a2", "a")).start();
        Eventually.until("bad", () -> site.reason("a1") == Reason.COMM_FAILURE);
        device("a").breakingOff = true;
        device("a").unreachable = false;
        Eventually.until("broke off", () -> device("a").opened.get() > 3);
        device("a").unreachable = true;
        Eventually.until("bad again", () -> !site.isGood("a1") && !site.isGood("a2"));
    }
}
