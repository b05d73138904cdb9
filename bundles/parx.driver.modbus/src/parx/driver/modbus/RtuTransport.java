package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import parx.driver.DriverException;
import parx.model.Reason;
import parx.model.TimeSource;

/**
 * Modbus RTU over a serial line or a TCP connection. Its frames carry no transaction id, so that one request is out at
 * a time, and after one without a proper answer the line is given as long again to bring the late one, so that it
 * cannot be taken for the answer to the next. Owned by the io thread.
 */
final class RtuTransport implements Transport {
    private static final int LONGEST_FRAME = 256;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final BooleanSupplier TO_THE_END = () -> true;

    private final ByteLink link;
    private final TimeSource clock;
    private final long timeoutNanos;
    private final boolean lasting;
    private final boolean reconnects;
    private final byte[] sending = new byte[LONGEST_FRAME];
    private final byte[] buffer = new byte[2 * LONGEST_FRAME];
    private final FirstBytes first = new FirstBytes();
    private Request current;
    /** The last request whose answer never came, while that could still be taken for the answer to one like it. */
    private Request doubted;
    private long quietSince;
    /** Bytes of the current answer, or of what came instead while the line comes to rest. */
    private int have;
    /** Until when the line is given to come to rest, monotonic; meaningful while it is. */
    private long restNanos;
    private boolean resting;

    /**
     * @param lasting    whether there are requests after one without an answer, which must not get the answer to it
     * @param reconnects whether to open the link anew after a time-out: over TCP, where a late reply is lost by it
     */
    RtuTransport(ByteLink link, TimeSource clock, long timeoutNanos, boolean lasting, boolean reconnects) {
        this.link = link;
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
        this.lasting = lasting;
        this.reconnects = reconnects;
    }

