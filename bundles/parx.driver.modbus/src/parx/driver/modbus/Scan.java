package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parx.driver.DriverException;
import parx.driver.PollingConnection.PollSink;
import parx.driver.modbus.UnitHealth.State;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.TextSample;
import parx.model.TimeSource;

/**
 * Carries out a poll plan: keeps requests in flight, hands every channel to the sink exactly once, parts what a device
 * refuses from what it answers, and a silent unit from its neighbours. Owned by the io thread.
 */
final class Scan {
    /** After so many in one scan the parts of what was refused wait until everything else was asked. */
    private static final int SPLITS_AT_ONCE = 200;
    /** Refused addresses asked again per scan and unit: enough, as one that answers releases the others. */
    private static final int MOST_AGAIN = 2;
    /** Without ids a probe stops the line for two time-outs; this keeps all of them together below a tenth of its time. */
    private static final int PROBE_SHARE = 20;
    /** A unit that was given up within so many of its retry times is asked once, not several times, before it is again. */
    private static final int UNSTEADY = 6;
    private static final byte CONFIG_ERROR = QualityCode.of(Reason.CONFIG_ERROR);
    private static final byte NOT_A_NUMBER = QualityCode.of(Reason.NOT_A_NUMBER);

    private final LinkSettings settings;
    private final Transport transport;
    private final TimeSource clock;
    private final Quarantine quarantine;
    private final Counters counters;
    private final Map<Integer, UnitHealth> units = new HashMap<>();
    private final ArrayDeque<Block> queue = new ArrayDeque<>();
    private final List<Block> inFlight = new ArrayList<>();
    /** What scans that were no longer wanted left out: no answer to it is lost on the line or taken for another's. */
    private final List<Block> leftOut = new ArrayList<>();
    private PollSink sink;
    private int splits;
    private final Probe probe;
    private boolean heardAnything;
    private boolean anyDied;
    /** Units given up in this scan. */
    private int died;
    /** Whether a unit that was never heard was silent in this scan. */
    private boolean silentNewcomer;

    Scan(LinkSettings settings, Transport transport, TimeSource clock, Quarantine quarantine, Counters counters) {
        this.settings = settings;
        this.transport = transport;
        this.clock = clock;
        this.quarantine = quarantine;
        this.counters = counters;
        probe = new Probe(settings, transport, clock);
    }

    /** The link is new: nothing is known of the units behind it. */
    void reset() {
        units.clear();
        probe.reset();
        inFlight.clear();
        leftOut.clear();
        heardAnything = false;
        anyDied = false;
    }

    /** Ends early where the sink no longer wants it. @throws DriverException if the link is lost */
    void run(ModbusPlan plan, PollSink into) throws DriverException {
        sink = into;
        splits = 0;
        died = 0;
        silentNewcomer = false;
        queue.clear();
        takeWhatCame();
        plan.refresh();
        long time = clock.nowMicros();
        for (int channel : plan.invalid) {
            sink.sample(channel, time, Double.NaN, CONFIG_ERROR);
        }
        for (UnitPlan unit : plan.units) {
            enqueue(unit);
        }
        while ((!queue.isEmpty() || !inFlight.isEmpty()) && sink.wanted()) {
            while (!queue.isEmpty() && transport.inFlight() < settings.requestsInFlight()) {
                dispatch(queue.pollFirst());
            }
            Request done = inFlight.isEmpty() && queue.isEmpty() ? null : transport.receive(sink::wanted);
            if (done != null) {
                complete(done);
            }
        }
        if (queue.isEmpty() && inFlight.isEmpty()) {
            probe.send(units.values());
        }
        leftOut.addAll(inFlight);
        inFlight.clear();
    }

    /** An answer that has been lying there since the scan before is too old to be a value of this one. */
    private void takeWhatCame() throws DriverException {
        Request done;
        while ((probe.isOut() || !leftOut.isEmpty()) && (done = transport.receive(() -> false)) != null) {
            completeOther(done);
        }
    }

    /** Waits until the device takes one more request, as it may allow no more than one. */
    void awaitRoom() throws DriverException {
        while (transport.inFlight() >= settings.requestsInFlight()) {
            completeOther(transport.receive(() -> true));
        }
    }

    /** Takes the outcome of a request that is none of this scan's: a probe, or what an earlier one left out. */
    void completeOther(Request request) {
        counters.done(request);
        if (request.purpose instanceof Block block) {
            leftOut.remove(block);
            if (request.outcome == Request.Outcome.ANSWERED) {
                alive(health(request.unit));
            }
            return;
        }
        UnitHealth health = (UnitHealth) request.purpose;
        boolean back = switch (request.outcome) {
            case ANSWERED -> true;
            case REFUSED -> !ExceptionCode.unitUnreachable(request.exception);
            default -> false;
        };
        probe.done(health, back);
        if (back) {
            alive(health);
        }
    }

