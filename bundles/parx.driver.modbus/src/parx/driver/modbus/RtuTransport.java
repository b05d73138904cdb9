package parx.driver.modbus;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
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

    private final ByteLink link;
    private final TimeSource clock;
    private final long timeoutNanos;
    private final boolean lasting;
    private final boolean reconnects;
    private final byte[] sending = new byte[LONGEST_FRAME];
    private final byte[] buffer = new byte[2 * LONGEST_FRAME];
    private Request current;
    /** The last request whose answer never came, while that could still be taken for the answer to one like it. */
    private Request doubted;
    private long quietSince;

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
            settle(request);
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
        question.outcome = exchange(question);
        quietSince = clock.monotonicNanos();
        if (question.outcome == Request.Outcome.ANSWERED || question.outcome == Request.Outcome.REFUSED) {
            doubted = null;
            return true;
        }
        settle(question);
        return false;
    }

    @Override
    public Request receive(boolean wait) throws DriverException {
        Request request = current;
        if (request == null || !wait) {
            return null;
        }
        current = null;
        try {
            if (request.outcome == Request.Outcome.IN_FLIGHT) {
                request.outcome = exchange(request);
                boolean failed = request.outcome == Request.Outcome.TIMED_OUT || request.outcome == Request.Outcome.GARBLED;
                if (failed && lasting) {
                    settle(request);
                    doubted = request;
                }
            }
        } catch (IOException e) {
            throw lost(e);
        }
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

    /** Reads exactly one frame, or says what came instead. */
    private Request.Outcome exchange(Request request) throws IOException, DriverException {
        long deadline = request.sentNanos + timeoutNanos;
        int have = 0;
        int need = 5;
        while (have < need) {
            long left = deadline - clock.monotonicNanos();
            int got = left <= 0 ? 0 : link.read(buffer, have, need - have, left);
            if (got < 0) {
                throw ended();
            }
            if (got == 0) {
                return Request.Outcome.TIMED_OUT;
            }
            have += got;
            if (have >= 2) {
                boolean fits = (buffer[0] & 0xFF) == request.unit && (buffer[1] & 0x7F) == request.function;
                if (!fits) {
                    return Request.Outcome.GARBLED;
                }
                need = buffer[1] < 0 ? 5 : request.replyLength() + 3;
            }
        }
        boolean right = Crc16.matches(buffer, 0, need) && request.accept(buffer, 1, need - 3) == null;
        return right ? request.outcome : Request.Outcome.GARBLED;
    }

    /**
     * Lets the line come to rest: until the late answer has arrived whole, or as long again as the time-out; over TCP
     * the connection is then replaced.
     */
    private void settle(Request request) throws IOException, DriverException {
        long deadline = clock.monotonicNanos() + timeoutNanos;
        boolean garbled = request.outcome == Request.Outcome.GARBLED;
        long quiet = Math.max(link.silenceNanos() * 4, 50_000_000L);
        int have = 0;
        boolean late = false;
        while (!late && deadline - clock.monotonicNanos() > 0) {
            long left = Math.min(deadline - clock.monotonicNanos(), garbled || have > 0 ? quiet : Long.MAX_VALUE);
            int got = link.read(buffer, have, buffer.length - have, left);
            if (got < 0) {
                throw ended();
            }
            if (got == 0 && (garbled || have > 0)) {
                break;
            }
            have = have + got == buffer.length ? 0 : have + got;
            late = have >= 5 && (buffer[0] & 0xFF) == request.unit && Crc16.matches(buffer, 0, have);
        }
        if (reconnects) {
            link.open();
        }
    }

    private DriverException ended() {
        return new DriverException(Reason.COMM_FAILURE, name() + " has closed the connection: check whether the device "
                + "or the serial server was restarted, or the adapter unplugged");
    }

    private DriverException lost(IOException e) {
        return new DriverException(Reason.COMM_FAILURE, "The link " + name() + " broke (" + e.getMessage()
                + "): check the device, the cable and the adapter", e);
    }
}
