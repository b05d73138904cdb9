package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import parx.driver.ConnectionStatistics;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.Reading;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.TimeSource;

/**
 * One link to one device, gateway or serial bus, with every unit behind it. Owned by one io thread; {@link #close} and
 * {@link #statistics} from any.
 */
final class ModbusConnection implements PollingConnection {
    private final LinkSettings settings;
    private final Transport transport;
    private final Quarantine quarantine = new Quarantine();
    private final Counters counters = new Counters();
    private final Scan scan;
    private final Exchange exchange;
    private final PointWriter writer;
    private final TimeSource clock;
    /** To know which units the link is for; plans that nobody polls any more drop out by themselves. */
    private final Set<ModbusPlan> plans = Collections.newSetFromMap(new WeakHashMap<>());
    private volatile String problem = "";
    private volatile int quarantined;

    ModbusConnection(LinkSettings settings, TimeSource clock) {
        this(settings, clock, true);
    }

    /** @param lasting false for a single request, after which the link is closed whatever came */
    ModbusConnection(LinkSettings settings, TimeSource clock, boolean lasting) {
        this.settings = settings;
        this.clock = clock;
        transport = switch (settings.kind()) {
            case TCP -> new MbapTransport(socket(settings), clock, settings.timeoutNanos());
            case RTU_TCP -> new RtuTransport(socket(settings), clock, settings.timeoutNanos(), lasting, lasting);
            case SERIAL -> new RtuTransport(new SerialLink(settings.serial()), clock, settings.timeoutNanos(),
                    lasting, false);
        };
        scan = new Scan(settings, transport, clock, quarantine, counters);
        exchange = new Exchange(transport, scan, counters);
        writer = new PointWriter(settings, transport, exchange);
    }

    private static ByteLink socket(LinkSettings settings) {
        return new SocketLink(settings.host(), settings.port(), settings.connectTimeoutMillis());
    }

    @Override
    public void open() throws DriverException {
        scan.reset();
        problem = describeProblem();
        transport.open();
    }

    @Override
    public void close() {
        transport.close();
    }

    @Override
    public PollPlan plan(List<PollItem> items) {
        ModbusPlan plan = new ModbusPlan(items, settings, quarantine);
        plans.add(plan);
        return plan;
    }

    @Override
    public void poll(PollPlan plan, PollSink sink) throws DriverException {
        scan.run((ModbusPlan) plan, sink);
        if (counters.takeProblemChanged()) {
            quarantined = quarantine.size();
            problem = describeProblem();
            checkAnyoneAnswers();
        }
    }

    @Override
    public Reading test(Settings channelConfig) throws DriverException {
        try {
            return new TrialReading(settings, Point.of(channelConfig), clock).over(exchange, transport);
        } catch (SettingsException e) {
            return Reading.failed(Reason.CONFIG_ERROR, e.getLocalizedMessage(), 0);
        }
    }

    @Override
    public void write(PollItem item, Object rawValue) throws DriverException {
        writer.write(item, rawValue);
    }

    @Override
    public ConnectionStatistics statistics() {
        return new ConnectionStatistics(counters.requests(), counters.failures(), counters.roundTripMicros(), quarantined,
                problem);
    }

    /** For a reading by hand over a link of its own. */
    Transport transport() {
        return transport;
    }

    /** As {@link #transport}. */
    Exchange exchange() {
        return exchange;
    }

    /** A link behind which every unit is silent is as good as lost: connecting anew may be what helps. */
    private void checkAnyoneAnswers() throws DriverException {
        Set<Integer> planned = new TreeSet<>();
        plans.forEach(plan -> plan.units.forEach(unit -> planned.add(unit.unit)));
        boolean lost = !planned.isEmpty() && planned.stream().map(scan.units()::get)
                .allMatch(health -> health != null && health.dead() && health.silent);
        if (lost) {
            throw new DriverException(Reason.TIMEOUT, noAnswer(settings, planned));
        }
    }

    /** The sentence for a link on which nobody answers. */
    static Sentence noAnswer(LinkSettings settings, Set<Integer> units) {
        Sentence asked = TEXTS.of(units.size() == 1 ? "silent.unit" : "silent.units",
                String.join(", ", units.stream().map(String::valueOf).toList()));
        return switch (settings.kind()) {
            case TCP -> TEXTS.of("silent.tcp", settings.host() + ":" + settings.port(), settings.timeoutMillis(), asked);
            case RTU_TCP -> TEXTS.of("silent.rtuTcp", settings.host() + ":" + settings.port(), settings.timeoutMillis(), asked);
            case SERIAL -> TEXTS.of("silent.serial", settings.serial().describe(), settings.timeoutMillis(), asked);
        };
    }

    /** For the window. */
    private String describeProblem() {
        StringBuilder text = new StringBuilder();
        int others = -1;
        for (UnitHealth health : scan.units().values()) {
            if (health.dead() && ++others == 0) {
                text.append(health.sentence);
            }
        }
        if (others >= 0) {
            text.append(TEXTS.text("dead.again", TimeUnit.NANOSECONDS.toSeconds(settings.deadUnitRetryNanos())));
        }
        if (others > 0) {
            text.append(TEXTS.text(others == 1 ? "dead.other" : "dead.others", others));
        }
        String refused = quarantine.sentence(TimeUnit.NANOSECONDS.toSeconds(settings.quarantineRetryNanos()));
        return text.isEmpty() || refused.isEmpty() ? text + refused : text + ". " + refused;
    }
}