    Map<Integer, UnitHealth> units() {
        return units;
    }

    UnitHealth health(int unit) {
        return units.computeIfAbsent(unit, UnitHealth::new);
    }

    void alive(UnitHealth health) {
        heardAnything = true;
        if (health.state != State.ALIVE) {
            if (health.dead()) {
                counters.problemChanged();
            }
            health.state = State.ALIVE;
            health.sentence = "";
        }
        health.strikes = 0;
    }

    private void enqueue(UnitPlan unit) throws DriverException {
        UnitHealth health = health(unit.unit);
        unit.held.clear();
        long now = clock.monotonicNanos();
        boolean due = health.dead() && now - health.retryNanos >= 0;
        if (health.dead() && (transport.concurrent() || !due)) {
            health.question = unit.blocks.isEmpty() ? unit.quarantined.getFirst() : unit.blocks.getFirst();
            byte quality = QualityCode.of(Reason.TIMEOUT);
            unit.blocks.forEach(block -> bad(block, quality));
            unit.quarantined.forEach(block -> bad(block, quality));
            return;
        }
        boolean first = health.state != State.ALIVE;
        for (Block block : unit.blocks) {
            first = put(unit, block, first);
        }
        int again = 0;
        for (Block block : unit.quarantined) {
            Quarantine.Refusal refusal = quarantine.of(block.entries[0].point());
            if (refusal == null || again < MOST_AGAIN && now - refusal.retryNanos() >= 0) {
                again++;
                first = put(unit, block, first);
            } else {
                bad(block, QualityCode.of(refusal.reason()));
            }
        }
    }

    /** A unit that has not answered yet gets one request; the others wait for what becomes of it. */
    private boolean put(UnitPlan unit, Block block, boolean first) {
        block.tries = 0;
        boolean waits = !first && health(unit.unit).state != State.ALIVE;
        (waits ? unit.held : queue).addLast(block);
        return false;
    }

    private void dispatch(Block block) throws DriverException {
        UnitHealth health = health(block.unit.unit);
        if (health.dead() && clock.monotonicNanos() - health.retryNanos < 0) {
            bad(block, QualityCode.of(Reason.TIMEOUT));
            return;
        }
        if (silentNewcomer && heardAnything && health.state == State.UNKNOWN && health.strikes == 0) {
            putOff(block);
            return;
        }
        if (!leftOut.remove(block)) {
            block.request.mayStaySilent = health.state != State.ALIVE;
            transport.send(block.request);
        }
        inFlight.add(block);
    }

    /** One silent newcomer per scan is enough of a wait for those that answer; the others are asked in the next scans. */
    private void putOff(Block block) {
        byte quality = QualityCode.of(Reason.NOT_YET_READ);
        bad(block, quality);
        block.unit.held.forEach(held -> bad(held, quality));
        block.unit.held.clear();
    }

    private void complete(Request request) {
        if (!(request.purpose instanceof Block block) || !inFlight.remove(block)) {
            completeOther(request);
            return;
        }
        counters.done(request);
        UnitHealth health = health(block.unit.unit);
        switch (request.outcome) {
            case ANSWERED -> {
                heard(health, block.unit);
                values(block);
                if (block.again) {
                    quarantine.release(block.unit.unit, block.table);
                    counters.problemChanged();
                }
            }
            case REFUSED -> refused(block, health, request.exception);
            default -> failed(block, health, true, silence(block, request));
        }
    }

    private void heard(UnitHealth health, UnitPlan unit) {
        alive(health);
        queue.addAll(unit.held);
        unit.held.clear();
    }

    private void refused(Block block, UnitHealth health, int code) {
        if (ExceptionCode.unitUnreachable(code)) {
            heardAnything = true;
            failed(block, health, false, TEXTS.text("dead.gateway", health.unit, transport.name(), block.describe(),
                    ExceptionCode.sentence(code)));
            return;
        }
        heard(health, block.unit);
        if (ExceptionCode.passing(code) && ++block.tries <= settings.retries()) {
            queue.addLast(block);
        } else if (ExceptionCode.mayDependOnAddresses(code) && !block.isAtomic()) {
            Block[] halves = block.unit.split(block);
            if (++splits <= SPLITS_AT_ONCE) {
                queue.addFirst(halves[1]);
                queue.addFirst(halves[0]);
            } else {
                queue.addLast(halves[0]);
                queue.addLast(halves[1]);
            }
        } else {
            Quarantine.Refusal refusal = refusal(code);
            bad(block, QualityCode.of(refusal.reason()));
            boolean lasting = code == ExceptionCode.ILLEGAL_FUNCTION
                    || ExceptionCode.mayDependOnAddresses(code) && block.isAtomic();
            if (lasting) {
                setAside(block, refusal);
            }
        }
    }

