package parx.persistence.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.SampleBatch;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.persistence.TestDatabase;
import parx.persistence.internal.config.Await;
import parx.persistence.internal.influx.SecretPlaces;
import parx.service.Change;
import parx.service.ConfigurationException;
import parx.service.Endpoints;
import parx.service.Health;
import parx.service.History.HistoryQuery;
import parx.service.StartException;
import parx.service.Trace;

class OpenSiteTest {
    /** Nothing here comes later by itself: what is not told of a change never sees it. */
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final TimeSource TIME = TimeSource.system();
    @TempDir
    Path spool;

    @Test
    void anEmptyDatabaseBecomesASiteThatKeepsChannelsAndSamples() throws Exception {
        try (TestDatabase database = TestDatabase.empty()) {
            try (OpenSite site = open(database)) {
                Await.until("PostgreSQL is well", SOON,
                        () -> answers(site));
                assertTrue(site.health().state() == Health.State.DEGRADED || site.health().detail().matches("\\d+\\.\\d+, 127\\.0\\.0\\.1:\\d+/\\w+, (plain PostgreSQL|TimescaleDB .+)"),
                        site.health().detail());
                assertEquals(System.getProperty("user.name"), site.users().current().username());
                add(site, "a");
                long now = TIME.nowMicros();
                SampleBatch batch = new SampleBatch(1);
                batch.sample(site.index().handle("a"), now, 42, QualityCode.GOOD);
                site.writer().store(batch);
                assertTrue(site.writer().flush(Duration.ofSeconds(60)));
                Trace trace = site.history().read(new HistoryQuery(List.of("a"), now - 1, now + 1, 100)).get(0);
                assertEquals(1, trace.length());
                assertEquals(42, trace.last()[0]);
            }
            try (OpenSite again = open(database)) {
                assertEquals(1, again.channels().all().size(), "kept between starts");
            }
        }
    }

    @Test
    void samplesStoredJustBeforeTheEndAreCommittedByIt() throws Exception {
        try (TestDatabase database = TestDatabase.empty()) {
            try (OpenSite site = open(database)) {
                SampleBatch batch = new SampleBatch(1000);
                for (int i = 0; i < 1000; i++) {
                    batch.sample(site.index().handle("a"), TIME.nowMicros() - 1000 + i, i, QualityCode.GOOD);
                }
                site.writer().store(batch);
            }
            assertEquals(List.of("1000"), database.query("SELECT count(*) FROM channel_data"));
        }
    }

    @Test
    void aChangeInOneParxReachesTheOtherWithinASecond() throws Exception {
        try (TestDatabase database = TestDatabase.empty(); OpenSite one = open(database); OpenSite two = open(database, spool.resolve("two"))) {
            Await.until("both listen", SOON, () -> answers(one) && answers(two));
            add(one, "a");
            assertEquals(1, one.channels().all().size(), "whoever changes sees it at once");
            Await.until("the other sees it", SOON, () -> two.channels().all().size() == 1);
        }
    }

    @Test
    void aKilledPostgresqlIsASentenceAndHealsByItself() throws Exception {
        try (TestDatabase database = TestDatabase.onOwnServer(); OpenSite site = open(database)) {
            Await.until("PostgreSQL is well", SOON,
                    () -> site.health().state() == Health.State.GOOD);
            database.server().kill();
            Await.until("the loss is seen", SOON, () -> site.health().state() == Health.State.FAILED);
            assertTrue(site.health().detail().contains("127.0.0.1:" + database.server().port()), site.health().detail());
            String refusal = assertThrows(ConfigurationException.class, () -> add(site, "a")).getMessage();
            assertTrue(refusal.startsWith("Nothing was changed.") && refusal.contains("127.0.0.1"), refusal);
            database.server().start();
            Await.until("it heals", Duration.ofSeconds(60), () -> site.health().state() == Health.State.GOOD);
            add(site, "a");
            assertEquals(1, site.channels().all().size());
        }
    }

    @Test
    void aSpoolFolderThatIsAFileStopsTheStartAndLeavesNothingOpen() throws Exception {
        Path file = java.nio.file.Files.createFile(spool.resolve("file"));
        try (TestDatabase database = TestDatabase.empty()) {
            String sentence = assertThrows(StartException.class, () -> OpenSite.open(endpoints(database), file,
                    new SecretPlaces(() -> spool, System::getenv), TestDatabase.scripts(), "ada", TIME, progress -> { })).getMessage();
            assertTrue(sentence.contains(file.toString()), sentence);
            Await.until("every connection is closed", SOON, () -> database.query(
                    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                            + " AND backend_type = 'client backend'").isEmpty());
        }
    }

    private OpenSite open(TestDatabase database) throws StartException {
        return open(database, spool);
    }

    private static OpenSite open(TestDatabase database, Path spool) throws StartException {
        return OpenSite.open(endpoints(database), spool, new SecretPlaces(() -> spool, System::getenv), TestDatabase.scripts(),
                System.getProperty("user.name"), TIME, progress -> { });
    }

    /** DEGRADED counts: on some servers TimescaleDB's own jobs fail. */
    private static boolean answers(OpenSite site) {
        Health.State state = site.health().state();
        return state == Health.State.GOOD || state == Health.State.DEGRADED;
    }

    private static Endpoints endpoints(TestDatabase database) {
        return new Endpoints(database.jdbcUrl(), "", "", "");
    }

    private static void add(OpenSite site, String id) throws ConfigurationException {
        site.channels().apply(site.users().current(), List.of(Change.add(new Channel(id, id, Protocol.MODBUS, true,
                Settings.with("host", "127.0.0.1"), ChannelMetadata.NONE))));
    }
}
