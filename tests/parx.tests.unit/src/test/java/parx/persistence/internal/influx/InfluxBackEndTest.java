package parx.persistence.internal.influx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.SampleBatch;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.persistence.TestInflux;
import parx.persistence.internal.backend.Await;
import parx.persistence.internal.backend.StoresFixture;
import parx.service.RuleStore;
import parx.service.RuleStore.Recording;

/** The rules' back end {@code influxdb} against a real InfluxDB 1.x. */
class InfluxBackEndTest {
    private static TestInflux influx;
    private static int tests;
    @TempDir
    Path folder;
    private StoresFixture site;
    private String measurement;

    @BeforeAll
    static void start() {
        influx = new TestInflux(false);
    }

    @AfterAll
    static void stop() {
        influx.close();
    }

    @BeforeEach
    void open() {
        site = new StoresFixture(folder);
        measurement = "m" + tests++;
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void rowsAreStoredWithChannelUnitValueAndQuality() {
        site.units.put("speed", "m/min");
        RuleStore store = site.open(rule());
        SampleBatch batch = new SampleBatch(4);
        batch.sample(site.index.handle("speed"), site.start, 12.5, QualityCode.GOOD);
        batch.sample(site.index.handle("speed"), site.start + 1, -3e-9, QualityCode.of(Reason.CLAMPED));
        batch.sample(site.index.handle("speed"), site.start + 2, Double.NaN, QualityCode.of(Reason.TIMEOUT));
        batch.sample(site.index.handle("speed"), site.start + 3, 7, QualityCode.of(Reason.DEVICE_ERROR));
        store.store(batch);
        Await.stored(store);
        assertEquals(List.of(site.start + "|speed|GOOD|m/min|12.5", site.start + 1 + "|speed|UNCERTAIN|m/min|-3.0E-9",
                site.start + 2 + "|speed|BAD|m/min|", site.start + 3 + "|speed|BAD|m/min|"),
                influx.rows("SELECT * FROM " + measurement));
        assertEquals(4, store.status().committed());
        assertTrue(store.bytesPerRow() > 1, "" + store.bytesPerRow());
    }

    @Test
    void everyCharacterOfAnIdComesBackAsItWas() {
        List<String> ids = List.of("a,b", "a=b", "a b", " a", "a\"b", "a'b", "a\\b", "a\\,b", "a\\ b", "#a", "{a}", "Öl 20 °C",
                "漢字", "🏭 1", "-a", "a;b", "a\\=b", "$a", "`a`", "x".repeat(50), "a\\\\b", "a,=\\ \"b", "ch/1:2");
        site.units.put("a b", "m³/h, =\"\\x\"");
        RuleStore store = site.open(rule());
        SampleBatch batch = new SampleBatch(ids.size());
        ids.forEach(id -> batch.sample(site.index.handle(id), site.start, 1, QualityCode.GOOD));
        store.store(batch);
        Await.stored(store);
        assertEquals(new TreeSet<>(ids), new TreeSet<>(influx.tags("SELECT value FROM " + measurement + " GROUP BY channel",
                "channel")));
        assertEquals(List.of("m³/h, =\"\\x\""),
                influx.tags("SELECT value FROM " + measurement + " WHERE channel = 'a b' GROUP BY unit", "unit"));
        assertEquals(0, store.status().quarantined());
    }

    @Test
    void aRecordingIsAFieldOfItsRows() {
        RuleStore store = site.open(rule());
        site.store(store, 0, 2);
        store.recording(new Recording("coil \"7\\8\" ä", site.start, Map.of()));
        site.store(store, 2, 2);
        store.recording(Recording.NONE);
        site.store(store, 4, 1);
        Await.stored(store);
        assertEquals(5, store.status().committed(), "" + store.status());
        assertEquals(List.of("", "", "coil \"7\\8\" ä", "coil \"7\\8\" ä", ""),
                influx.rows("SELECT recording, value FROM " + measurement).stream().map(row -> row.split("\\|")[1]).toList());
    }

    @Test
    void poisonedRowsAreSetAsideWithTheServersReasonAndTheRestIsStored() throws Exception {
        RuleStore store = site.open(rule());
        SampleBatch batch = new SampleBatch(2_000);
        for (int i = 0; i < 2_000; i++) {
            batch.sample(site.index.handle("ch-" + i % 7), site.start + i, i, QualityCode.GOOD);
            if (i == 0 || i == 777 || i == 1_999) {
                // Beyond the year 2262 and before 1677: InfluxDB counts nanoseconds in 64 bits.
                batch.sample(site.index.handle("late"), Long.MAX_VALUE / 900 + i, i, QualityCode.GOOD);
            }
            if (i == 778) {
                batch.sample(site.index.handle("infinite"), site.start, Double.POSITIVE_INFINITY, QualityCode.GOOD);
                batch.sample(site.index.handle("not a number"), site.start, Double.NaN, QualityCode.GOOD);
                batch.sample(site.index.handle("back\\"), site.start, i, QualityCode.GOOD);
                batch.sample(site.index.handle("line\nend value=666"), site.start, i, QualityCode.GOOD);
            }
        }
        batch.sample(site.index.handle("1970"), 1, 1970, QualityCode.GOOD);
        batch.sample(site.index.handle("2050"), 2_524_608_000_000_000L, 2050, QualityCode.GOOD);
        store.store(batch);
        Await.stored(store);
        assertEquals(7, store.status().quarantined());
        assertEquals(2_002, store.status().committed());
        assertEquals(List.of("2002"), counts());
        String aside = Files.readString(folder.resolve("quarantine.csv"));
        assertTrue(aside.contains("InfluxDB refuses it: ") && aside.contains("late") && aside.contains("Infinity"), aside);
    }

    @Test
    void aServerThatIsStoppedOrKilledUnderLoadLosesAndRepeatsNothing() {
        RuleStore store = site.open(rule());
        int row = site.feed(store, 0, () -> store.status().committed() < 5_000);
        for (int outage = 0; outage < 2; outage++) {
            if (outage == 0) {
                influx.kill();
            } else {
                influx.stop();
            }
            row = site.feed(store, row, () -> store.status().spooled() < 20_000);
            Await.until("it says so", StoresFixture.LONG, () -> store.status().problem().contains(influx.url())
                    && store.status().problem().contains("wait"));
            influx.start();
            row = site.feed(store, row, () -> store.status().spooled() > 0);
        }
        Await.stored(store);
        Await.until("nothing is wrong any more", StoresFixture.LONG, () -> store.status().problem().isEmpty());
        assertEquals(0, store.status().dropped());
        assertStoredOnce(row);
    }

    @Test
    void aServerThatStopsAnsweringIsGivenUpAndTriedAgain() {
        RuleStore store = site.open(rule());
        site.store(store, 0, 1_000);
        Await.stored(store);
        influx.freeze();
        try {
            int row = site.feed(store, 1_000, () -> store.status().problem().isEmpty());
            assertTrue(store.status().problem().contains("does not answer"), store.status().problem());
            influx.thaw();
            Await.stored(store);
            assertStoredOnce(row);
        } finally {
            influx.thaw();
        }
    }

    @Test
    void whatWaitsSurvivesARestartAndGoesToTheServerThatTheRuleThenNames() {
        RuleStore away = site.open(rule("url", "http://127.0.0.1:1"));
        away.recording(new Recording("coil-1", site.start, Map.of()));
        site.store(away, 0, 5_000);
        Await.until("rows wait on disk", StoresFixture.LONG, () -> away.status().spooled() >= 5_000);
        site.restart();
        RuleStore stillAway = site.open(rule("url", "http://127.0.0.1:1"));
        site.store(stillAway, 5_000, 1_000);
        RuleStore corrected = site.open(rule());
        stillAway.close();
        site.store(corrected, 6_000, 1_000);
        Await.stored(corrected);
        assertStoredOnce(7_000);
        assertEquals(List.of("5000"), influx.rows("SELECT count(value) FROM " + measurement + " WHERE recording = 'coil-1'")
                .stream().map(row -> row.split("\\|")[1]).toList());
    }

    @Test
    void aDeadServerOfOneRuleDelaysNoOtherRule() {
        RuleStore dead = site.open(StoresFixture.rule("dead", Backend.INFLUXDB, "influxdb",
                Settings.with("url", "http://127.0.0.1:1", "database", "x")));
        RuleStore well = site.open(rule());
        site.store(dead, 0, 50_000);
        site.store(well, 0, 50_000);
        Await.until("the well one stores", StoresFixture.LONG, () -> well.status().backlog() == 0);
        assertTrue(dead.status().backlog() >= 50_000, "" + dead.status());
        assertStoredOnce(50_000);
    }

    @Test
    void aRuleThatIsDeletedDrainsFirst() {
        RuleStore store = site.open(rule());
        influx.stop();
        try {
            site.store(store, 0, 3_000);
            store.close();
        } finally {
            influx.start();
        }
        Await.stored(store);
        assertStoredOnce(3_000);
        Await.until("its thread has ended", StoresFixture.LONG, () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("rule-influx")));
    }

