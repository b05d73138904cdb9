package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import parx.driver.DriverContext;
import parx.driver.PollingConnection;
import parx.model.Scaling;
import parx.model.Settings;

class ScansTest {
    private final FakeDriver driver = new FakeDriver();
    private final ManualClock clock = new ManualClock();

    private static AcquiredChannel channel(int handle, double factor, long scanMillis) {
        return new AcquiredChannel(handle, Site.channel("c" + handle, "a"), Scaling.of(Settings.with("factor", factor)), scanMillis);
    }

    private ConnectionPlan plan(AcquiredChannel... channels) {
        return new ConnectionPlan("fake a", driver, Settings.with("host", "a"), List.of(channels), "");
    }

    @Test
    void aNewScalingHastensTheScanOfItsChannelInWhateverOrderTheChannelsAreListed() throws Exception {
        ConnectionPlan before = plan(channel(1, 1, 1_000), channel(2, 2, 5_000));
        PollingConnection link = (PollingConnection) driver.connect(before.settings(), new DriverContext(clock));
        Scans scans = Scans.of(before, link, clock.monotonicNanos());
        for (int i = 0; i < 2; i++) {
            scans.next().schedule().advance(clock.monotonicNanos());
        }
        scans.hasten(before, plan(channel(2, 2, 5_000), channel(1, 1, 1_000)), clock.monotonicNanos());
        assertEquals(clock.monotonicNanos() + 1_000_000_000L, scans.next().schedule().dueNanos(), "nothing is due: no scaling is new");

        scans.hasten(before, plan(channel(2, 3, 5_000), channel(1, 1, 1_000)), clock.monotonicNanos());
        assertEquals(5_000_000_000L, scans.next().periodNanos());
        assertEquals(clock.monotonicNanos(), scans.next().schedule().dueNanos());
    }
}
