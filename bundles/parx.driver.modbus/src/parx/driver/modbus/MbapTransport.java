package parx.driver.modbus;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import parx.driver.DriverException;
import parx.model.Reason;
import parx.model.TimeSource;

/**
 * Modbus TCP: frames with the MBAP header (Modbus Messaging on TCP/IP, 3.1.3). The transaction id decides which request
 * a reply answers; a late reply to a request that timed out is known by its id and discarded. Anything else that does
 * not match means that the stream can no longer be trusted, and ends the link. Owned by the io thread.
 */
final class MbapTransport implements Transport {
    private static final int HEADER = 7;
    private static final int LONGEST_FRAME = 260;
    private static final int MOST_OUTSTANDING = 64;
    /** Ids of unanswered requests are not used again while their reply may still come. */
    private static final int MOST_EXPIRED = 1024;
    private static final long EXPIRED_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Odd, so that every id has its turn; far from 1, so that an id that is off by a few belongs to no request. */
    private static final int ID_STRIDE = 0x9E37;

    private final ByteLink link;
    private final TimeSource clock;
    private final long timeoutNanos;
    private final byte[] sending = new byte[LONGEST_FRAME];
    private final byte[] buffer = new byte[16 * LONGEST_FRAME];
    private final Request[] outstanding = new Request[MOST_OUTSTANDING];
    private final int[] expiredIds = new int[MOST_EXPIRED];
    private final long[] expiredAt = new long[MOST_EXPIRED];
    private int outstandingCount;
    private int expiredCount;
    private int start;
    private int end;
    private int nextId;
    private long nextSequence;
    /** What is at the front of the buffer came in more than one read. */
    private boolean inParts;

    MbapTransport(ByteLink link, TimeSource clock, long timeoutNanos) {
        this.link = link;
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
    }