    @Test
    void aRetentionBecomesAPolicyOfTheServer() {
        RuleStore store = site.open(rule("retention", "30d"));
        site.store(store, 0, 10);
        Await.stored(store);
        assertTrue(influx.rows("SHOW RETENTION POLICIES").stream().anyMatch(row -> row.startsWith("parx_30d|720h0m0s|")),
                "" + influx.rows("SHOW RETENTION POLICIES"));
        assertEquals(List.of("10"), influx.rows("SELECT count(value) FROM parx_30d." + measurement).stream()
                .map(row -> row.split("\\|")[1]).toList());
    }

    @Test
    void aDatabaseThatIsNotThereIsASentenceAndNothingIsLost() {
        for (Object retention : new Object[] { null, "7d" }) {
            RuleStore store = site.open(rule("database", "elsewhere", "retention", retention));
            site.store(store, 0, 100);
            Await.until("it says so", StoresFixture.LONG, () -> store.status().problem().contains("elsewhere"));
            assertTrue(store.status().problem().contains("CREATE DATABASE"), store.status().problem());
            assertEquals(100, store.status().backlog() - marks(store), "" + store.status());
            RuleStore corrected = site.open(rule("retention", retention));
            Await.stored(corrected);
            site.restart();
        }
    }

    @Test
    void wrongCredentialsAreASentenceThatNamesNoPassword() {
        try (TestInflux closed = new TestInflux(true)) {
            RuleStore store = site.open(rule("url", closed.url(), "user", TestInflux.USER, "password", "wr0ng-secret"));
            site.store(store, 0, 100);
            Await.until("it says so", StoresFixture.LONG, () -> store.status().problem().contains("credentials"));
            assertFalse(store.status().problem().contains("wr0ng-secret"), store.status().problem());
            RuleStore right = site.open(rule("url", closed.url(), "user", TestInflux.USER, "password", TestInflux.PASSWORD,
                    "retention", "7d"));
            Await.stored(right);
            assertEquals(List.of("100"), closed.rows("SELECT count(value) FROM " + measurement).stream()
                    .map(row -> row.split("\\|")[1]).toList(), "this user may make no policy: the default one holds them");
            assertFalse(closed.log().contains("wr0ng-secret") || closed.log().contains(TestInflux.PASSWORD), "in its log");
        }
    }

