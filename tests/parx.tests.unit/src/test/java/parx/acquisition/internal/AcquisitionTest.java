package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Reason;
import parx.model.Sample;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.service.Acquisition.ConnectionState;

/** Acquisition as a whole: devices that come and go, configuration that changes, starts and stops. */
@Timeout(180)
class AcquisitionTest {
    private final Site site = new Site();

    @AfterEach
    void stop() throws InterruptedException {
        site.close();
    }

    @Test
    void everyPollIsStoredOnce() throws InterruptedException {
        site.with(Site.channel("a1", "a"), Site.channel("a2", "a")).start();
        Eventually.until("some polls", () -> site.driver.device("a").polls.get() > 50);
        site.stop();
        List<Double> polls = IntStream.rangeClosed(1, (int) site.driver.device("a").polls.get())
                .mapToObj(i -> (double) i).toList();
        assertEquals(polls, site.sink.good(site.handle("a1")));
        assertEquals(polls, site.sink.good(site.handle("a2")));
    }

    @Test
    void aLostConnectionGivesEachChannelOneBadSample() {
        site.with(Site.channel("a1", "a"), Site.channel("a2", "a")).start().untilGood("a1", "a2");
        site.driver.device("a").unreachable = true;
        Eventually.until("bad", () -> site.reason("a1") == Reason.TIMEOUT && site.reason("a2") == Reason.TIMEOUT);
        assertEquals(ConnectionState.FAILED, site.connection("fake a").state());
        Eventually.until("retried", () -> site.connection("fake a").problem().contains("check the cable"));
        site.driver.device("a").unreachable = false;
        site.untilGood("a1", "a2");
        Eventually.until("connected", () -> site.connection("fake a").state() == ConnectionState.CONNECTED);
        for (String id : List.of("a1", "a2")) {
            Eventually.until("stored again", () -> {
                List<Sample> all = site.sink.of(site.handle(id));
                return !all.isEmpty() && all.get(all.size() - 1).reason() == Reason.NONE;
            });
            assertEquals(List.of(Reason.TIMEOUT), site.sink.bad(site.handle(id)).stream().map(Sample::reason).toList());
        }
    }

    @Test
    void aDeadDeviceDelaysNobody() {
        site.driver.device("a").hanging = new CountDownLatch(1);
        site.with(Site.channel("a1", "a"), Site.channel("b1", "b")).start().untilGood("b1");
        long before = site.driver.device("b").polls.get();
        Eventually.within(Site.soon(), "b goes on", () -> site.driver.device("b").polls.get() > before + 30);
        assertFalse(site.isGood("a1"));
        site.with(Site.channel("b2", "b"));
        Eventually.within(Site.soon(), "b2 is read while a hangs", () -> site.isGood("b2"));
    }

    @Test
    void aChangeOfOneDeviceLeavesTheOtherUntouched() {
        site.with(Site.channel("a1", "a"), Site.channel("b1", "b")).start().untilGood("a1", "b1");
        int plans = site.driver.device("b").plans.get();
        site.with(Site.channel("a2", "a"));
        Eventually.within(Site.soon(), "the new channel", () -> site.isGood("a2"));
        assertEquals(1, site.driver.device("a").opened.get(), "a new channel needs no new link");
        assertEquals(1, site.driver.device("b").opened.get());
        assertEquals(plans, site.driver.device("b").plans.get());
    }

    @Test
    void aChangedScalingTakesEffectWithoutANewPlanOrLink() {
        site.with(Site.channel("a1", "a")).start().untilGood("a1");
        int plans = site.driver.device("a").plans.get();
        site.with(Site.channel("a1", "a", "scaling", Settings.with("offset", 1_000_000)));
        Eventually.within(Site.soon(), "scaled", () -> site.live("a1").value > 1_000_000);
        assertEquals(1, site.driver.device("a").opened.get());
        assertEquals(plans, site.driver.device("a").plans.get());
    }

