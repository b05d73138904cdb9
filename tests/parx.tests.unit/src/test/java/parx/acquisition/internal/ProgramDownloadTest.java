package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import parx.driver.ethernetip.EthernetIpDriver;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.service.LiveValues.Slot;
import parx.simulator.CipDevice;
import parx.simulator.CipMemory;
import parx.simulator.CipServer;
import parx.simulator.CipType.Elementary;

/** A controller gets another program while it is acquired; what counts is the data. */
class ProgramDownloadTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final LiveTable live = new LiveTable();

    @Test
    void valuesAreBadWhileAProgramIsLoadedAndFlowAgainByThemselves() throws Exception {
        SteadyClock clock = new SteadyClock(TimeSource.system());
        Pipeline pipeline = new Pipeline(clock, Duration.ofMinutes(1), live, new RecentSamples(60_000_000L, 100_000),
                new RecordingSink());
        try (CipServer controller = new CipServer(0, List.of(tag("kept", 1), tag("dropped", 2)), CipDevice.STANDARD)) {
            Settings settings = Settings.with("host", "127.0.0.1", "port", controller.port(), "timeout", 1_000, "retryMin", 10,
                    "retryMax", 100, "refusedRetry", 1);
            DeviceConnection connection = new DeviceConnection(new ConnectionPlan("eip", new EthernetIpDriver(), settings, List.of(
                    channel(0, settings, "kept"), channel(1, settings, "dropped"), channel(2, settings, "added")), ""), 1, pipeline, clock);
            pipeline.start();
            connection.start();
            await("the first program", 0, slot -> reason(slot) == Reason.NONE && slot.value == 1);
            await("the first program", 1, slot -> reason(slot) == Reason.NONE && slot.value == 2);
            await("not yet there", 2, slot -> reason(slot) == Reason.NO_SUCH_ADDRESS);
            controller.beginDownload();
            for (int handle = 0; handle < 3; handle++) {
                await("bad while it is loaded", handle, slot -> QualityCode.isBad(slot.quality));
            }
            controller.download(List.of(tag("added", 30), tag("kept", 10)));
            await("the second program", 0, slot -> reason(slot) == Reason.NONE && slot.value == 10);
            await("gone", 1, slot -> reason(slot) == Reason.NO_SUCH_ADDRESS);
            await("new", 2, slot -> reason(slot) == Reason.NONE && slot.value == 30);
            connection.stop();
            assertTrue(connection.join(LIMIT));
        } finally {
            pipeline.stop(LIMIT);
        }
    }

    private static CipMemory tag(String name, double value) {
        return new CipMemory("Main", name, Elementary.DINT).with(value);
    }

    private static AcquiredChannel channel(int handle, Settings settings, String tag) {
        return new AcquiredChannel(handle, new Channel("ch-" + handle, tag, Protocol.ETHERNET_IP, true,
                settings.set("tagName", "Program:Main." + tag), ChannelMetadata.NONE), Scaling.NONE, 20);
    }

    private void await(String what, int handle, Predicate<Slot> condition) {
        Eventually.within(LIMIT, what + ", channel " + handle, () -> {
            Slot slot = new Slot();
            return live.read(handle, slot) && condition.test(slot);
        });
    }

    private static Reason reason(Slot slot) {
        return QualityCode.reason(slot.quality);
    }
}
