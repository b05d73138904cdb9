package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import parx.driver.ethernetip.EthernetIpDriver;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.service.Acquisition.ConnectionState;
import parx.simulator.CipDevice;
import parx.simulator.CipMemory;
import parx.simulator.CipServer;
import parx.simulator.CipType.Elementary;

/** A device that gives up links on which nothing is said, and channels that are read once an hour. */
class RestingLinkTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void aLinkIsKeptAliveBetweenTwoScansThatAreFarApart() throws Exception {
        SteadyClock clock = new SteadyClock(TimeSource.system());
        Pipeline pipeline = new Pipeline(clock, Duration.ofMinutes(1), new LiveTable(), new RecentSamples(60_000_000L, 100_000),
                new RecordingSink());
        try (CipServer controller = new CipServer(0, List.of(new CipMemory("", "a", Elementary.DINT)), CipDevice.STANDARD)) {
            Settings settings = Settings.with("host", "127.0.0.1", "port", controller.port(), "rpi", 500);
            Channel channel = new Channel("ch-1", "A", Protocol.ETHERNET_IP, true, settings.set("tagName", "a"), ChannelMetadata.NONE);
            DeviceConnection connection = new DeviceConnection(new ConnectionPlan("eip", new EthernetIpDriver(), settings,
                    List.of(new AcquiredChannel(0, channel, Scaling.NONE, 3_600_000)), ""), 1, pipeline, clock);
            pipeline.start();
            connection.start();
            Eventually.within(LIMIT, "the only scan", () -> connection.status().state() == ConnectionState.CONNECTED);
            long scanned = controller.packets();
            Eventually.within(LIMIT, "kept alive", () -> controller.packets() >= scanned + 4);
            assertEquals(1, controller.connections());
            connection.stop();
            assertTrue(connection.join(Duration.ofSeconds(20)));
            Eventually.within(LIMIT, "closed in the controller", () -> controller.connections() == 0);
        } finally {
            pipeline.stop(Duration.ofSeconds(20));
        }
    }
}
