package parx.acquisition.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.driver.Connection;
import parx.driver.ConnectionStatistics;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollItem;
import parx.driver.PollingConnection.PollPlan;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.SampleBatch;
import parx.model.TimeSource;
import parx.service.Acquisition.ConnectionState;
import parx.service.Acquisition.ConnectionStatus;

/**
 * One device connection with its thread {@code io-<name>}: opens the link, scans on schedule, and says BAD once when
 * the link is lost. Whatever it waits for, it delays no other connection. {@link #update}, {@link #stop} and
 * {@link #status} may be called by any thread.
 */
final class DeviceConnection {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceConnection.class);
    private static final int PARCELS = 4;
    /** Channels that wait for a scan this much longer than three of their own periods are stale. */

    private final String name;
    private final Pipeline pipeline;
    private final TimeSource clock;
    private final Thread thread;
    private final BlockingQueue<Message.Parcel> parcels;
    private final Rate requests = new Rate();

    private volatile Wanted wanted;
    private volatile boolean stopping;
    private volatile PollingConnection link;
    private volatile State state;
    private volatile long overruns;
    /** When the scan that is under way began, by the monotonic clock; 0 when none is. */
    private volatile long scanBegan;
    private final StallWatch stall = new StallWatch();
    /** Whether the link stands and nothing answers on it. */
    private volatile boolean silent;

    // The io thread's own.
    private Wanted taken;
    private ConnectionPlan inForce;
    private List<Scan> scans = List.of();
    private boolean linked;
    /** The scans whose newest round got an answer. */
    private final Set<Scan> answered = new HashSet<>();
    /** Whether a channel may have got a value since all were last said to be BAD. */
    private boolean delivered;
    private Backoff backoff;
    private String lastFault = "";

    /** @param sinceMicros when it began @param problem a sentence, or empty */
    private record State(ConnectionState now, long sinceMicros, String problem, Reason reason) {
    }

    /** @param generation number of the configuration that the plan is from */
    private record Wanted(ConnectionPlan plan, long generation) {
    }

    /** The channels of one scan rate. */
    private record Scan(ScanSchedule schedule, PollPlan plan, long periodNanos) {
    }

    DeviceConnection(ConnectionPlan plan, long generation, Pipeline pipeline, TimeSource clock) {
        this.name = plan.name();
        this.wanted = new Wanted(plan, generation);
        this.pipeline = pipeline;
        this.clock = clock;
        this.parcels = Message.Parcel.pool(this, PARCELS, Math.max(16, plan.channels().size()));
        this.state = new State(ConnectionState.CONNECTING, clock.nowMicros(), "", Reason.NOT_YET_READ);
        this.thread = new Thread(this::run, "io-" + name);
        // A driver that never returns must not keep the program from ending.
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    String name() {
        return name;
    }

    ConnectionPlan wanted() {
        return wanted.plan;
    }

    /** Takes effect between two scans. */
    void update(ConnectionPlan plan, long generation) {
        wanted = new Wanted(plan, generation);
        LockSupport.unpark(thread);
    }

    /** Breaks the link; the thread ends soon, see {@link #join}. */
    void stop() {
        stopping = true;
        closeLink();
        LockSupport.unpark(thread);
    }

    /** After {@link #stop}. @return whether the thread has ended */
    boolean join(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        // Closed again and again: the first close may have come just before the link was opened.
        while (!thread.join(Duration.ofMillis(50)) && System.nanoTime() - deadline < 0) {
            closeLink();
        }
        return !thread.isAlive();
    }

    ConnectionStatus status() {
        State now = state;
        ConnectionPlan plan = wanted.plan;
        ConnectionStatistics statistics = statistics();
        String fault = fault(now, statistics);
        String problem = !fault.isEmpty() ? fault : !statistics.problem().isEmpty() ? statistics.problem() : plan.problem();
        // The round trip of an answer long ago would pass for a sign of life.
        long roundTrip = now.now == ConnectionState.CONNECTED && fault.isEmpty() ? statistics.lastRoundTripMicros() : -1;
        return new ConnectionStatus(name, plan.driver().protocol().label(), now.now, plan.channels().size(),
                requests.perSecond(), roundTrip, overruns, problem, now.sinceMicros);
    }

    /** Why no channel gets a value, a sentence for people; empty where they do, or where it is too early to tell. */
    String fault() {
        return fault(state, statistics());
    }

    private String fault(State now, ConnectionStatistics statistics) {
        if (now.now == ConnectionState.STOPPED || !now.problem.isEmpty()) {
            return now.problem;
        }
        if (silent) {
            return !statistics.problem().isEmpty() ? statistics.problem()
                    : "The device does not answer: check that it is switched on, and its unit id";
        }
        Duration stale = stall.staleFor(wanted.plan.channels());
        return stale.isZero() ? "" : "A scan has been under way for " + stale.toSeconds()
                + " s: the device answers too slowly or no more";
    }

    /** About once a second, on the configuration thread: rates, and whether a scan has stalled. */
    void tick(long nowNanos) {
        requests.tick(nowNanos, statistics().requests());
        long began = scanBegan;
        List<Integer> stale = stall.newlyStale(began, nowNanos, wanted.plan.channels()).stream()
                .map(AcquiredChannel::handle).toList();
        if (!stale.isEmpty()) {
            long now = clock.nowMicros();
            pipeline.put(new Message.Task(() -> pipeline.say(stale, now, Reason.STALE)));
            LOG.warn("{}: a scan has been under way for {} s; {} channels are BAD until it returns", name,
                    Duration.ofNanos(nowNanos - began).toSeconds(), stale.size());
        }
    }

    private ConnectionStatistics statistics() {
        Connection now = link;
        return now == null ? ConnectionStatistics.NONE : now.statistics();
    }

    // --- the io thread -------------------------------------------------------------------------------------------

    private void run() {
        while (!stopping) {
            try {
                apply();
                if (linked || open()) {
                    scan();
                }
            } catch (DriverException e) {
                fail(e.reason(), e.getMessage());
            } catch (RuntimeException | Error e) {
                survive(e);
            }
        }
        scanBegan = 0;
        closeLink();
        enter(ConnectionState.STOPPED, "", Reason.STOPPED);
    }

    /** This thread must outlive anything: a dead one would leave its channels GOOD for ever. */
    private void survive(Throwable fault) {
        try {
            report(fault);
            fail(Reason.DEVICE_ERROR, "The driver failed in a way it should not (" + fault
                    + "); ParX tries again. The log has the details");
        } catch (RuntimeException | Error again) {
            // Out of memory while saying so, most likely. The next pass connects anew, or fails anew and then says so.
            unlink();
            state = new State(ConnectionState.CONNECTING, state.sinceMicros, again.getClass().getSimpleName(), Reason.DEVICE_ERROR);
        }
    }

    /** Puts a changed plan in force. Channels are adopted in order with their samples, so no value meets another's scaling. */
    private void apply() {
        Wanted next = wanted;
        if (next == taken) {
            return;
        }
        taken = next;
        ConnectionPlan before = inForce;
        ConnectionPlan plan = next.plan;
        inForce = plan;
        pipeline.put(new Message.Task(() -> pipeline.adopt(this, plan.channels(), next.generation)));
        if (before == null || !before.settings().equals(plan.settings()) || before.driver() != plan.driver()) {
            renew(plan);
        } else if (linked && !items(before).equals(items(plan))) {
            scan(plan);
            delivered = true;
        } else if (linked) {
            hasten(before, plan);
            delivered = true;
        } else if (state.now == ConnectionState.FAILED) {
            sayBad(state.reason);
        }
    }

    /** A channel with a new scaling is read at once: until then it would show a value of the old one. */
    private void hasten(ConnectionPlan before, ConnectionPlan plan) {
        long now = clock.monotonicNanos();
        for (int i = 0; i < plan.channels().size(); i++) {
            AcquiredChannel channel = plan.channels().get(i);
            if (!channel.scaling().equals(before.channels().get(i).scaling())) {
                scans.stream().filter(scan -> scan.periodNanos == channel.scanMillis() * 1_000_000)
                        .forEach(scan -> scan.schedule.hasten(now));
            }
        }
    }

    private void renew(ConnectionPlan plan) {
        unlink();
        link = null;
        scans = List.of();
        backoff = new Backoff(plan.retryMinMillis(), plan.retryMaxMillis(), ThreadLocalRandom.current()::nextDouble);
        enter(ConnectionState.CONNECTING, "", Reason.NOT_YET_READ);
    }

    private boolean open() throws DriverException {
        if (link == null) {
            link = connect();
        }
        if (stopping) {
            return false;
        }
        link.open();
        linked = true;
        scan(inForce);
        return true;
    }

    private PollingConnection connect() throws DriverException {
        try {
            return switch (inForce.driver().connect(inForce.settings(), new DriverContext(clock))) {
                case PollingConnection polling -> polling;
            };
        } catch (parx.model.SettingsException e) {
            throw new DriverException(Reason.CONFIG_ERROR, "The connection's settings are not valid: " + e.getMessage(), e);
        }
    }

    /** A link that stands proves no device: only an answer does, and until then the state and its problem stay. */
    private void judge(Scan scan, ScanIntake intake) {
        if (!intake.silent()) {
            answered.add(scan);
        } else {
            answered.remove(scan);
        }
        silent = answered.isEmpty();
        if (!silent && state.now != ConnectionState.CONNECTED) {
            enter(ConnectionState.CONNECTED, "", Reason.NONE);
            LOG.info("{}: connected, {} channels", name, inForce.channels().size());
        }
    }

    private void scan(ConnectionPlan plan) {
        scans = plan(plan);
        answered.clear();
    }

    private List<Scan> plan(ConnectionPlan plan) {
        Map<Long, List<PollItem>> byRate = items(plan);
        long now = clock.monotonicNanos();
        List<Scan> planned = new ArrayList<>(byRate.size());
        byRate.forEach((millis, items) -> planned.add(
                new Scan(new ScanSchedule(millis, now), link.plan(items), millis * 1_000_000)));
        return planned;
    }

    private static Map<Long, List<PollItem>> items(ConnectionPlan plan) {
        Map<Long, List<PollItem>> byRate = new TreeMap<>();
        for (AcquiredChannel acquired : plan.channels()) {
            byRate.computeIfAbsent(acquired.scanMillis(), key -> new ArrayList<>())
                    .add(new PollItem(acquired.handle(), acquired.channel().config().set("scaling", null)));
        }
        return byRate;
    }

    /** Waits for the next scan and makes it, or returns early because something is to be done first. */
    private void scan() throws DriverException {
        Scan next = null;
        for (Scan scan : scans) {
            if (next == null || scan.schedule.dueNanos() - next.schedule.dueNanos() < 0) {
                next = scan;
            }
        }
        if (next == null || !waitUntil(next.schedule.dueNanos())) {
            return;
        }
        scanBegan = Math.max(1, clock.monotonicNanos());
        Message.Parcel parcel = parcel();
        if (parcel == null) {
            return;
        }
        ScanIntake intake = new ScanIntake(this, parcel.batch, pipeline);
        try {
            link.poll(next.plan, intake);
            backoff.succeeded();
            judge(next, intake);
        } finally {
            scanBegan = 0;
            delivered |= intake.delivered();
            if (!pipeline.put(parcel)) {
                parcel.goHome();
            }
        }
        overruns += next.schedule.advance(clock.monotonicNanos());
    }

    /** @return false where something changed while it waited */
    private boolean waitUntil(long dueNanos) {
        while (!stopping && wanted == taken) {
            long left = dueNanos - clock.monotonicNanos();
            if (left <= 0) {
                return true;
            }
            LockSupport.parkNanos(this, left);
        }
        return false;
    }

    /** An empty parcel; a pipeline that has not returned one yet is an overrun, and is waited for. */
    private Message.Parcel parcel() {
        Message.Parcel parcel = parcels.poll();
        if (parcel == null) {
            overruns++;
        }
        try {
            while (parcel == null && !stopping) {
                parcel = parcels.poll(100, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            // stop() tells this thread to end, not an interrupt; what interrupted it is none of this class's business.
            LOG.debug("{}: interrupted while waiting for the pipeline", name, e);
        }
        return parcel;
    }

    private void fail(Reason reason, String sentence) {
        unlink();
        if (stopping) {
            return;
        }
        boolean news = state.now != ConnectionState.FAILED;
        if (news) {
            LOG.warn("{}: {}", name, sentence);
            enter(ConnectionState.FAILED, sentence, reason);
        } else {
            state = new State(ConnectionState.FAILED, state.sinceMicros, sentence, reason);
        }
        if (news || delivered) {
            sayBad(reason);
        }
        waitUntil(clock.monotonicNanos() + backoff.nextDelayNanos());
    }

    /** One BAD sample for each channel of this connection. */
    private void sayBad(Reason reason) {
        List<AcquiredChannel> channels = inForce.channels();
        SampleBatch batch = new SampleBatch(channels.size());
        long now = clock.nowMicros();
        for (AcquiredChannel acquired : channels) {
            batch.sample(acquired.handle(), now, Double.NaN, QualityCode.of(reason));
        }
        pipeline.put(Message.Parcel.once(this, batch));
        delivered = false;
    }

    /** The same fault again says nothing new. */
    private void report(Throwable fault) {
        if (!lastFault.equals(String.valueOf(fault))) {
            lastFault = String.valueOf(fault);
            LOG.error("{}: the driver threw what it must not throw; treated as a lost link", name, fault);
        }
    }

    private void enter(ConnectionState next, String problem, Reason reason) {
        state = new State(next, clock.nowMicros(), problem, reason);
    }

    private void unlink() {
        linked = false;
        silent = false;
        closeLink();
    }

    private void closeLink() {
        PollingConnection now = link;
        if (now != null) {
            try {
                now.close();
            } catch (RuntimeException e) {
                LOG.warn("{}: could not be closed cleanly", name, e);
            }
        }
    }
}
