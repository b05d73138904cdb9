package parx.acquisition.internal;

import static parx.acquisition.internal.AcquisitionTexts.TEXTS;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.driver.DriverException;
import parx.driver.PollingConnection;
import parx.driver.Reading;
import parx.driver.SubscribingConnection;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.SampleBatch;
import parx.model.Sentence;
import parx.model.Settings;
import parx.model.TimeSource;
import parx.service.Acquisition.ConnectionState;
import parx.service.Acquisition.ConnectionStatus;

/**
 * One device connection with its thread {@code io-<name>}: opens the link, scans on schedule or takes what the device
 * sends, and says BAD once when the link is lost. Whatever it waits for, it delays no other connection. {@link #update},
 * {@link #stop} and {@link #status} may be called by any thread.
 */
final class DeviceConnection {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceConnection.class);
    private static final int PARCELS = 4;
    /** How long one wait for what a device sends may last. */
    private static final long RECEIVE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final Pipeline pipeline;
    private final TimeSource clock;
    private final Thread thread;
    private final BlockingQueue<Message.Parcel> parcels;
    private final ConnectionReport report;
    private final DeviceLink link;
    private final WaitingTrials trials;

    private volatile Wanted wanted;
    /** What the io thread has put in force. */
    private volatile Wanted taken;
    private volatile boolean stopping;

    // The io thread's own.
    private ConnectionPlan inForce;
    private Scans scans = Scans.NONE;
    /** Whether a device that sends by itself knows what is wanted. */
    private boolean subscribed;
    /** Whether a channel may have got a value since all were last said to be BAD. */
    private boolean delivered;
    private Backoff backoff;
    private String lastFault = "";

    /** @param generation number of the configuration that the plan is from */
    private record Wanted(ConnectionPlan plan, long generation) {
    }

    DeviceConnection(ConnectionPlan plan, long generation, Pipeline pipeline, TimeSource clock) {
        this.name = plan.name();
        this.wanted = new Wanted(plan, generation);
        this.pipeline = pipeline;
        this.clock = clock;
        this.parcels = Message.Parcel.pool(this, PARCELS, Math.max(16, plan.channels().size()));
        this.report = new ConnectionReport(name, clock);
        this.link = new DeviceLink(name, clock);
        this.trials = new WaitingTrials(clock);
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

    /**
     * Takes effect soon: a scan under way ends early, and where the device is reached otherwise than before, so does
     * what the link is waiting for.
     */
    void update(ConnectionPlan plan, long generation) {
        ConnectionPlan before = wanted.plan;
        wanted = new Wanted(plan, generation);
        if (isReachedOtherwise(before, plan)) {
            link.breakUntil(() -> taken != null && taken.generation >= generation);
        }
        LockSupport.unpark(thread);
    }

    /** Breaks the link; the thread ends soon, see {@link #join}. */
    void stop() {
        stopping = true;
        link.breakUntil(() -> !thread.isAlive());
        LockSupport.unpark(thread);
    }

    /**
     * Reads a channel once, between two scans; where there is no link, one is made at once. Any thread.
     *
     * @return what came of it; empty where this connection ends or its driver fails in a way it should not
     */
    CompletableFuture<Optional<Reading>> test(Settings channelConfig) {
        CompletableFuture<Optional<Reading>> outcome = trials.add(channelConfig);
        LockSupport.unpark(thread);
        // The thread may have looked for the last time already.
        if (stopping) {
            trials.dismiss();
        }
        return outcome;
    }

    /** After {@link #stop}. @return whether the thread has ended */
    boolean join(Duration limit) throws InterruptedException {
        return thread.join(limit);
    }

    ConnectionStatus status() {
        return report.status(wanted.plan, link.statistics());
    }

    /** Why no channel gets a value, a sentence for people; empty where they do, or where it is too early to tell. */
    String fault() {
        return report.fault(wanted.plan, link.statistics());
    }

    /** About once a second, on the configuration thread: rates, and whether a scan has stalled. */
    void tick(long nowNanos) {
        List<Integer> stale = report.tick(nowNanos, wanted.plan, link.statistics());
        if (!stale.isEmpty()) {
            long now = clock.nowMicros();
            pipeline.put(new Message.Task(() -> pipeline.say(stale, now, Reason.STALE)));
            LOG.warn("{}: a scan does not end; {} channels are BAD until it does", name, stale.size());
        }
    }

    private static boolean isReachedOtherwise(ConnectionPlan before, ConnectionPlan plan) {
        return !before.settings().equals(plan.settings()) || before.driver() != plan.driver();
    }

    // --- the io thread -------------------------------------------------------------------------------------------

    private void run() {
        while (!stopping) {
            try {
                apply();
                if (link.isOpen() || open()) {
                    trials.take(link.connection());
                    switch (link.connection()) {
                        case PollingConnection polling -> scan(polling);
                        case SubscribingConnection sending -> receive(sending);
                    }
                }
            } catch (DriverException e) {
                if (link.isBroken()) {
                    unlink();
                    link.discard();
                } else {
                    fail(e.reason(), Sentence.of(e));
                }
            } catch (RuntimeException | Error e) {
                survive(e);
            }
        }
        unlink();
        trials.dismiss();
        report.enter(ConnectionState.STOPPED, "", Reason.STOPPED);
    }

    /** This thread must outlive anything: a dead one would leave its channels GOOD for ever. */
    private void survive(Throwable fault) {
        trials.dismiss();
        try {
            log(fault);
            fail(Reason.DEVICE_ERROR, TEXTS.of("link.fault", fault));
        } catch (RuntimeException | Error again) {
            // Out of memory while saying so, most likely. The next pass connects anew, or fails anew and then says so.
            unlink();
            report.restate(ConnectionState.CONNECTING, again.getClass().getSimpleName(), Reason.DEVICE_ERROR);
        }
    }

    private boolean isWanted() {
        return !stopping && wanted == taken;
    }

    /** Whether a scan under way should go on. */
    private boolean isScanWanted() {
        return isWanted() && !trials.areUrgent();
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
        if (before == null || isReachedOtherwise(before, plan) || link.isBroken()) {
            renew(plan);
        } else if (link.isOpen() && !Scans.alike(before, plan)) {
            ask(plan);
            delivered = true;
        } else if (link.isOpen()) {
            scans.hasten(before, plan, clock.monotonicNanos());
            delivered = true;
        } else if (report.state() == ConnectionState.FAILED) {
            sayBad(report.reason());
        }
    }

    private void renew(ConnectionPlan plan) {
        unlink();
        link.discard();
        scans = Scans.NONE;
        backoff = new Backoff(plan.retryMinMillis(), plan.retryMaxMillis(), ThreadLocalRandom.current()::nextDouble);
        report.enter(ConnectionState.CONNECTING, "", Reason.NOT_YET_READ);
    }

    private boolean open() throws DriverException {
        if (!isWanted()) {
            return false;
        }
        long began = clock.monotonicNanos();
        try {
            link.open(inForce);
        } catch (DriverException e) {
            if (!link.isBroken()) {
                trials.fail(e, began);
            }
            throw e;
        }
        ask(inForce);
        return true;
    }

    /** What is wanted over the open link is new. */
    private void ask(ConnectionPlan plan) {
        subscribed = false;
        if (link.connection() instanceof PollingConnection polling) {
            scans = Scans.of(plan, polling, clock.monotonicNanos());
        }
    }

    /** Waits for the next scan and makes it, or returns early because something is to be done first. */
    private void scan(PollingConnection polling) throws DriverException {
        Scans.Scan next = scans.next();
        if (next == null || !awaitScan(polling, next.schedule().dueNanos())) {
            return;
        }
        report.scanBegins();
        ScanIntake intake = new ScanIntake(this, this::parcel, pipeline, this::isScanWanted, clock);
        if (!intake.isReady()) {
            return;
        }
        try {
            polling.poll(next.plan(), intake);
        } finally {
            delivered |= intake.delivered();
            intake.handOver();
        }
        if (intake.delivered() || !intake.cutShort()) {
            backoff.succeeded();
            judge(scans.note(next, intake.silent()));
        }
        if (!intake.cutShort()) {
            report.scanEnded();
            report.overrun(next.schedule().advance(clock.monotonicNanos()));
        }
    }

    /** Takes what the device has sent, or waits a while for it. */
    private void receive(SubscribingConnection sending) throws DriverException {
        report.scanBegins();
        ScanIntake intake = new ScanIntake(this, this::parcel, pipeline,
                () -> isWanted() && trials.isEmpty(), clock);
        if (!intake.isReady()) {
            return;
        }
        try {
            if (!subscribed) {
                sending.subscribe(Scans.subscriptions(inForce), intake);
                subscribed = true;
            }
            sending.receive(intake, RECEIVE_NANOS);
        } finally {
            delivered |= intake.delivered();
            intake.handOver();
        }
        report.scanEnded();
        if (intake.received()) {
            backoff.succeeded();
            judge(!intake.silent());
        }
    }

    /** A link that stands proves no device: only an answer does, and until then the state and its problem stay. */
    private void judge(boolean answers) {
        report.silent(!answers);
        if (answers && report.state() != ConnectionState.CONNECTED) {
            report.enter(ConnectionState.CONNECTED, "", Reason.NONE);
            LOG.info("{}: connected, {} channels", name, inForce.channels().size());
        }
    }

    /** As {@link #waitUntil}, and keeps the link alive meanwhile. */
    private boolean awaitScan(PollingConnection polling, long dueNanos) throws DriverException {
        while (true) {
            long now = clock.monotonicNanos();
            long rest = polling.restNanos();
            if (rest >= dueNanos - now) {
                return waitUntil(dueNanos);
            }
            if (!waitUntil(now + rest)) {
                return false;
            }
            polling.keepAlive();
        }
    }

    /** @return false where something changed while it waited */
    private boolean waitUntil(long dueNanos) {
        while (isWanted() && trials.isEmpty()) {
            long left = dueNanos - clock.monotonicNanos();
            if (left <= 0) {
                return true;
            }
            LockSupport.parkNanos(this, left);
        }
        return false;
    }

    /** An empty parcel, null where the connection ends; a pipeline that has not returned one yet is an overrun, and is waited for. */
    private Message.Parcel parcel() {
        Message.Parcel parcel = parcels.poll();
        if (parcel == null) {
            report.overrun(1);
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

    private void fail(Reason reason, Sentence sentence) {
        unlink();
        if (stopping) {
            return;
        }
        boolean news = report.state() != ConnectionState.FAILED;
        if (news) {
            LOG.warn("{}: {}", name, sentence.english());
            report.enter(ConnectionState.FAILED, sentence.local(), reason);
        } else {
            report.restate(ConnectionState.FAILED, sentence.local(), reason);
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
    private void log(Throwable fault) {
        if (!lastFault.equals(String.valueOf(fault))) {
            lastFault = String.valueOf(fault);
            LOG.error("{}: the driver threw what it must not throw; treated as a lost link", name, fault);
        }
    }

    private void unlink() {
        report.scanEnded();
        report.silent(false);
        link.close();
    }
}