    @Test
    void changedConnectionSettingsReachTheirConnectionOnly() {
        site.with(Site.channel("a1", "a"), Site.channel("b1", "b")).start().untilGood("a1", "b1");
        site.configured.connectionSettings.put(null, "fake a", Settings.EMPTY, Settings.with("timeout", 77));
        Eventually.within(Site.soon(), "a new link", () -> site.driver.device("a").opened.get() == 2);
        assertEquals(Settings.with("timeout", 77, "host", "a"), site.driver.device("a").settings);
        assertEquals(1, site.driver.device("b").opened.get());
    }

    @Test
    void aDisabledChannelGetsOneBadSampleAndARemovedOneIsUnknown() {
        site.with(Site.channel("a1", "a"), Site.channel("a2", "a"), Site.channel("a3", "a")).start()
                .untilGood("a1", "a2", "a3");
        site.with(Site.channel("a1", "a").withEnabled(false));
        site.configured.remove("a2");
        Eventually.within(Site.soon(), "disabled", () -> site.reason("a1") == Reason.DISABLED);
        Eventually.within(Site.soon(), "removed", () -> site.live("a2") == null);
        long polls = site.driver.device("a").polls.get();
        Eventually.until("goes on", () -> site.driver.device("a").polls.get() > polls + 10);
        assertTrue(site.isGood("a3"));
        assertEquals(1, site.sink.bad(site.handle("a1")).size());
        assertEquals(1, site.sink.bad(site.handle("a2")).size());
        assertNull(site.engine.status().connectionOf("a1"));
        assertTrue(site.engine.live().inForce(site.handle("a1")).isEmpty());
        site.with(Site.channel("a1", "a")).untilGood("a1");
    }

    @Test
    void aChannelMovesFromOneDeviceToAnother() {
        site.with(Site.channel("x", "a"), Site.channel("a1", "a")).start().untilGood("x", "a1");
        site.with(Site.channel("x", "b"));
        Eventually.until("read by b", () -> site.isGood("x") && site.driver.device("b").polls.get() > 0
                && "fake b".equals(site.engine.status().connectionOf("x"))
                && site.live("x").value <= site.driver.device("b").polls.get());
        assertEquals(1, site.connection("fake b").channels());
    }

