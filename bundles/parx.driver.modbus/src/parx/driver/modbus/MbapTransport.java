package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.driver.DriverException;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.TimeSource;

/**
 * Modbus TCP: frames with the MBAP header (Modbus Messaging on TCP/IP, 3.1.3). The transaction id decides which request
 * a reply answers; a late reply to a request that timed out is known by its id and discarded. Anything else that does
 * not match means that the stream can no longer be trusted, and ends the link. A device that sends a frame short by some
 * bytes has it filled up with the beginning of the next: a frame that ends like one is believed only once a header
 * stands behind it. Owned by the io thread.
 */
final class MbapTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(MbapTransport.class);
    private static final int HEADER = 7;
    private static final int LONGEST_FRAME = 260;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** From here on a header says enough to be told from other bytes: id, protocol and length. */
    private static final int PROOF = 6;
    private static final int NONE = -1;

    private final ByteLink link;
    private final TimeSource clock;
    private final long timeoutNanos;
    private final byte[] sending = new byte[LONGEST_FRAME];
    private final byte[] buffer = new byte[16 * LONGEST_FRAME];
    private final Transactions transactions;
    private final FirstBytes first = new FirstBytes();
    private int start;
    private int end;
    /** The request whose doubtful answer is at the front of the buffer and was asked for a proof of. */
    private int proofAsked = NONE;

    MbapTransport(ByteLink link, TimeSource clock, long timeoutNanos) {
        this.link = link;
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
        this.transactions = new Transactions((int) (clock.monotonicNanos() >>> 10));
    }

    @Override
    public void open() throws DriverException {
        start = 0;
        end = 0;
        proofAsked = NONE;
        transactions.reset();
        first.reset();
        link.open();
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public void send(Request request) throws DriverException {
        refuseStrays();
        transactions.add(request, clock.monotonicNanos());
        request.outcome = Request.Outcome.IN_FLIGHT;
        transmit(request, request.id);
    }

    private void transmit(Request request, int id) throws DriverException {
        int length = request.pdu.length + 1;
        sending[0] = (byte) (id >> 8);
        sending[1] = (byte) id;
        sending[2] = 0;
        sending[3] = 0;
        sending[4] = (byte) (length >> 8);
        sending[5] = (byte) length;
        sending[6] = (byte) request.unit;
        System.arraycopy(request.pdu, 0, sending, HEADER, request.pdu.length);
        try {
            link.write(sending, HEADER + request.pdu.length);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public Request receive(BooleanSupplier waiting) throws DriverException {
        while (true) {
            Request answered = nextFrame();
            if (answered != null) {
                return answered;
            }
            Request oldest = transactions.oldest();
            long left = oldest == null ? 0 : oldest.startNanos + timeoutNanos - clock.monotonicNanos();
            if (left > 0 && waiting.getAsBoolean()) {
                fill(Math.min(left, SLICE_NANOS));
            } else if (available() > 0) {
                // What has arrived already is looked at before anything is given up.
                fill(1);
            } else if (oldest != null && left <= 0) {
                return timeIsUp(oldest);
            } else if (waiting.getAsBoolean()) {
                throw new IllegalStateException("nothing is in flight");
            } else {
                return null;
            }
        }
    }

    /** An answer that is still in doubt never becomes a value: it counts as none. */
    private Request timeIsUp(Request request) throws DriverException {
        int behind = holdsFrame() ? start + 6 + word(start + 4) : start;
        if (end > behind) {
            // A frame whose rest does not come would swallow the beginning of the next one.
            throw untrusted(TEXTS.of("untrusted.begin", end - behind));
        }
        if (behind > start && word(start) == request.id) {
            start = behind;
            transactions.answered(request.id, clock.monotonicNanos());
        } else {
            transactions.expire(request, clock.monotonicNanos());
        }
        request.outcome = Request.Outcome.TIMED_OUT;
        return request;
    }

    @Override
    public void abandon(Request request) {
        transactions.expire(request, clock.monotonicNanos());
        request.outcome = Request.Outcome.TIMED_OUT;
    }

    @Override
    public int inFlight() {
        return transactions.outstanding();
    }

    @Override
    public boolean concurrent() {
        return true;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public String name() {
        return link.name();
    }

    /** What came before a request was sent cannot be its answer, whatever id it carries. */
    private void refuseStrays() throws DriverException {
        if (available() > 0) {
            fill(1);
        }
        for (int at = start; at < end; at += 6 + word(at + 4)) {
            checkHeader(at);
            if (end - at < 6) {
                return;
            }
        }
    }

    /** What there is of a header here must be one that answers a request; if not, the stream is out of step. */
    private void checkHeader(int at) throws DriverException {
        int have = end - at;
        boolean known = have >= 2 ? transactions.isTaken(word(at)) : transactions.mayBeginWith(buffer[at] & 0xFF);
        if (!known) {
            refuseForeign();
            throw untrusted(have >= 2 ? TEXTS.of("untrusted.unaskedId", word(at)) : TEXTS.of("untrusted.unasked"));
        }
        boolean modbus = have < 4 || word(at + 2) == 0;
        int length = have < 6 ? 3 : word(at + 4);
        if (!modbus || length < 3 || length > LONGEST_FRAME - 6) {
            refuseForeign();
            throw untrusted(have < 6 ? TEXTS.of("untrusted.header") : TEXTS.of("untrusted.headerLength", length));
        }
    }

    /** Where nothing on this link was understood yet, what does not fit is most likely no Modbus at all. */
    private void refuseForeign() throws DriverException {
        if (first.isUnderstood()) {
            return;
        }
        try {
            // As much of it as tells a person what it is; a header of Modbus TCP needs no more.
            while (!first.mayBeHeader(LONGEST_FRAME - 6) && !first.isFull() && end < buffer.length && fill(FirstBytes.PAUSE_NANOS) > 0) {
                continue;
            }
        } catch (DriverException ended) {
            // What came before the end says more than the end.
            LOG.debug("{}: ended after {}", name(), first.readable(), ended);
        }
        if (first.areForeign(LONGEST_FRAME - 6)) {
            throw new DriverException(Reason.COMM_FAILURE, TEXTS.of("foreign.tcp", name(), first.readable()));
        }
    }

    private boolean holdsFrame() {
        return end - start >= HEADER && end - start >= 6 + word(start + 4);
    }

    /** Takes the next frame that is whole and believed. @return the request that it answers, null where there is none */
    private Request nextFrame() throws DriverException {
        while (end - start >= HEADER) {
            checkHeader(start);
            if (!holdsFrame()) {
                return null;
            }
            int frame = start;
            int length = word(frame + 4);
            int id = word(frame);
            boolean doubtful = transactions.waiting(id) != null && isDoubtful(frame, frame + 6 + length, id);
            if (!proven(frame + 6 + length, id) && doubtful) {
                if (available() == 0) {
                    askForProof(transactions.waiting(id));
                    return null;
                }
                fill(1);
                continue;
            }
            start = frame + 6 + length;
            Request request = transactions.answered(id, clock.monotonicNanos());
            if (request != null) {
                return accepted(request, frame, length);
            }
        }
        return null;
    }

    private Request accepted(Request request, int frame, int length) throws DriverException {
        int unit = buffer[frame + 6] & 0xFF;
        Sentence wrong = unit != request.unit ? TEXTS.of("wrong.unit", unit, request.unit)
                : request.accept(buffer, frame + HEADER, length - 1);
        if (wrong != null) {
            throw untrusted(TEXTS.of("untrusted.unfit", wrong));
        }
        request.receivedNanos = clock.monotonicNanos();
        first.understood();
        return request;
    }

    /** Whether the header of another answer stands behind a frame; only another answer may. */
    private boolean proven(int behind, int id) throws DriverException {
        int have = Math.min(end - behind, Transactions.KNOWN);
        if (have == 0) {
            return false;
        }
        checkHeader(behind);
        if (!transactions.begins(buffer, behind, have, id)) {
            throw untrusted(TEXTS.of("untrusted.short"));
        }
        return have >= PROOF;
    }

    /**
     * Whether a whole frame may be a short one that was filled up: only if its end reads like the beginning of another
     * answer that may come. Where all that is known of another answer is inside, it was most likely swallowed whole, and
     * what stands behind proves nothing.
     */
    private boolean isDoubtful(int frame, int behind, int id) throws DriverException {
        for (int at = frame + 6; at < behind; at++) {
            int have = Math.min(behind - at, Transactions.KNOWN);
            if (transactions.begins(buffer, at, have, id)) {
                if (have == Transactions.KNOWN) {
                    throw untrusted(TEXTS.of("untrusted.inside"));
                }
                return true;
            }
        }
        return false;
    }

    /** Asks the same again: the answer to that, whatever it says, has a header that tells where the one before it ends. */
    private void askForProof(Request request) throws DriverException {
        boolean reads = Table.ofReadFunction(request.function).isPresent();
        if (reads && proofAsked != request.id) {
            proofAsked = request.id;
            request.startNanos = clock.monotonicNanos();
            transmit(request, transactions.addUnheeded(request, request.startNanos));
        }
    }

    /** @return how many bytes came */
    private int fill(long timeout) throws DriverException {
        if (start == end) {
            start = 0;
            end = 0;
        } else if (start > 0 && buffer.length - end < LONGEST_FRAME) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        try {
            int got = link.read(buffer, end, buffer.length - end, timeout);
            if (got < 0) {
                throw new DriverException(Reason.COMM_FAILURE, TEXTS.of(first.isNone() ? "tcp.endedAtOnce" : "tcp.ended", name()));
            }
            first.came(buffer, end, got);
            end += got;
            return got;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private int available() throws DriverException {
        try {
            return link.available();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private DriverException lost(IOException e) {
        boolean atOnce = first.isNone() && SocketLink.endedByPeer(e);
        return new DriverException(Reason.COMM_FAILURE, atOnce ? TEXTS.of("tcp.endedAtOnce", name())
                : TEXTS.of("tcp.lost", name(), e.getMessage()), e);
    }

    private DriverException untrusted(Sentence what) {
        return new DriverException(Reason.COMM_FAILURE, TEXTS.of("untrusted", name(), what));
    }

    private int word(int at) {
        return (buffer[at] & 0xFF) << 8 | buffer[at + 1] & 0xFF;
    }
}
