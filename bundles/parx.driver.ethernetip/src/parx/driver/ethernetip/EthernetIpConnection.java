package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import parx.driver.ConnectionStatistics;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.Reading;
import parx.model.Sentence;
import parx.model.Settings;
import parx.model.TimeSource;

/** One link to one controller. Owned by one io thread; {@link #close} and {@link #statistics} from any. */
final class EthernetIpConnection implements PollingConnection {
    private final LinkSettings settings;
    private final TimeSource clock;
    private final Counters counters = new Counters();
    private final CipSession session;
    private final TagReader reader;
    private final TagScan scan;
    /** To know what is wrong with any of them: those that were made together, last. */
    private final List<ScanPlan> plans = new ArrayList<>();
    private boolean polled;
    private volatile String problem = "";
    private volatile int wrong;

    EthernetIpConnection(LinkSettings settings, TimeSource clock) {
        this.settings = settings;
        this.clock = clock;
        session = new CipSession(settings, clock, counters);
        reader = new TagReader(session);
        scan = new TagScan(session, reader, clock, settings.refusedRetryNanos());
    }

    @Override
    public void open() throws DriverException {
        session.open();
        describeProblem();
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public PollPlan plan(List<PollItem> items) {
        if (polled) {
            // Who plans anew polls none of the old ones any more.
            plans.clear();
            polled = false;
        }
        ScanPlan plan = new ScanPlan(items, session::room);
        plans.add(plan);
        return plan;
    }

    @Override
    public void poll(PollPlan plan, PollSink sink) throws DriverException {
        ScanPlan scanned = (ScanPlan) plan;
        boolean first = !polled;
        polled = true;
        Complaints before = scanned.complaints;
        scan.run(scanned, sink);
        if (first || before.count() != scanned.complaints.count() || !before.first().equals(scanned.complaints.first())) {
            describeProblem();
        }
    }

    @Override
    public long restNanos() {
        return session.restNanos();
    }

    @Override
    public void keepAlive() throws DriverException {
        session.keepAlive();
    }

    @Override
    public Reading test(Settings channelConfig) throws DriverException {
        return TrialReading.over(session, reader, channelConfig, clock);
    }

    @Override
    public void write(PollItem item, Object rawValue) throws DriverException {
        new TagWriter(session, reader).write(item, rawValue);
    }

    @Override
    public ConnectionStatistics statistics() {
        return new ConnectionStatistics(counters.requests(), counters.failures(), counters.roundTripMicros(), wrong, problem);
    }

    /** Of the controller and its network module, for those who look around in it. */
    CipSession session() {
        return session;
    }

    private void describeProblem() {
        int count = 0;
        Sentence first = Sentence.NONE;
        for (ScanPlan plan : plans) {
            count += plan.complaints.count();
            first = first.isEmpty() ? plan.complaints.first() : first;
        }
        wrong = count;
        String tags = count == 0 ? "" : TEXTS.text(count == 1 ? "problem.one" : "problem.more", first, count - 1,
                TimeUnit.NANOSECONDS.toSeconds(settings.refusedRetryNanos()));
        String remark = session.remark().local();
        problem = remark.isEmpty() || tags.isEmpty() ? remark + tags : remark + ". " + tags;
    }
}