    @Override
    public void open() throws DriverException {
        outstandingCount = 0;
        expiredCount = 0;
        start = 0;
        end = 0;
        // Not the same ids on every connection, so that what a gateway kept for the one before does not fit.
        nextId = (int) (clock.monotonicNanos() >>> 10) & 0xFFFF;
        link.open();
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public void send(Request request) throws DriverException {
        if (outstandingCount == MOST_OUTSTANDING) {
            throw new IllegalStateException("more than " + MOST_OUTSTANDING + " requests in flight");
        }
        refuseStrays();
        request.id = freeId();
        int length = request.pdu.length + 1;
        sending[0] = (byte) (request.id >> 8);
        sending[1] = (byte) request.id;
        sending[2] = 0;
        sending[3] = 0;
        sending[4] = (byte) (length >> 8);
        sending[5] = (byte) length;
        sending[6] = (byte) request.unit;
        System.arraycopy(request.pdu, 0, sending, HEADER, request.pdu.length);
        request.outcome = Request.Outcome.IN_FLIGHT;
        request.sequence = nextSequence++;
        request.sentNanos = clock.monotonicNanos();
        request.startNanos = request.sentNanos;
        try {
            link.write(sending, HEADER + request.pdu.length);
        } catch (IOException e) {
            throw lost(e);
        }
        outstanding[outstandingCount++] = request;
    }

    @Override
    public Request receive(boolean wait) throws DriverException {
        while (true) {
            Request oldest = oldest();
            boolean outOfTime = oldest != null && oldest.startNanos + timeoutNanos - clock.monotonicNanos() <= 0
                    && available() == 0;
            Request answered = nextFrame(outOfTime);
            if (answered != null) {
                return answered;
            }
            oldest = oldest();
            if (oldest == null && wait) {
                throw new IllegalStateException("nothing is in flight");
            }
            long left = oldest == null ? 0 : oldest.startNanos + timeoutNanos - clock.monotonicNanos();
            // What has arrived already is looked at before anything is given up.
            if (wait && left > 0 || available() > 0) {
                fill(Math.max(left, 1));
            } else if (left <= 0 && oldest != null) {
                checkPart();
                expire(oldest);
                oldest.outcome = Request.Outcome.TIMED_OUT;
                return oldest;
            } else {
                return null;
            }
        }
    }

    @Override
    public void abandon(Request request) {
        expire(request);
        request.outcome = Request.Outcome.TIMED_OUT;
    }

    @Override
    public int inFlight() {
        return outstandingCount;
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
        boolean known = have >= 2 ? isTaken(word(at)) : beginsTaken(buffer[at] & 0xFF);
        if (!known) {
            throw untrusted("an answer to a question that was never asked"
                    + (have >= 2 ? " (transaction " + word(at) + ")" : ""));
        }
        boolean modbus = have < 4 || word(at + 2) == 0;
        int length = have < 6 ? 3 : word(at + 4);
        if (!modbus || length < 3 || length > LONGEST_FRAME - 6) {
            throw untrusted("a header that is not Modbus TCP" + (have < 6 ? "" : " (length " + length + ")"));
        }
    }

    /** Takes the next whole frame from the buffer. @return the request that it answers, null where none is whole */
    private Request nextFrame(boolean outOfTime) throws DriverException {
        while (end - start >= HEADER) {
            checkHeader(start);
            int length = word(start + 4);
            if (end - start < 6 + length || !outOfTime && mayHaveSwallowed(length)) {
                inParts = true;
                return null;
            }
            inParts = false;
            int frame = start;
            start += 6 + length;
            if (start < end) {
                // A frame that was too short has swallowed the beginning of the next, and only this shows it.
                checkHeader(start);
            }
            Request request = take(word(frame));
            if (request != null) {
                int unit = buffer[frame + 6] & 0xFF;
                String wrong = unit != request.unit ? "unit " + unit + " instead of " + request.unit
                        : request.accept(buffer, frame + HEADER, length - 1);
                if (wrong != null) {
                    throw untrusted("an answer that does not fit the question: " + wrong);
                }
                request.receivedNanos = clock.monotonicNanos();
                return request;
            }
        }
        inParts = end > start;
        return null;
    }

    /**
     * Whether the first frame may be a short one that was filled up with the first bytes of another answer. Where other
     * answers are due, one that came in parts is believed only once the header behind it proves it, or once nothing
     * more has come until time was up; a beginning of a header is always waited for.
     */
    private boolean mayHaveSwallowed(int length) throws DriverException {
        if (outstandingCount + expiredCount < 2 || end - start - 6 - length >= 6) {
            return false;
        }
        if (available() > 0) {
            fill(1);
        }
        int behind = end - start - 6 - length;
        return behind < 6 && (behind > 0 || inParts && outstandingCount > 1);
    }

    /** The outstanding request with this id, removed; null where its time was up before. */
    private Request take(int id) {
        for (int i = 0; i < outstandingCount; i++) {
            Request request = outstanding[i];
            if (request.id == id) {
                remove(i);
                restartAfter(request);
                return request;
            }
        }
        for (int i = 0; i < expiredCount; i++) {
            if (expiredIds[i] == id) {
                forget(i);
                break;
            }
        }
        return null;
    }

    /**
     * A device that works in order begins with the next request only now, so that time spent behind a slow or silent
     * one is not counted against those sent after it.
     */
    private void restartAfter(Request done) {
        long now = clock.monotonicNanos();
        for (int i = 0; i < outstandingCount; i++) {
            if (outstanding[i].sequence > done.sequence) {
                outstanding[i].startNanos = now;
            }
        }
    }

    private void expire(Request request) {
        for (int i = 0; i < outstandingCount; i++) {
            if (outstanding[i] == request) {
                remove(i);
                restartAfter(request);
                expiredIds[expiredCount] = request.id;
                expiredAt[expiredCount++] = clock.monotonicNanos();
                if (expiredCount == MOST_EXPIRED) {
                    // So many unanswered requests are remembered no longer than needed; the oldest is first.
                    forget(0);
                }
                return;
            }
        }
    }

    private Request oldest() {
        Request oldest = null;
        for (int i = 0; i < outstandingCount; i++) {
            if (oldest == null || outstanding[i].startNanos - oldest.startNanos < 0) {
                oldest = outstanding[i];
            }
        }
        return oldest;
    }

    private int freeId() {
        while (expiredCount > 0 && clock.monotonicNanos() - expiredAt[0] > EXPIRED_NANOS) {
            forget(0);
        }
        int id;
        do {
            id = nextId;
            nextId = nextId + ID_STRIDE & 0xFFFF;
        } while (isTaken(id));
        return id;
    }

    private boolean isTaken(int id) {
        for (int i = 0; i < expiredCount; i++) {
            if (expiredIds[i] == id) {
                return true;
            }
        }
        for (int i = 0; i < outstandingCount; i++) {
            if (outstanding[i].id == id) {
                return true;
            }
        }
        return false;
    }

    private boolean beginsTaken(int highByte) {
        for (int i = 0; i < expiredCount; i++) {
            if (expiredIds[i] >> 8 == highByte) {
                return true;
            }
        }
        for (int i = 0; i < outstandingCount; i++) {
            if (outstanding[i].id >> 8 == highByte) {
                return true;
            }
        }
        return false;
    }

    private void forget(int index) {
        expiredCount--;
        System.arraycopy(expiredIds, index + 1, expiredIds, index, expiredCount - index);
        System.arraycopy(expiredAt, index + 1, expiredAt, index, expiredCount - index);
    }

    private void remove(int index) {
        outstanding[index] = outstanding[--outstandingCount];
        outstanding[outstandingCount] = null;
    }

    private void fill(long timeout) throws DriverException {
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
                throw new DriverException(Reason.COMM_FAILURE, name() + " has closed the connection: check whether the "
                        + "device was restarted or allows no further connection");
            }
            end += got;
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

    /** A frame whose rest does not come would swallow the beginning of the next one. */
    private void checkPart() throws DriverException {
        if (end > start) {
            throw untrusted("only the first " + (end - start) + " bytes of an answer");
        }
    }

    private DriverException lost(IOException e) {
        return new DriverException(Reason.COMM_FAILURE, "The connection to " + name() + " broke (" + e.getMessage()
                + "): check the device and the network", e);
    }

    private DriverException untrusted(String what) {
        return new DriverException(Reason.COMM_FAILURE, name() + " sent " + what
                + ". ParX connects anew; if it happens again, allow fewer requests in flight or check the gateway");
    }

    private int word(int at) {
        return (buffer[at] & 0xFF) << 8 | buffer[at + 1] & 0xFF;
    }
}
