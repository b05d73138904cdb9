package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Micros;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.Reason;
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
import parx.service.HistorySink;

/** Each mode with each back end, against a real PostgreSQL, a real InfluxDB and real files: all keep the same rows. */
class ModesAndBackEndsTest {
    private static final Map<String, Rule> RULES = new LinkedHashMap<>();
    private static final int SAMPLES = 400;
    @TempDir
    Path folder;
    private final long start = TimeSource.system().nowMicros() / 1_000_000 * 1_000_000 - 50 * Micros.PER_SECOND;

    /** What a rule asks beside its back end. */
    private record Rule(Mode mode, Settings config) {
    }

    static {
        RULES.put("last", new Rule(Mode.CONTINUOUS, Settings.with("interval", 1_000)));
        RULES.put("average", new Rule(Mode.CONTINUOUS, Settings.with("interval", 1_000, "value", "average")));
        RULES.put("minmax", new Rule(Mode.CONTINUOUS, Settings.with("interval", 2_000, "value", "minmax")));
        RULES.put("change", new Rule(Mode.CHANGE, Settings.with("deadband", 3)));
        RULES.put("door", new Rule(Mode.CHANGE, Settings.with("compression", "swingingDoor", "deviation", 0.5)));
        RULES.put("event", new Rule(Mode.EVENT, Settings.with("trigger", Settings.with("channel", "pulse"), "preTrigger", 1_000,
                "postTriggerSamples", 7)));
        RULES.put("trigger", new Rule(Mode.TRIGGER, Settings.with("trigger", Settings.with("channel", "pulse", "condition",
                "level"), "preTriggerSamples", 3, "postTrigger", 500)));
    }

    @Test
    void everyModeKeepsTheSameRowsInEveryBackEnd() throws Exception {
        try (TestDatabase database = TestDatabase.migrated(); TestInflux influx = new TestInflux(false)) {
            Map<String, List<String>> expected = new HashMap<>();
            StoresFixture stores = new StoresFixture(Files.createDirectory(folder.resolve("stores")));
            HistoryWriter writer = new HistoryWriter(database.dataSource(), stores.index,
                    Files.createDirectory(folder.resolve("spool")), stores.quarantine, TimeSource.system(), database.timescale());
            for (Map.Entry<String, Rule> one : RULES.entrySet()) {
                RecordingSink sink = new RecordingSink();
                run(one.getKey(), rule(one, Backend.TIMESCALEDB, Settings.EMPTY), sink, stores);
                expected.put(one.getKey(), sink.of(stores.index.handle(one.getKey())).stream()
                        .map(s -> row(s.timeMicros(), s.value(), s.quality().name())).sorted().toList());
                assertTrue(expected.get(one.getKey()).size() > 10, one.getKey());
                run(one.getKey(), rule(one, Backend.TIMESCALEDB, Settings.EMPTY), writer, stores);
                run(one.getKey(), rule(one, Backend.FILE, Settings.with("file",
                        Settings.with("path", folder.resolve(one.getKey()).toString()))), sink, stores);
                run(one.getKey(), rule(one, Backend.INFLUXDB, Settings.with("influxdb", Settings.with("url", influx.url(),
                        "database", TestInflux.DATABASE, "measurement", one.getKey()))), sink, stores);
            }
            assertTrue(writer.flush(StoresFixture.LONG));
            writer.close();
            stores.close();
            for (String name : RULES.keySet()) {
                same(name + " in the database", expected.get(name), inDatabase(database, name));
                same(name + " in files", expected.get(name), inFiles(folder.resolve(name)));
                same(name + " in InfluxDB", expected.get(name), inInflux(influx, name));
            }
        }
    }

    private static void same(String where, List<String> expected, List<String> actual) {
        assertEquals(List.of(), expected.stream().filter(row -> !actual.contains(row)).toList(), where + ": missing");
        assertEquals(List.of(), actual.stream().filter(row -> !expected.contains(row)).toList(), where + ": too many");
        assertEquals(expected.size(), actual.size(), where + ": each once");
    }

