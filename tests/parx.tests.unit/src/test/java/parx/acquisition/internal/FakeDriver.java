package parx.acquisition.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import parx.driver.Connection;
import parx.driver.ConnectionStatistics;
import parx.driver.Driver;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.Drivers;
import parx.driver.PollingConnection;
import parx.driver.Reading;
import parx.driver.Setting;
import parx.driver.SettingProblem;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.TimeSource;

/** Devices in memory that count every read, so that a lost or doubled sample shows. Thread-safe. */
final class FakeDriver implements Driver, Drivers {
    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    /** The limit of the last reading over a link of its own. */
    volatile Duration testedWithin;

    /** One device: what it does is up to the test. */
    static final class Device {
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger made = new AtomicInteger();
        final AtomicInteger plans = new AtomicInteger();
        /** Polls so far; every channel's value is the number of its poll. */
        final AtomicLong polls = new AtomicLong();
        volatile boolean unreachable;
        /** Accepts links and answers nothing: a poll brings a timeout for each channel, and where it is breaking, every second poll loses the link. */
        volatile boolean mute;
        /** Loses the link after each scan's values are handed over. */
        volatile boolean breakingOff;
        volatile boolean breaking;
        final AtomicLong mutePolls = new AtomicLong();
        volatile RuntimeException throwing;
        /** Polls and opens that hang right now. */
        final AtomicInteger waiting = new AtomicInteger();
        /** While not null, a poll or an open waits for it, or for close; a poll only while it is wanted. */
        volatile CountDownLatch hanging;
        volatile Settings settings;
    }

    Device device(String host) {
        return devices.computeIfAbsent(host, key -> new Device());
    }

    @Override
    public Protocol protocol() {
        return Protocol.MODBUS;
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.device("host", "Host").text(100).required().help(""),
                Setting.channel("register", "Register").integer(0, 65535).required().help(""),
                Setting.channel("scanRate", "Scan rate").integer(10, 1_000_000).help(""));
    }

    @Override
    public String connectionName(Settings config) {
        return "fake " + config.text("host")
                .orElseThrow(() -> new SettingsException("host", "Host is missing"));
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
    public Connection connect(Settings connection, DriverContext context) {
        Device device = device(connection.text("host", ""));
        device.made.incrementAndGet();
        device.settings = connection;
        return new Link(device, context.clock());
    }

    @Override
    public Reading test(Settings config, Duration limit) {
        testedWithin = limit;
        return Reading.failed(Reason.CONFIG_ERROR, "not in this test", 0);
    }

    @Override
    public Optional<Driver> of(Protocol protocol) {
        return protocol == Protocol.MODBUS ? Optional.of(this) : Optional.empty();
    }

    @Override
    public List<Driver> all() {
        return List.of(this);
    }

    private record Plan(List<PollingConnection.PollItem> items) implements PollingConnection.PollPlan {
        @Override
        public int requests() {
            return 1;
        }
    }

    private static final class Link implements PollingConnection {
        private final Device device;
        private final TimeSource clock;
        private volatile CountDownLatch closed = new CountDownLatch(1);

        Link(Device device, TimeSource clock) {
            this.device = device;
            this.clock = clock;
        }

        @Override
        public void open() throws DriverException {
            closed = new CountDownLatch(1);
            waitWhileHanging(() -> true);
            if (device.unreachable) {
                throw new DriverException(Reason.COMM_FAILURE, "The device does not answer: check the cable");
            }
            device.opened.incrementAndGet();
        }

        @Override
        public void close() {
            closed.countDown();
        }

        @Override
        public ConnectionStatistics statistics() {
            return new ConnectionStatistics(device.polls.get(), 0, 100, 0, "");
        }

        @Override
        public PollPlan plan(List<PollItem> items) {
            device.plans.incrementAndGet();
            return new Plan(items);
        }

        @Override
        public Reading test(Settings channelConfig) {
            return Reading.failed(Reason.CONFIG_ERROR, "not in this test", 0);
        }

        @Override
        public void poll(PollPlan plan, PollSink sink) throws DriverException {
            if (!waitWhileHanging(sink::wanted)) {
                return;
            }
            if (device.throwing != null) {
                throw device.throwing;
            }
            if (device.unreachable) {
                throw new DriverException(Reason.TIMEOUT, "The device stopped answering");
            }
            if (device.mute) {
                ((Plan) plan).items.forEach(item -> sink.sample(item.channel(), clock.nowMicros(), Double.NaN,
                        QualityCode.of(Reason.TIMEOUT)));
                if (device.breaking && device.mutePolls.incrementAndGet() % 2 == 0) {
                    throw new DriverException(Reason.TIMEOUT, "It accepts the connection but does not answer");
                }
                return;
            }
            long number = device.polls.incrementAndGet();
            long now = clock.nowMicros();
            ((Plan) plan).items.forEach(item -> sink.sample(item.channel(), now, number, QualityCode.GOOD));
            if (device.breakingOff) {
                throw new DriverException(Reason.COMM_FAILURE, "The link broke");
            }
        }

        /** @return false where it is no longer wanted */
        private boolean waitWhileHanging(BooleanSupplier wanted) throws DriverException {
            CountDownLatch hang = device.hanging;
            if (hang == null) {
                return true;
            }
            device.waiting.incrementAndGet();
            try {
                while (hang == device.hanging && hang.getCount() > 0 && wanted.getAsBoolean()) {
                    if (closed.await(1, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                        throw new DriverException(Reason.COMM_FAILURE, "Closed while waiting");
                    }
                }
                return wanted.getAsBoolean();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                device.waiting.decrementAndGet();
            }
        }

        @Override
        public void write(PollItem item, Object rawValue) throws DriverException {
            throw new DriverException(Reason.DEVICE_ERROR, "This device is read only");
        }
    }
}
