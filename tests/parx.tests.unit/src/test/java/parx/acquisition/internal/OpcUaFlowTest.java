package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parx.driver.opcua.CuttableLine;
import parx.driver.opcua.OpcUaDriver;
import parx.driver.opcua.UaServer;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Sample;
import parx.model.Settings;

/**
 * Whether values of an OPC UA server flow again by themselves, whatever happened: judged by the values that reach the
 * history, never by what a session says of itself.
 */
@Timeout(900)
class OpcUaFlowTest {
    private static final Duration LIMIT = Duration.ofSeconds(180);

    @TempDir
    Path folder;
    private Site site;
    private UaServer server;
    private CuttableLine line;
    private int port;

    private InstalledDrivers drivers() {
        InstalledDrivers installed = new InstalledDrivers();
        installed.add(new OpcUaDriver(() -> folder.resolve("parx")));
        return installed;
    }

    @BeforeEach
    void acquire() throws Exception {
        site = new Site(drivers());
        port = UaServer.freePort();
        serve("{}");
        line = new CuttableLine(port);
        site.configured.connectionSettings.all.put("OPC UA " + UaServer.url(line.port()), Settings.with("retryMin", 20,
                "retryMax", 200, "connectTimeout", 10_000, "timeout", 5_000, "silence", 500, "queueTime", 60));
        site.with(channel("counter", "ns=2;s=Counter"), channel("still", "nsu=urn:test:plant;s=Static"),
                channel("polled", "ns=2;s=Counter", "mode", "poll")).start();
        flows();
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
        line.close();
        server.close();
    }

    private void serve(String options) throws Exception {
        server = UaServer.start(port, folder.resolve("server"), options);
        server.command("{'do':'count','name':'Counter','every':200}");
    }

    private Channel channel(String id, String node, Object... more) {
        Settings config = Settings.with("endpoint", UaServer.url(line.port()), "nodeId", node, "scanRate", 100)
                .overlay(Settings.with(more));
        return new Channel(id, id, Protocol.OPC_UA, true, config, ChannelMetadata.NONE);
    }

    private String onServer(String name) {
        try {
            return server.command("{'do':'value','name':'" + name + "'}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server has now arrives: the counter as it is from now on, the others with it. */
    private void flows() {
        flow("counter", "polled");
    }

    private void flow(String... counting) {
        double now = Double.parseDouble(onServer("Counter"));
        for (String id : counting) {
            Eventually.within(LIMIT, id + " passes " + now, () -> site.isGood(id) && site.live(id).value > now
                    && site.live(id).value < now + 100_000);
        }
        Eventually.within(LIMIT, "still", () -> site.isGood("still") && site.live("still").value == 42);
    }

    private void untilAllAreBad() {
        untilBad("counter", "still", "polled");
    }

    private void untilBad(String... ids) {
        for (String id : ids) {
            Eventually.within(LIMIT, id + " is bad", () -> !site.isGood(id));
        }
    }

    @Test
    void valuesFlowAgainAfterTheServerWasRestarted() throws Exception {
        server.close();
        untilAllAreBad();
        serve("{}");
        flows();
    }

    @Test
    void anAddressGoesOnMeaningTheSameWhenTheServerNumbersItsNamespacesAnew() throws Exception {
        server.close();
        untilAllAreBad();
        serve("{\"shifted\":true}");
        flows();
    }

    @Test
    void valuesFlowAgainAfterTheNetworkWasCut() {
        line.cut();
        untilAllAreBad();
        line.mend();
        flows();
    }

    /** Without the polled one, whose requests would notice by themselves. */
    @Test
    void aSilentSubscriptionIsBadThoughItsConnectionStandsAndFlowsAgain() {
        site.configured.remove("polled");
        Eventually.within(LIMIT, "in force", () -> site.connection("OPC UA " + UaServer.url(line.port())).channels() == 2);
        line.stall();
        untilBad("counter", "still");
        line.mend();
        flow("counter");
    }

    @Test
    void aSilentServerIsBadForWhatIsPolledAndFlowsAgain() {
        site.configured.remove("counter");
        site.configured.remove("still");
        Eventually.within(LIMIT, "in force", () -> site.connection("OPC UA " + UaServer.url(line.port())).channels() == 1);
        line.stall();
        untilBad("polled");
        line.mend();
        double now = Double.parseDouble(onServer("Counter"));
        Eventually.within(LIMIT, "polled passes " + now, () -> site.isGood("polled") && site.live("polled").value > now);
    }

    @Test
    void aShortInterruptionCostsNoValueOfASubscription() {
        int handle = site.handle("counter");
        line.blink();
        flows();
        double reached = site.live("counter").value;
        Eventually.within(LIMIT, "stored", () -> !site.sink.good(handle).isEmpty()
                && site.sink.good(handle).getLast() >= reached);
        List<Double> values = site.sink.good(handle);
        for (int i = 1; i < values.size(); i++) {
            assertTrue(values.get(i) - values.get(i - 1) >= 0, "never an older value after a newer one: " + values);
        }
        List<Sample> all = site.sink.of(handle);
        assertEquals(all.stream().map(Sample::timeMicros).sorted().distinct().toList(), all.stream().map(Sample::timeMicros).toList());
    }
}
