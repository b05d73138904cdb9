package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.Scaling;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.model.StorageRule.Mode;
import parx.model.TimeSource;
import parx.persistence.TestDatabase;
import parx.persistence.TestInflux;
import parx.persistence.internal.backend.StoresFixture;
import parx.persistence.internal.history.HistoryWriter;

/** Each mode with each back end, through the real pipeline into the real back end: the same rows everywhere. */
class ModesByBackEndTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int SAMPLES = 100;
    private static final long SPACING = 100_000;
    private static final TimeSource TIME = TimeSource.system();
    private static TestInflux influx;
    private static TestDatabase database;
    private static int runs;
    @TempDir
    Path folder;

    /**
     * What is kept of a ramp of 0 to 99 in steps of 100 ms; the trigger's channel is 1 from 50 to 59. A recording ends in
     * a BAD row, so that a trend breaks there.
     */
    private record Expectation(Mode mode, Settings config, List<Integer> values) {
        List<String> rows() {
            return Stream.concat(values.stream().map(value -> value + " GOOD"),
                    mode == Mode.EVENT || mode == Mode.TRIGGER ? Stream.of("BAD") : Stream.of()).toList();
        }
    }

    @BeforeAll
    static void start() {
        influx = new TestInflux(false);
        database = TestDatabase.migrated();
    }

    @AfterAll
    static void stop() {
        influx.close();
        database.close();
    }

    static Stream<Arguments> each() {
        Settings signal = Settings.with("type", "signal", "channel", "start", "condition", "rising_edge");
        List<Expectation> modes = List.of(
                new Expectation(Mode.CONTINUOUS, Settings.with("interval", 1_000),
                        Stream.concat(Stream.of(0), IntStream.range(0, 10).mapToObj(i -> i * 10 + 9)).toList()),
                new Expectation(Mode.CHANGE, Settings.with("deadband", 10, "heartbeat", 0),
                        Stream.concat(Stream.of(0), IntStream.rangeClosed(1, 9).boxed().flatMap(i -> Stream.of(i * 11 - 1, i * 11)))
                                .toList()),
                new Expectation(Mode.EVENT, Settings.with("trigger", signal, "preTrigger", 1_000, "postTrigger", 500),
                        IntStream.rangeClosed(40, 55).boxed().toList()),
                new Expectation(Mode.TRIGGER, Settings.with("trigger", signal.set("condition", "level")),
                        IntStream.rangeClosed(50, 60).boxed().toList()));
        return modes.stream().flatMap(expected -> Arrays.stream(Backend.values()).map(backend -> Arguments.of(expected.mode,
                backend, expected)));
    }

    @ParameterizedTest(name = "{0} into {1}")
    @MethodSource("each")
    void theRowsOfTheModeAreInTheBackEnd(Mode mode, Backend backend, Expectation expected) throws Exception {
        String channelId = "ramp-" + runs++;
        Settings config = expected.config.overlay(backEnd(backend, channelId));
        StorageRule rule = new StorageRule("r-" + channelId, "Rule", true, backend, mode, List.of(channelId), config);
        try (StoresFixture site = new StoresFixture(folder.resolve("site"));
                HistoryWriter writer = new HistoryWriter(database.dataSource(), site.index, folder.resolve("spool"),
                        site.quarantine, TIME, database.timescale())) {
            run(site, writer, channelId, rule);
            assertTrue(writer.flush(LIMIT));
        }
        assertEquals(expected.rows(), read(backend, channelId));
    }

    private void run(StoresFixture site, HistoryWriter writer, String channelId, StorageRule rule) throws Exception {
        List<Channel> channels = List.of(channel(channelId), channel("start"));
        StoragePlan plan = StoragePlan.of(List.of(rule), id -> channels.stream().filter(c -> c.id().equals(id)).findFirst());
        assertEquals(Map.of(), plan.problems());
        Object origin = new Object();
        Pipeline pipeline = new Pipeline(new SteadyClock(TIME), Duration.ofMinutes(1), new LiveTable(),
                new RecentSamples(600_000_000L, 100_000), writer);
        pipeline.start();
        StorageInForce inForce = StorageInForce.of(plan, channels, site.index, site.stores());
        pipeline.put(new Message.Task(() -> pipeline.store(inForce)));
        pipeline.put(new Message.Task(() -> pipeline.adopt(origin, channels.stream()
                .map(c -> new AcquiredChannel(site.index.handle(c.id()), c, Scaling.NONE, SPACING / 1_000)).toList(), 1)));
        // A minute ago, in whole seconds: nothing is in the future, and the intervals begin with the ramp.
        long begin = TIME.nowMicros() / 1_000_000 * 1_000_000 - 60_000_000;
        for (int i = 0; i < SAMPLES; i++) {
            SampleBatch batch = new SampleBatch(2);
            batch.sample(site.index.handle(channelId), begin + i * SPACING, i, QualityCode.GOOD);
            batch.sample(site.index.handle("start"), begin + i * SPACING, i >= 50 && i < 60 ? 1 : 0, QualityCode.GOOD);
            pipeline.put(Message.Parcel.once(origin, batch));
        }
        pipeline.stop(LIMIT);
    }

    private static Channel channel(String id) {
        return new Channel(id, id, Protocol.MODBUS, true, Settings.EMPTY, ChannelMetadata.NONE);
    }

    private Settings backEnd(Backend backend, String channelId) {
        return switch (backend) {
            case TIMESCALEDB -> Settings.EMPTY;
            case INFLUXDB -> Settings.with("influxdb", Settings.with("url", influx.url(), "database", TestInflux.DATABASE,
                    "measurement", channelId));
            case FILE -> Settings.with("file", Settings.with("path", folder.resolve("files").toString(), "naming",
                    "{rule}_{recording}", "rotation", Settings.with("type", "batch")));
        };
    }

    /** Value and quality of every row, ascending by time; a BAD row has no value. */
    private List<String> read(Backend backend, String channelId) throws IOException {
        return switch (backend) {
            case TIMESCALEDB -> database.query("SELECT CASE quality WHEN 'BAD' THEN '' ELSE value::int || ' ' END || quality"
                    + " FROM channel_data WHERE channel_id = '" + channelId + "' ORDER BY time");
            case INFLUXDB -> influx.rows("SELECT value, quality FROM \"" + channelId + "\"").stream()
                    .map(row -> row.split("\\|")).map(cells -> row(cells[1], cells[2])).toList();
            case FILE -> files();
        };
    }

    private List<String> files() throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder.resolve("files"))) {
            for (Path file : all.sorted().toList()) {
                Files.readAllLines(file).stream().skip(1).map(line -> line.split(","))
                        .forEach(cells -> rows.add(row(cells[2], cells[3])));
            }
        }
        return rows;
    }

    private static String row(String value, String quality) {
        return value.isEmpty() ? quality : (int) Double.parseDouble(value) + " " + quality;
    }
}