    private void setAside(Block block, Quarantine.Refusal refusal) {
        for (Block.Entry entry : block.entries) {
            quarantine.put(entry.point(), refusal.code(), refusal.retryNanos());
        }
        block.unit.putAside(block);
        counters.problemChanged();
    }

    /**
     * No usable answer. Asks again, meanwhile for other blocks of the same unit: if none of them is answered the unit
     * is given up for a while; if they are, it is this block that the unit does not answer.
     */
    private void failed(Block block, UnitHealth health, boolean silent, String sentence) {
        if (block.again && health.state == State.ALIVE) {
            bad(block, QualityCode.of(Reason.TIMEOUT));
            setAside(block, refusal(Quarantine.SILENT));
            return;
        }
        int tries = triesOf(health);
        silentNewcomer |= health.state == State.UNKNOWN;
        health.strikes++;
        block.tries++;
        if (health.strikes >= tries) {
            giveUp(block, health, silent, sentence);
        } else if (block.tries >= tries) {
            bad(block, QualityCode.of(Reason.TIMEOUT));
            if (block.isAtomic()) {
                setAside(block, refusal(Quarantine.SILENT));
            } else {
                block.unit.split(block);
            }
        } else {
            queue.addLast(block);
            if (!block.unit.held.isEmpty()) {
                queue.addFirst(block.unit.held.pollFirst());
            }
        }
    }

    /**
     * Units that were never heard get one try once another one was silent, and so do the rest when several fall silent
     * in one scan: the way to all of them is the likelier cause, and those that do answer must not wait.
     */
    private int triesOf(UnitHealth health) {
        boolean unsteady = health.everDied
                && clock.monotonicNanos() - health.diedNanos < UNSTEADY * settings.deadUnitRetryNanos();
        return unsteady || anyDied && (!heardAnything || health.state == State.UNKNOWN) || died > 1 ? 1 : 1 + settings.retries();
    }

    private Quarantine.Refusal refusal(int code) {
        return new Quarantine.Refusal(code, clock.monotonicNanos() + settings.quarantineRetryNanos());
    }

    private void giveUp(Block block, UnitHealth health, boolean silent, String sentence) {
        anyDied = true;
        died++;
        health.state = State.DEAD;
        health.silent = silent;
        health.sentence = sentence;
        health.everDied = true;
        health.diedNanos = clock.monotonicNanos();
        health.retryNanos = health.diedNanos + retryNanos();
        counters.problemChanged();
        byte quality = QualityCode.of(Reason.TIMEOUT);
        bad(block, quality);
        for (Block waiting : block.unit.held) {
            bad(waiting, quality);
        }
        block.unit.held.clear();
        for (int i = inFlight.size() - 1; i >= 0; i--) {
            Block other = inFlight.get(i);
            if (other.unit == block.unit) {
                inFlight.remove(i);
                transport.abandon(other.request);
                counters.done(other.request);
                bad(other, quality);
            }
        }
    }

    private long retryNanos() {
        if (transport.concurrent()) {
            return settings.deadUnitRetryNanos();
        }
        long dead = units.values().stream().filter(UnitHealth::dead).count();
        return Math.max(settings.deadUnitRetryNanos(), PROBE_SHARE * settings.timeoutNanos() * dead);
    }

    private String silence(Block block, Request request) {
        return TEXTS.text(request.outcome == Request.Outcome.GARBLED ? "dead.garbled" : "dead.silent", request.unit,
                transport.name(), block.describe(), settings.timeoutMillis());
    }

    private void values(Block block) {
        byte[] wire = transport.buffer();
        int data = block.request.dataAt();
        long time = clock.nowMicros();
        boolean bits = block.table.bits();
        for (Block.Entry entry : block.entries) {
            Point point = entry.point();
            int distance = point.address() - block.address;
            if (point.isText()) {
                sink.text(new TextSample(entry.channel(), time, PointCodec.decodeText(point, wire, data + 2 * distance),
                        QualityCode.GOOD));
                continue;
            }
            double value = PointCodec.decode(point, wire, data + (bits ? distance >> 3 : 2 * distance), distance & 7);
            boolean number = Double.isFinite(value);
            sink.sample(entry.channel(), time, number ? value : Double.NaN, number ? QualityCode.GOOD : NOT_A_NUMBER);
        }
    }

    private void bad(Block block, byte quality) {
        long time = clock.nowMicros();
        for (Block.Entry entry : block.entries) {
            if (entry.point().isText()) {
                sink.text(new TextSample(entry.channel(), time, "", quality));
            } else {
                sink.sample(entry.channel(), time, Double.NaN, quality);
            }
        }
    }
}