    /** Sends a signal with an outage, changes of quality and four pulses through a pipeline with this rule alone. */
    private void run(String name, StorageRule rule, HistorySink sink, StoresFixture stores) throws InterruptedException {
        List<Channel> channels = List.of(channel(name), channel("pulse"));
        StoragePlan plan = StoragePlan.of(List.of(rule),
                id -> channels.stream().filter(channel -> channel.id().equals(id)).findFirst());
        assertEquals(Map.of(), plan.problems());
        Pipeline pipeline = new Pipeline(new SteadyClock(TimeSource.system()), Duration.ofMinutes(1), new LiveTable(),
                new RecentSamples(60_000_000L, 100_000), sink);
        int handle = stores.index.handle(name);
        int pulse = stores.index.handle("pulse");
        StorageInForce wanted = StorageInForce.of(plan, channels, stores.index, stores::open);
        pipeline.start();
        pipeline.put(new Message.Task(() -> {
            pipeline.store(wanted);
            pipeline.adopt(this, List.of(new AcquiredChannel(handle, channels.get(0), Scaling.NONE, 100),
                    new AcquiredChannel(pulse, channels.get(1), Scaling.NONE, 100)), 1);
        }));
        for (int i = 0; i < SAMPLES; i++) {
            SampleBatch batch = new SampleBatch(2);
            Reason reason = i >= 150 && i < 160 || i == SAMPLES - 1 ? Reason.TIMEOUT : i >= 250 && i < 255 ? Reason.OUT_OF_RANGE : Reason.NONE;
            long time = start + i * 100_000L;
            batch.sample(handle, time, reason == Reason.TIMEOUT ? Double.NaN : 20 * Math.sin(i / 11.0), QualityCode.of(reason));
            batch.sample(pulse, time, i % 100 >= 40 && i % 100 < 50 ? 1 : 0, QualityCode.GOOD);
            assertTrue(pipeline.put(Message.Parcel.once(this, batch)));
        }
        pipeline.stop(StoresFixture.LONG);
    }

    private static StorageRule rule(Map.Entry<String, Rule> one, Backend backend, Settings more) {
        return new StorageRule(one.getKey() + " in " + backend, one.getKey(), true, backend, one.getValue().mode(),
                List.of(one.getKey()), one.getValue().config().overlay(more));
    }

    private static Channel channel(String id) {
        return new Channel(id, id, Protocol.MODBUS, true, Settings.EMPTY, ChannelMetadata.NONE);
    }

    private static List<String> inDatabase(TestDatabase database, String channel) {
        return database.query("SELECT (extract(epoch FROM time) * 1000000)::bigint, value, quality FROM channel_data "
                + "WHERE channel_id = '" + channel + "'").stream().map(ModesAndBackEndsTest::row).sorted().toList();
    }

    private static List<String> inInflux(TestInflux influx, String measurement) {
        return influx.rows("SELECT value, quality FROM \"" + measurement + "\"").stream()
                .map(ModesAndBackEndsTest::row).sorted().toList();
    }

    private static List<String> inFiles(Path of) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(of)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] cells = line.split(",", -1);
                    if (!cells[0].equals("time")) {
                        rows.add(row(Micros.of(Instant.parse(cells[0])) + "|" + cells[2] + "|" + cells[3]));
                    }
                }
            }
        }
        return rows.stream().sorted().toList();
    }

    /** From time, value and quality; one that is not known may be empty. */
    private static String row(String cells) {
        String[] cell = cells.split("\\|", -1);
        return row(Long.parseLong(cell[0]), cell[1].isEmpty() ? Double.NaN : Double.parseDouble(cell[1]), cell[2]);
    }

    private static String row(long micros, double value, String quality) {
        return micros + " " + Optional.of(value).filter(v -> !v.isNaN()).map(Object::toString).orElse("-") + " " + quality;
    }
}
