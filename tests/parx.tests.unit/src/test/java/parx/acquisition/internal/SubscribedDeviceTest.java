package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parx.driver.ChannelSink;
import parx.driver.Connection;
import parx.driver.ConnectionStatistics;
import parx.driver.Driver;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.Drivers;
import parx.driver.Reading;
import parx.driver.Setting;
import parx.driver.SettingProblem;
import parx.driver.SubscribingConnection;
import parx.model.Micros;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.service.Acquisition.ConnectionState;

/** What acquisition makes of a device that sends by itself. */
@Timeout(60)
class SubscribedDeviceTest {
    private static final String NAME = "sender a";
    private final SendingDevice device = new SendingDevice();
    private final Site site = new Site(device);

    SubscribedDeviceTest() {
        site.configured.connectionSettings.all.put(NAME, Settings.with("retryMin", 5, "retryMax", 20));
    }

    @AfterEach
    void stop() throws InterruptedException {
        site.close();
    }

    private void send(String id, double value) {
        device.sent.add(new SendingDevice.Sent(site.handle(id), TimeSource.system().nowMicros(), value));
    }

    private void untilShows(String id, double value) {
        Eventually.until(id + " is " + value, () -> site.isGood(id) && site.live(id).value == value);
    }

    @Test
    void everyValueArrivesOnceAndInItsOrder() {
        site.with(Site.channel("c1", "a")).start();
        long now = TimeSource.system().nowMicros();
        for (int i = 1; i <= 5_000; i++) {
            device.sent.add(new SendingDevice.Sent(site.handle("c1"), now + i, i));
        }
        untilShows("c1", 5_000);
        Eventually.until("connected", () -> site.connection(NAME).state() == ConnectionState.CONNECTED);
        Eventually.until("all of them", () -> site.sink.good(site.handle("c1")).size() == 5_000);
        assertEquals(DoubleStream.iterate(1, i -> i + 1).limit(5_000).boxed().toList(), site.sink.good(site.handle("c1")));
    }

    @Test
    void aChannelThatComesIsAskedForWhileTheOthersStay() {
        site.with(Site.channel("c1", "a")).start();
        send("c1", 1);
        untilShows("c1", 1);
        site.with(Site.channel("c2", "a", "register", 2));
        Eventually.until("both are wanted", () -> device.wanted.size() == 2);
        send("c2", 2);
        untilShows("c2", 2);
        assertTrue(site.isGood("c1"));
        assertEquals(1, device.opened.get());
        assertEquals(List.of(), site.sink.bad(site.handle("c1")));
    }

    @Test
    void aLostLinkTurnsItsChannelsBadOnceAndWhatIsWantedIsAskedForAnew() {
        site.with(Site.channel("c1", "a")).start();
        send("c1", 1);
        untilShows("c1", 1);
        device.lost = true;
        Eventually.until("bad", () -> site.reason("c1") == Reason.COMM_FAILURE);
        assertEquals("The server went away", site.connection(NAME).problem());
        device.lost = false;
        Eventually.until("asked for anew", () -> device.subscriptions.get() >= 2);
        send("c1", 2);
        untilShows("c1", 2);
        assertEquals(1, site.sink.bad(site.handle("c1")).size());
    }

    @Test
    void aTestByHandGoesOverTheLinkThatIsThere() throws Exception {
        site.with(Site.channel("c1", "a")).start();
        send("c1", 1);
        untilShows("c1", 1);
        Reading reading = new LinkTrials(name -> site.engine.status().running(name), TimeSource.system()).test(device,
                Site.channel("c1", "a").config(), Duration.ofSeconds(30));
        assertEquals(4711, reading.value());
        assertEquals(1, device.opened.get());
    }

    @Test
    void aChannelThatStandsStillForAsLongAsItMayIsNoGap() {
        site.with(Site.channel("c1", "a")).start();
        long now = TimeSource.system().nowMicros();
        device.sent.add(new SendingDevice.Sent(site.handle("c1"), now - 20 * Micros.PER_SECOND, 1));
        device.sent.add(new SendingDevice.Sent(site.handle("c1"), now - 5 * Micros.PER_SECOND, 2));
        untilShows("c1", 2);
        device.sent.add(new SendingDevice.Sent(site.handle("c1"), now, 3));
        untilShows("c1", 3);
        assertEquals(List.of(), site.sink.bad(site.handle("c1")), "three quiet times, and a second, are 16 s");
        device.sent.add(new SendingDevice.Sent(site.handle("c1"), now + 17 * Micros.PER_SECOND, 4));
        untilShows("c1", 4);
        assertEquals(1, site.sink.bad(site.handle("c1")).size());
    }

    /** A device in memory that sends what the test tells it to. Thread-safe. */
    private static final class SendingDevice implements Driver, Drivers {
        final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
        final List<SubscribingConnection.Item> wanted = new CopyOnWriteArrayList<>();
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger subscriptions = new AtomicInteger();
        volatile boolean lost;

        record Sent(int channel, long timeMicros, double value) {
        }

        @Override
        public Protocol protocol() {
            return Protocol.MODBUS;
        }

        @Override
        public List<Setting> settings() {
            return new FakeDriver().settings();
        }

        @Override
        public String connectionName(Settings config) {
            return "sender " + config.text("host", "");
        }

        @Override
        public List<SettingProblem> check(Settings config) {
            return List.of();
        }

        @Override
        public String describeAddress(Settings config) {
            return config.text("register", "");
        }

        @Override
        public long quietMillis(long scanMillis) {
            return Math.max(5_000, scanMillis);
        }

        @Override
        public Connection connect(Settings connection, DriverContext context) {
            return new Link();
        }

        @Override
        public Reading test(Settings config, Duration limit) {
            return Reading.failed(Reason.CONFIG_ERROR, "not over a link of its own", 0);
        }

        @Override
        public Optional<Driver> of(Protocol protocol) {
            return protocol == Protocol.MODBUS ? Optional.of(this) : Optional.empty();
        }

        @Override
        public List<Driver> all() {
            return List.of(this);
        }

        private final class Link implements SubscribingConnection {
            @Override
            public void open() {
                opened.incrementAndGet();
            }

            @Override
            public void close() {
                // Nothing is held.
            }

            @Override
            public ConnectionStatistics statistics() {
                return ConnectionStatistics.NONE;
            }

            @Override
            public void subscribe(List<Item> items, ChannelSink sink) {
                wanted.clear();
                wanted.addAll(items);
                subscriptions.incrementAndGet();
            }

            @Override
            public void receive(ChannelSink sink, long limitNanos) throws DriverException {
                if (lost) {
                    throw new DriverException(Reason.COMM_FAILURE, "The server went away");
                }
                try {
                    Sent next = sent.poll(20, TimeUnit.MILLISECONDS);
                    while (next != null) {
                        sink.sample(next.channel, next.timeMicros, next.value, QualityCode.GOOD);
                        next = sink.wanted() ? sent.poll() : null;
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public Reading test(Settings channelConfig) {
                return new Reading(new byte[0], 4711, Optional.empty(), Reason.NONE, "", List.of(), 1);
            }

            @Override
            public void write(Settings channelConfig, Object rawValue) throws DriverException {
                throw new DriverException(Reason.DEVICE_ERROR, "This device is read only");
            }
        }
    }
}