    @Test
    void aPasswordMayStandInAFileThatOthersMayNotReadAndChangeThere() throws IOException {
        Path file = Files.createDirectories(folder.resolve("secrets")).resolve("influx-password");
        try (TestInflux closed = new TestInflux(true)) {
            RuleStore store = site.open(rule("url", closed.url(), "user", TestInflux.USER, "password", "${file:influx-password}"));
            site.store(store, 0, 100);
            Await.until("it says that there is none", StoresFixture.LONG, () -> store.status().problem().contains("There is no file"));
            Files.writeString(file, "wr0ng-secret\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            Await.until("it says who may read it", StoresFixture.LONG, () -> store.status().problem().contains("chmod 600"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Await.until("it says that it is wrong", StoresFixture.LONG, () -> store.status().problem().contains("credentials"));
            Files.writeString(file, TestInflux.PASSWORD + "\n");
            Await.stored(store);
            assertFalse(Files.readString(site.folder("influx").resolve("rule.json")).contains(TestInflux.PASSWORD));
        }
    }

    @Test
    void aTokenWithALineEndIsASentenceThatNamesTheSettingAndNotTheToken() {
        RuleStore store = site.open(rule("token", "s3cret\nsecond"));
        site.store(store, 0, 100);
        Await.until("it says so", StoresFixture.LONG, () -> store.status().problem().contains("‘influxdb.token’"));
        assertFalse(store.status().problem().contains("s3cret"), store.status().problem());
        Await.stored(site.open(rule("token", "s3cret\n")));
        assertEquals(List.of("100"), counts(), "this server asks for none");
    }

    @Test
    void aServerThatRepeatsTheTokenInItsAnswerDoesNotBringItIntoTheRulesState() throws IOException {
        HttpServer echo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        echo.createContext("/", exchange -> {
            byte[] words = ("not for " + exchange.getRequestHeaders().getFirst("Authorization"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(500, words.length);
            exchange.getResponseBody().write(words);
            exchange.close();
        });
        echo.start();
        try {
            RuleStore store = site.open(rule("url", "http://127.0.0.1:" + echo.getAddress().getPort(), "token", "s3cret"));
            site.store(store, 0, 1);
            Await.until("it says so", StoresFixture.LONG, () -> store.status().problem().contains("not for Token"));
            assertFalse(store.status().problem().contains("s3cret"), store.status().problem());
        } finally {
            echo.stop(0);
        }
    }

    @Test
    void settingsThatCannotBeAreRefusedWithoutRepeatingSecrets() {
        List<Object[]> wrong = new ArrayList<>();
        wrong.add(new Object[] { "url", "" });
        wrong.add(new Object[] { "url", "ftp://x" });
        wrong.add(new Object[] { "url", "http://" });
        wrong.add(new Object[] { "url", "http://user:s3cret@host:8086" });
        wrong.add(new Object[] { "url", "http://host:8086?p=s3cret" });
        wrong.add(new Object[] { "url", "http://ho st:s3cret" });
        wrong.add(new Object[] { "database", " " });
        wrong.add(new Object[] { "database", "a\nb" });
        wrong.add(new Object[] { "measurement", "#m" });
        wrong.add(new Object[] { "retention", "soon" });
        wrong.add(new Object[] { "user", "u", "password", "s3cret", "token", "s3cret" });
        for (Object[] settings : wrong) {
            String sentence = assertThrows(SettingsException.class, () -> site.open(rule(settings)),
                    List.of(settings).toString()).getMessage();
            assertFalse(sentence.contains("s3cret"), sentence);
        }
    }

    private StorageRule rule(Object... more) {
        Settings own = Settings.with("url", influx.url(), "database", TestInflux.DATABASE, "measurement", measurement)
                .overlay(Settings.with(more));
        return StoresFixture.rule("influx", Backend.INFLUXDB, "retention", own.raw("retention"), "influxdb", own);
    }

    /** Rows of the way that tell of recordings and are no samples. */
    private static long marks(RuleStore store) {
        return store.status().backlog() % 100;
    }

    private List<String> counts() {
        return influx.rows("SELECT count(value) FROM " + measurement).stream().map(row -> row.split("\\|")[1]).toList();
    }

    private void assertStoredOnce(int rows) {
        long sum = (long) rows * (rows - 1) / 2;
        List<String> stored = influx.rows("SELECT count(value), sum(value) FROM " + measurement);
        assertEquals(1, stored.size(), "" + stored);
        String[] cells = stored.get(0).split("\\|");
        assertEquals(rows, Integer.parseInt(cells[1]));
        assertEquals(sum, (long) Double.parseDouble(cells[2]));
        assertEquals("" + (rows - 1), influx.rows("SELECT max(value) FROM " + measurement).get(0).split("\\|")[1]);
    }
}