    @Override
    public void open() throws DriverException {
        current = null;
        doubted = null;
        resting = false;
        first.reset();
        link.open();
        quietSince = clock.monotonicNanos();
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public void send(Request request) throws DriverException {
        if (current != null) {
            throw new IllegalStateException("one request at a time");
        }
        try {
            current = request;
            if (isLikeDoubted(request) && !backInStep(request)) {
                request.outcome = Request.Outcome.TIMED_OUT;
                return;
            }
            transmit(request);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void transmit(Request request) throws IOException, DriverException {
        if (link.available() > 0) {
            rest(request);
            settle(request, TO_THE_END);
            refuseForeign();
        }
        long pause = link.silenceNanos() - (clock.monotonicNanos() - quietSince);
        if (pause > 0) {
            LockSupport.parkNanos(pause);
        }
        sending[0] = (byte) request.unit;
        System.arraycopy(request.pdu, 0, sending, 1, request.pdu.length);
        Crc16.append(sending, request.pdu.length + 1);
        request.outcome = Request.Outcome.IN_FLIGHT;
        request.sentNanos = clock.monotonicNanos();
        have = 0;
        link.write(sending, request.pdu.length + 3);
    }

    private boolean isLikeDoubted(Request request) {
        return doubted != null && doubted.unit == request.unit && doubted.function == request.function
                && doubted.replyLength() == request.replyLength() && Table.ofReadFunction(request.function).isPresent();
    }

    /**
     * A unit may answer very late, and then one answer behind for ever. A question whose answer has another length
     * shows whether it does: units answer in order, so that once it is answered nothing older can follow.
     */
    private boolean backInStep(Request request) throws IOException, DriverException {
        Table table = Table.ofReadFunction(request.function).orElseThrow();
        int one = table.bits() ? 8 : 1;
        int count = request.replyLength() == 2 + (table.bits() ? 1 : 2) ? one * 2 : one;
        int address = Math.min(request.address(), Point.HIGHEST_ADDRESS + 1 - count);
        Request question = Request.read(request.unit, table, address, count, null);
        transmit(question);
        question.outcome = exchange(question, TO_THE_END);
        quietSince = clock.monotonicNanos();
        if (question.outcome == Request.Outcome.ANSWERED || question.outcome == Request.Outcome.REFUSED) {
            doubted = null;
            return true;
        }
        rest(question);
        settle(question, TO_THE_END);
        return false;
    }

    @Override
    public Request receive(BooleanSupplier waiting) throws DriverException {
        Request request = current;
        if (request == null || !waiting.getAsBoolean()) {
            return null;
        }
        try {
            if (request.outcome == Request.Outcome.IN_FLIGHT) {
                Request.Outcome outcome = exchange(request, waiting);
                if (outcome == null) {
                    return null;
                }
                request.outcome = outcome;
                if (outcome == Request.Outcome.GARBLED) {
                    hearOut();
                    refuseForeign();
                }
                boolean failed = outcome == Request.Outcome.TIMED_OUT || outcome == Request.Outcome.GARBLED;
                if (failed && lasting) {
                    rest(request);
                    doubted = request;
                }
            }
            if (resting && !settle(request, waiting)) {
                return null;
            }
        } catch (IOException e) {
            throw lost(e);
        }
        current = null;
        quietSince = clock.monotonicNanos();
        request.receivedNanos = quietSince;
        return request;
    }

    @Override
    public void abandon(Request request) {
        throw new IllegalStateException("an answer without an id cannot be told from the next");
    }

    @Override
    public int inFlight() {
        return current == null ? 0 : 1;
    }

    @Override
    public boolean concurrent() {
        return false;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public String name() {
        return link.name();
    }

    /** Reads exactly one frame, or says what came instead. @return null where it is not waited for any longer */
    private Request.Outcome exchange(Request request, BooleanSupplier waiting) throws IOException, DriverException {
        long deadline = request.sentNanos + timeoutNanos;
        int need = need(request);
        while (have < need) {
            long left = deadline - clock.monotonicNanos();
            int got = left <= 0 ? 0 : link.read(buffer, have, need - have, Math.min(left, SLICE_NANOS));
            if (got < 0) {
                throw ended();
            }
            if (got == 0 && deadline - clock.monotonicNanos() <= 0) {
                return Request.Outcome.TIMED_OUT;
            }
            if (got == 0 && !waiting.getAsBoolean()) {
                return null;
            }
            first.came(buffer, have, got);
            have += got;
            if (have >= 2) {
                boolean fits = (buffer[0] & 0xFF) == request.unit && (buffer[1] & 0x7F) == request.function;
                if (!fits) {
                    return Request.Outcome.GARBLED;
                }
                need = need(request);
            }
        }
        boolean right = Crc16.matches(buffer, 0, need) && request.accept(buffer, 1, need - 3) == null;
        if (right) {
            first.understood();
        }
        return right ? request.outcome : Request.Outcome.GARBLED;
    }

    /** How long the answer is, as far as what there is of it tells. */
    private int need(Request request) {
        return have < 2 || buffer[1] < 0 ? 5 : request.replyLength() + 3;
    }

    /** From now on the line comes to rest, for as long again as the time-out at most. */
    private void rest(Request request) {
        restNanos = clock.monotonicNanos() + timeoutNanos;
        resting = true;
        have = 0;
    }

    /**
     * Lets the line come to rest: until the late answer has arrived whole, or nothing more is to be expected; over TCP
     * the connection is then replaced.
     *
     * @return false where it is not waited for any longer
     */
    private boolean settle(Request request, BooleanSupplier waiting) throws IOException, DriverException {
        boolean garbled = request.outcome == Request.Outcome.GARBLED;
        long quiet = Math.max(link.silenceNanos() * 4, QUIET_NANOS);
        boolean late = false;
        while (!late && restNanos - clock.monotonicNanos() > 0) {
            boolean noisy = garbled || have > 0;
            long left = restNanos - clock.monotonicNanos();
            int got = link.read(buffer, have, buffer.length - have, Math.min(left, noisy ? quiet : SLICE_NANOS));
            if (got < 0) {
                throw ended();
            }
            if (got == 0 && noisy) {
                break;
            }
            if (got == 0 && !waiting.getAsBoolean()) {
                return false;
            }
            first.came(buffer, have, got);
            have = have + got == buffer.length ? 0 : have + got;
            late = have >= 5 && (buffer[0] & 0xFF) == request.unit && Crc16.matches(buffer, 0, have);
        }
        resting = false;
        if (reconnects) {
            link.open();
        }
        return true;
    }

    /** Takes as much of what is no frame as tells a person what it is. */
    private void hearOut() throws IOException, DriverException {
        while (link.isPort() && !first.isUnderstood() && !first.isFull()) {
            int got = link.read(buffer, 0, buffer.length, FirstBytes.PAUSE_NANOS);
            if (got < 0) {
                throw ended();
            }
            if (got == 0) {
                return;
            }
            first.came(buffer, 0, got);
        }
    }

    /** Words on a port where nothing was understood yet are no garbled frames. */
    private void refuseForeign() throws DriverException {
        if (link.isPort() && first.areWords()) {
            throw new DriverException(Reason.COMM_FAILURE, TEXTS.of("foreign.rtuTcp", name(), first.readable()));
        }
    }

    private DriverException ended() throws DriverException {
        refuseForeign();
        return new DriverException(Reason.COMM_FAILURE, TEXTS.of(link.isPort() && first.isNone() ? "rtu.endedAtOnce" : "rtu.ended", name()));
    }

    private DriverException lost(IOException e) {
        boolean atOnce = link.isPort() && first.isNone() && SocketLink.endedByPeer(e);
        return new DriverException(Reason.COMM_FAILURE, atOnce ? TEXTS.of("rtu.endedAtOnce", name())
                : TEXTS.of("rtu.lost", name(), e.getMessage()), e);
    }
}