    @Test
    void aConnectionWithoutChannelsEnds() {
        site.with(Site.channel("a1", "a"), Site.channel("b1", "b")).start().untilGood("a1", "b1");
        site.configured.remove("a1");
        Eventually.until("gone", () -> site.engine.status().connections().stream().noneMatch(c -> c.name().equals("fake a")));
        Eventually.until("its thread too", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("io-fake a")));
    }

    @Test
    void oneBadChannelDisturbsNoOtherAndSaysWhatIsWrong() {
        Channel noRegister = Site.channel("bad", "a").withConfig(Settings.with("host", "a", "scanRate", 10));
        Channel noHost = Site.channel("lost", "a").withConfig(Settings.with("register", 1));
        Channel tooFast = Site.channel("fast", "a", "scanRate", 3);
        Channel extra = Site.channel("extra", "a", "colour", "red");
        site.with(Site.channel("a1", "a"), noRegister, noHost, tooFast, extra).start().untilGood("a1", "extra");
        for (String id : List.of("bad", "lost", "fast")) {
            Eventually.until(id, () -> site.reason(id) == Reason.CONFIG_ERROR);
            assertEquals(1, site.sink.of(site.handle(id)).size(), id);
        }
        assertEquals("Register is missing", site.engine.status().problemOf("bad"));
        assertEquals("Host is missing", site.engine.status().problemOf("lost"));
        assertTrue(site.connection("fake a").problem().contains("‘bad’: Register is missing"));
        assertTrue(site.connection("Modbus (no device)").problem().contains("Host is missing"));
        site.with(Site.channel("bad", "a")).untilGood("bad");
    }

    @Test
    void aSettingThatNobodyKnowsIsNamedAndKeepsNothingFromBeingRead() {
        site.configured.connectionSettings.all.put("fake b", Settings.with("retryMin", 5, "retriess", 3));
        site.with(Site.channel("a1", "a", "colour", "red"), Site.channel("a2", "a", "colour", "blue"),
                Site.channel("b1", "b")).start().untilGood("a1", "a2", "b1");
        Eventually.until("the channel's", () -> site.connection("fake a").problem().contains("‘a1’")
                && site.connection("fake a").problem().contains("‘colour’")
                && site.connection("fake a").problem().endsWith("(and 1 more)"));
        Eventually.until("the connection's", () -> site.connection("fake b").problem().contains("‘retriess’"));
    }

    @Test
    void aProtocolWithoutADriverSaysSo() {
        site.with(new Channel("eip", "eip", Protocol.ETHERNET_IP, true, Settings.with("host", "x"), ChannelMetadata.NONE)).start();
        Eventually.until("config error", () -> site.reason("eip") == Reason.CONFIG_ERROR);
        assertTrue(site.connection("EtherNet/IP (no driver)").problem().contains("No driver for EtherNet/IP is installed"));
    }

    @Test
    void aDriverThatComesLaterIsUsed() throws InterruptedException {
        InstalledDrivers installed = new InstalledDrivers();
        try (Site late = new Site(installed)) {
            installed.onChange(late.engine::changed);
            late.with(Site.channel("a1", "a")).start();
            Eventually.until("no driver yet", () -> late.reason("a1") == Reason.CONFIG_ERROR);
            installed.add(late.driver);
            late.untilGood("a1");
            assertSame(late.driver, installed.of(Protocol.MODBUS).orElseThrow());
            installed.remove(late.driver);
            Eventually.until("no driver any more", () -> late.reason("a1") == Reason.CONFIG_ERROR);
        }
    }

    @Test
    void aDriverThatThrowsIsALostLinkAndTriedAgain() {
        site.with(Site.channel("a1", "a")).start().untilGood("a1");
        site.driver.device("a").throwing = new IllegalStateException("a fault of the driver, on purpose");
        Eventually.until("bad", () -> site.reason("a1") == Reason.DEVICE_ERROR);
        assertTrue(site.connection("fake a").problem().contains("on purpose"));
        site.driver.device("a").throwing = null;
        site.untilGood("a1");
    }

    @Test
    void scansThatADeviceIsTooSlowForAreCounted() {
        CountDownLatch hang = new CountDownLatch(1);
        site.with(Site.channel("a1", "a")).start().untilGood("a1");
        site.driver.device("a").hanging = hang;
        long polls = site.driver.device("b").polls.get();
        site.with(Site.channel("b1", "b"));
        Eventually.until("time passes", () -> site.driver.device("b").polls.get() > polls + 20);
        hang.countDown();
        Eventually.until("overruns counted", () -> site.connection("fake a").overruns() >= 10);
        assertTrue(site.isGood("a1"));
    }

    @Test
    void changedStorageRulesTakeEffectWithoutANewLink() {
        site.with(Site.channel("a1", "a")).start().untilGood("a1");
        site.configured.rules.set(new StorageRule("e", "On coil", true, StorageRule.Backend.TIMESCALEDB,
                StorageRule.Mode.EVENT, List.of("*"), Settings.EMPTY));
        Eventually.until("the rule that cannot be followed is shown",
                () -> site.engine.status().detail().contains("‘On coil’ stores nothing"));
        Eventually.until("nothing more is stored", () -> {
            int stored = site.sink.of(site.handle("a1")).size();
            long polls = site.driver.device("a").polls.get();
            Eventually.until("polls", () -> site.driver.device("a").polls.get() > polls + 5);
            return stored == site.sink.of(site.handle("a1")).size();
        });
        assertEquals(1, site.driver.device("a").opened.get());
    }

    @Test
    void aStopEndsEveryChannelWithABadSampleAndTheRun() throws InterruptedException {
        site.with(Site.channel("a1", "a"), Site.channel("b1", "b")).start().untilGood("a1", "b1");
        site.driver.device("b").hanging = new CountDownLatch(1);
        site.stop();
        for (String id : List.of("a1", "b1")) {
            List<Sample> all = site.sink.of(site.handle(id));
            assertEquals(Reason.STOPPED, all.get(all.size() - 1).reason(), id);
            assertEquals(Reason.STOPPED, site.reason(id));
        }
        assertEquals(List.of("begin", "end"), site.runs.noted());
    }

    @Test
    void aStartMarksThatAcquisitionHadStoppedWhereTheDataDoNotSayItYet() {
        long now = parx.model.TimeSource.system().nowMicros();
        site.runs.aliveBefore = now - 60_000_000;
        site.runs.newest.put("a1", now - 61_000_000);
        site.runs.newest.put("a2", now - 59_000_000);
        site.with(Site.channel("a1", "a"), Site.channel("a2", "a"), Site.channel("a3", "a")).start()
                .untilGood("a1", "a2", "a3");
        Eventually.until("stored", () -> site.sink.of(site.handle("a3")).size() > 1);
        List<Sample> a1 = site.sink.of(site.handle("a1"));
        assertEquals(Reason.STOPPED, a1.get(0).reason());
        assertEquals(now - 59_000_000, a1.get(0).timeMicros(), "the newest sign of life: the log's, or any sample");
        assertEquals(now - 59_000_000 + 1, site.sink.of(site.handle("a2")).get(0).timeMicros(), "after its last sample");
        assertEquals(List.of(), site.sink.bad(site.handle("a3")));
    }

    @Test
    void aDatabaseThatIsAwayDoesNotKeepAcquisitionFromStartingAndStopping() throws InterruptedException {
        site.runs.down = true;
        site.with(Site.channel("a1", "a")).start();
        Eventually.within(Site.soon(), "started", () -> site.isGood("a1"));
        site.stop();
        List<Reason> reasons = new ArrayList<>(site.sink.bad(site.handle("a1")).stream().map(Sample::reason).toList());
        assertEquals(List.of(Reason.STOPPED, Reason.STOPPED), reasons, "the gap before and the one after");
    }

    @Test
    void aDatabaseThatAnswersLateStillGetsTheGapWhereItWas() {
        long now = parx.model.TimeSource.system().nowMicros();
        site.runs.aliveBefore = now - 60_000_000;
        site.runs.before.put("a1", now - 59_000_000);
        site.runs.down = true;
        site.with(Site.channel("a1", "a")).start().untilGood("a1");
        site.runs.newest.put("a1", now + 1_000_000);
        site.runs.down = false;
        Eventually.until("marked", () -> site.sink.bad(site.handle("a1")).stream()
                .anyMatch(sample -> sample.timeMicros() == now - 59_000_000 + 1));
        assertEquals(List.of(Reason.STOPPED, Reason.STOPPED),
                site.sink.bad(site.handle("a1")).stream().map(Sample::reason).toList());
    }

    @Test
    void aTextChannelThatARuleNamesSaysThatItIsNotStored() {
        Channel text = Site.channel("t1", "a", "dataType", "string");
        site.with(text, Site.channel("a1", "a")).start().untilGood("a1");
        assertTrue(site.engine.status().stored("a1"));
        assertFalse(site.engine.status().stored("t1"));
        assertEquals("", site.engine.status().problemOf("t1"));
        site.configured.rules.set(new StorageRule("t", "Texts", true, StorageRule.Backend.TIMESCALEDB,
                StorageRule.Mode.CHANGE, List.of("t1"), Settings.EMPTY));
        Eventually.until("said", () -> site.engine.status().problemOf("t1").startsWith("Text is shown live"));
        assertFalse(site.engine.status().stored("a1"));
        site.driver.device("a").unreachable = true;
        Eventually.until("bad", () -> site.reason("t1") == Reason.TIMEOUT);
        assertEquals(List.of(), site.sink.of(site.handle("t1")));
    }

    @Test
    void aHistoryThatNeverReturnsDoesNotKeepParXFromClosing() throws InterruptedException {
        site.with(Site.channel("a1", "a")).start().untilGood("a1");
        CountDownLatch stuck = new CountDownLatch(1);
        site.sink.stickTo(stuck);
        Thread closing = new Thread(() -> {
            try {
                site.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        closing.start();
        assertTrue(closing.join(java.time.Duration.ofSeconds(120)), "still closing");
        stuck.countDown();
    }
}
