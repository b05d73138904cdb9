package parx.driver.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parx.driver.AddressSpace;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.Reading;
import parx.driver.SubscribingConnection;
import parx.model.Micros;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.Settings;
import parx.model.TimeSource;

/** What the driver makes of the data of a server that is not of its library. */
@Timeout(900)
class UaDataTest {
    @TempDir
    static Path keys;
    private static UaServer server;

    private final OpcUaDriver driver = new OpcUaDriver(() -> keys.resolve("parx"));
    private final List<SubscribingConnection> opened = new ArrayList<>();

    @BeforeAll
    static void startServer() throws Exception {
        server = UaServer.start(UaServer.freePort(), keys.resolve("server"), "{\"many\":250,\"itemsPerCall\":100}");
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void close() {
        opened.forEach(SubscribingConnection::close);
    }

    private Delivered connect(Object... settings) throws DriverException {
        Settings config = server.connection(settings);
        SubscribingConnection connection = (SubscribingConnection) driver.connect(config, new DriverContext(TimeSource.system()));
        opened.add(connection);
        connection.open();
        return new Delivered(connection);
    }

    private static Settings polled(String name, Object... more) {
        return server.channel(name, more).set("mode", "poll");
    }

    @ParameterizedTest
    @CsvSource({"Boolean,1", "SByte,-5", "Byte,250", "Int16,-30000", "UInt16,60000", "Int32,-2000000000", "UInt32,4000000000",
            "Int64,4294967298", "UInt64,7", "Float,1.5", "Double,3.25", "StatusCode,2156593152", "Enumeration,2"})
    void everyTypeOfNumberArrives(String name, double value) throws Exception {
        connect().subscribe(100, server.channel(name), polled(name)).untilValue(0, value).untilValue(1, value);
    }

    @ParameterizedTest
    @CsvSource({"String,coil 4711", "DateTime,2026-01-02T03:04:05Z", "Guid,72962b91-fa75-4ae6-8d28-b404dc7daf63", "ByteString,0102FF",
            "LocalizedText,läuft", "QualifiedName,speed", "NodeId,ns=1;s=x"})
    void everyTypeOfTextArrives(String name, String text) throws Exception {
        Delivered delivered = connect().subscribe(100, server.channel(name));
        delivered.until("a text", () -> !delivered.texts.isEmpty());
        assertEquals(text, delivered.texts.getFirst().text());
        assertEquals(QualityCode.GOOD, delivered.texts.getFirst().qualityCode());
    }

    @Test
    void anArrayIsShownByItsElements() throws Exception {
        Delivered delivered = connect().subscribe(100, server.channel("Array", "index", 2), polled("Array", "index", "3"),
                server.channel("Matrix", "index", "1,2"), server.channel("Array"), server.channel("Array", "index", 9));
        delivered.untilValue(0, 30).untilValue(1, 40).untilValue(2, 6);
        delivered.untilReason(3, Reason.CONFIG_ERROR).untilReason(4, Reason.NO_SUCH_ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NotANumber", "Infinite"})
    void whatIsNoNumberIsBad(String name) throws Exception {
        connect().subscribe(100, server.channel(name)).untilReason(0, Reason.NOT_A_NUMBER);
    }

    @ParameterizedTest
    @CsvSource({"BadDeviceFailure,BAD,DEVICE_ERROR", "BadNoCommunication,BAD,COMM_FAILURE", "BadOutOfService,BAD,DEVICE_ERROR",
            "UncertainLastUsableValue,UNCERTAIN,STALE", "UncertainSubstituteValue,UNCERTAIN,SUBSTITUTED",
            "GoodLocalOverride,GOOD,FORCED", "GoodClamped,UNCERTAIN,CLAMPED"})
    void aStatusBecomesQualityAndReason(String status, Quality quality, Reason reason) throws Exception {
        Delivered delivered = connect().subscribe(50, server.channel("Float"));
        delivered.untilValue(0, 1.5);
        server.command("{'do':'set','name':'Float','value':2.5,'status':'" + status + "'}");
        try {
            delivered.untilReason(0, reason);
            Sample last = delivered.of(0).getLast();
            assertEquals(quality, QualityCode.quality(last.qualityCode()));
            assertEquals(quality == Quality.BAD, Double.isNaN(last.value()));
        } finally {
            server.command("{'do':'set','name':'Float','value':1.5}");
        }
    }

    @Test
    void aNodeThatIsNotThereIsBadWithASentenceAndItsNeighboursStay() throws Exception {
        Delivered delivered = connect("refusedRetry", 1).subscribe(100, server.channel("Double"), server.channel("Late"),
                Settings.with("endpoint", UaServer.url(server.port()), "nodeId", "nsu=urn:no:such;s=x"),
                Settings.with("endpoint", UaServer.url(server.port()), "nodeId", "i=85"));
        delivered.untilReason(1, Reason.NO_SUCH_ADDRESS).untilReason(2, Reason.NO_SUCH_ADDRESS)
                .untilReason(3, Reason.NO_SUCH_ADDRESS).untilValue(0, 3.25);
        String problem = delivered.connection.statistics().problem();
        assertTrue(problem.contains("Late") && problem.contains("Bad_NodeIdUnknown"), problem);
        assertEquals(3, delivered.connection.statistics().quarantined());
        server.command("{'do':'add','name':'Late','value':5}");
        delivered.untilValue(1, 5);
        server.command("{'do':'remove','name':'Late'}");
        delivered.untilReason(1, Reason.NO_SUCH_ADDRESS);
        server.command("{'do':'add','name':'Late','value':6}");
        delivered.untilValue(1, 6);
        server.command("{'do':'remove','name':'Late'}");
        assertEquals(List.of(), delivered.of(0).stream().filter(s -> QualityCode.isBad(s.qualityCode())).toList());
    }

    @Test
    void noOlderValueEverComesAfterANewerOne() throws Exception {
        Delivered delivered = connect().subscribe(10, server.channel("Counter"));
        delivered.until("the first", () -> !delivered.samples.isEmpty());
        server.command("{'do':'count','name':'Counter','every':20}");
        delivered.until("a hundred", () -> delivered.samples.getLast().value() >= 100);
        server.command("{'do':'stop','name':'Counter'}");
        for (int i = 1; i < delivered.samples.size(); i++) {
            Sample before = delivered.samples.get(i - 1);
            Sample now = delivered.samples.get(i);
            assertTrue(now.timeMicros() > before.timeMicros(), before + " then " + now);
            assertTrue(now.value() >= before.value(), before + " then " + now);
        }
    }

    @Test
    void aSourceWithoutATimeOfItsOwnGetsTheServersAndAColdOneIsNotDatedBack() throws Exception {
        Delivered delivered = connect().subscribe(100, server.channel("Static"));
        long before = TimeSource.system().nowMicros();
        server.command("{'do':'set','name':'Static','value':43,'ago':3600000}");
        Delivered late = connect().subscribe(100, server.channel("Static")).untilValue(0, 43);
        server.command("{'do':'set','name':'Static','value':42}");
        assertTrue(late.of(0).getFirst().timeMicros() > before - Micros.PER_SECOND, "known since the subscription only");
        delivered.untilValue(0, 42);
    }

    @Test
    void aValueThatStandsStillComesAgainSoThatItDiffersFromOneThatIsLost() throws Exception {
        Delivered delivered = connect().subscribe(100, server.channel("Static"), server.channel("String"));
        delivered.until("four times", () -> delivered.of(0).size() >= 4 && delivered.texts.size() >= 4);
        List<Long> times = delivered.of(0).stream().map(Sample::timeMicros).toList();
        assertEquals(times.stream().sorted().distinct().toList(), times);
        assertTrue(delivered.of(0).stream().allMatch(s -> s.value() == 42 && s.qualityCode() == QualityCode.GOOD));
    }

    @Test
    void aJumpAfterALongRestLeadsLevelToTheSampleBeforeIt() throws Exception {
        server.command("{'do':'set','name':'Double','value':10}");
        Delivered delivered = connect().subscribe(100, server.channel("Double")).untilValue(0, 10);
        delivered.until("at rest", () -> delivered.of(0).size() >= 3);
        server.command("{'do':'set','name':'Double','value':20}");
        delivered.untilValue(0, 20);
        server.command("{'do':'set','name':'Double','value':3.25}");
        List<Sample> all = delivered.of(0);
        Sample jump = all.stream().filter(s -> s.value() == 20).findFirst().orElseThrow();
        Sample before = all.get(all.indexOf(jump) - 1);
        assertEquals(10, before.value());
        assertTrue(jump.timeMicros() - before.timeMicros() <= 150 * Micros.PER_MILLI, before + " then " + jump);
    }

    @Test
    void moreChannelsThanTheServerTakesAtOnceAreAskedForInParts() throws Exception {
        Settings[] many = IntStream.range(0, 250).mapToObj(i -> server.channel("Many" + i)).toArray(Settings[]::new);
        Delivered delivered = connect("itemsPerSubscription", 120).subscribe(100, many);
        delivered.until("all", () -> delivered.samples.stream().map(Sample::channel).distinct().count() == 250);
        assertTrue(delivered.samples.stream().allMatch(s -> s.value() == s.channel()));
        Settings[] asPolled = IntStream.range(0, 250).mapToObj(i -> polled("Many" + i)).toArray(Settings[]::new);
        Delivered read = connect().subscribe(100, asPolled);
        read.until("all", () -> read.samples.stream().map(Sample::channel).distinct().count() == 250);
    }

    @Test
    void channelsComeAndGoWhileTheOthersStay() throws Exception {
        Delivered delivered = connect().subscribe(100, server.channel("Double"), server.channel("Float"));
        delivered.untilValue(0, 3.25).untilValue(1, 1.5);
        delivered.subscribe(100, server.channel("Double"));
        delivered.samples.clear();
        delivered.until("the other goes on", () -> delivered.of(0).size() >= 3);
        assertEquals(List.of(), delivered.of(1));
        delivered.subscribe(100, server.channel("Double"), server.channel("Int32")).untilValue(1, -2_000_000_000);
    }

    @Test
    void aTestByHandShowsTypeStatusAndTimes() {
        Reading reading = driver.test(server.channel("Float"), Duration.ofMinutes(3));
        assertTrue(reading.ok(), reading.sentence());
        assertEquals(1.5, reading.value());
        String details = String.join("\n", reading.details());
        assertTrue(details.contains("Float") && details.contains("Good (0x00000000)") && details.contains("T"), details);
        Reading missing = driver.test(server.channel("Nothing"), Duration.ofMinutes(3));
        assertEquals(Reason.NO_SUCH_ADDRESS, missing.reason());
        assertTrue(missing.sentence().contains("Nothing"), missing.sentence());
    }

    @Test
    void anAddressSpaceIsLookedThroughInPartsAndWhatIsFoundCanBeRead() throws Exception {
        try (AddressSpace space = driver.addressSpace(server.connection()).orElseThrow()) {
            Found top = new Found(Integer.MAX_VALUE);
            space.children(AddressSpace.ROOT, top);
            AddressSpace.Node plant = top.nodes.stream().filter(node -> node.name().equals("Plant")).findFirst().orElseThrow();
            assertFalse(plant.readable());
            Found all = new Found(Integer.MAX_VALUE);
            space.children(plant.address(), all);
            assertTrue(all.nodes.size() > 250 && all.parts > 1, all.nodes.size() + " in " + all.parts);
            AddressSpace.Node node = all.nodes.stream().filter(found -> found.name().equals("Double")).findFirst().orElseThrow();
            assertEquals("nsu=urn:test:plant;s=Double", node.address());
            assertTrue(node.readable());
            Found some = new Found(1);
            space.children(plant.address(), some);
            assertEquals(1, some.parts, "the rest is not asked for");
            assertThrows(DriverException.class, () -> space.children("nsu=urn:test:plant;s=Nothing", new Found(1)));
        }
    }

    private static final class Found implements AddressSpace.NodeSink {
        final List<AddressSpace.Node> nodes = new ArrayList<>();
        private final int most;
        int parts;

        Found(int most) {
            this.most = most;
        }

        @Override
        public void found(List<AddressSpace.Node> some) {
            nodes.addAll(some);
            parts++;
        }

        @Override
        public boolean wanted() {
            return parts < most;
        }
    }

    @Test
    void aWriteIsReadBackInTheTypeOfTheServer() throws Exception {
        SubscribingConnection connection = connect().connection;
        connection.write(server.channel("Int16"), 123.0);
        assertEquals("123", server.command("{'do':'value','name':'Int16'}"));
        connection.write(server.channel("Int16"), "-30000");
        connection.write(server.channel("String"), "coil 4712");
        assertEquals("coil 4712", server.command("{'do':'value','name':'String'}"));
        connection.write(server.channel("String"), "coil 4711");
        connection.write(server.channel("Array", "index", 1), 21.0);
        assertEquals("10,21,30,40", server.command("{'do':'value','name':'Array'}"));
        connection.write(server.channel("Array", "index", 1), 20.0);
    }

    @Test
    void aWriteThatTookNoEffectIsSaidSo() throws Exception {
        SubscribingConnection connection = connect().connection;
        assertTrue(refusal(connection, "ReadOnly", 2.0).contains("refuses"));
        assertTrue(refusal(connection, "Int16", 70_000.0).contains("Int16"));
        assertTrue(refusal(connection, "Clamped", 9.0).contains("7.0"));
        assertTrue(refusal(connection, "Array", 9.0).contains("which of its elements"));
        assertTrue(refusal(connection, "Nothing", 9.0).contains("no node"));
    }

    private static String refusal(SubscribingConnection connection, String name, Object value) {
        return assertThrows(DriverException.class, () -> connection.write(server.channel(name), value)).getMessage();
    }
}
