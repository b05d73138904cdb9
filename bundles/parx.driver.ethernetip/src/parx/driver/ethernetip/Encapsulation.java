package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import parx.driver.DriverException;
import parx.driver.TcpLink;
import parx.model.Reason;
import parx.model.Sentence;
import parx.model.TimeSource;

/**
 * The encapsulation protocol (CIP volume 2, chapter 2): one session over TCP, one question at a time. A reply counts only
 * where command, session, status, sender context and everything inside it fit the question, and where nothing came before
 * the question or comes behind the answer; whatever else arrives, and silence, ends the link, so that no late answer can
 * meet another question. A device that sends a reply short by some bytes has it filled up with the beginning of the next: a
 * reply that ends like a header is believed only once a header stands behind it.
 * Owned by the io thread; {@link #close} may come from any.
 */
final class Encapsulation {
    static final int LIST_SERVICES = 0x04;
    static final int LIST_IDENTITY = 0x63;
    static final int REGISTER_SESSION = 0x65;
    static final int UNREGISTER_SESSION = 0x66;
    static final int SEND_RR_DATA = 0x6F;
    static final int SEND_UNIT_DATA = 0x70;
    private static final int HEADER = 24;
    /** Replies are as long as the connection allows, at most 4,000 bytes and what is around them. */
    private static final int LONGEST_DATA = 8 * 1024;
    private static final int PROTOCOL_VERSION = 1;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Whether a reply's data answers the question; returns what of it the asker needs. */
    interface Answer {
        byte[] from(byte[] data) throws MalformedReply;
    }

    /** What is under way. @param answer null where any reply will do */
    private record Question(int command, long context, Answer answer, long deadlineNanos) {
    }

    private final TcpLink link;
    private final TimeSource clock;
    private final long timeoutNanos;
    private final byte[] buffer = new byte[HEADER + LONGEST_DATA + HEADER];
    /** So that the last words do not come in the middle of a question. */
    private final ReentrantLock sending = new ReentrantLock();
    private int filled;
    private long session;
    private long nextContext;
    private Question underWay;
    /** The answer that waits for the proof that it was whole. */
    private byte[] held;
    private Question heldFor;

    Encapsulation(TcpLink link, TimeSource clock, long timeoutNanos) {
        this.link = link;
        this.clock = clock;
        this.timeoutNanos = timeoutNanos;
        nextContext = clock.monotonicNanos();
    }

    /** Connects and registers a session. */
    void open() throws DriverException {
        filled = 0;
        session = 0;
        underWay = null;
        held = null;
        link.open();
        // Some devices take a session only with a sender context of zero.
        byte[] registered = answer(new Question(REGISTER_SESSION, 0, data -> data, deadline()),
                new WireWriter().u16(PROTOCOL_VERSION).u16(0).done(), () -> true);
        if (registered.length != 4 || session == 0) {
            throw lost(TEXTS.of("wire.session"));
        }
    }

    /** Of the session. */
    String name() {
        return link.name();
    }

    /**
     * Asks and waits.
     *
     * @param wanted asked while it waits, about every 100 ms
     * @return what the answer gives, null where it is no longer wanted: it is then waited for before the next question
     */
    byte[] ask(int command, byte[] data, Answer answer, BooleanSupplier wanted) throws DriverException {
        if (!settle(wanted)) {
            return null;
        }
        return answer(new Question(command, nextContext++, answer, deadline()), data, wanted);
    }

    /** Sends a command that is not answered, from any thread, unless something is just being sent. For the end of a session. */
    void lastWords(byte[] frames) {
        if (sending.tryLock()) {
            try {
                link.write(frames, frames.length);
            } catch (IOException e) {
                // The device is gone or the link broken: it will find out by itself, by the time-outs that it has.
                org.slf4j.LoggerFactory.getLogger(Encapsulation.class).debug("leaving {}", name(), e);
            } finally {
                sending.unlock();
            }
        }
    }

    void close() {
        link.close();
    }

    /** A whole frame of this session. */
    byte[] frame(int command, long context, byte[] data) {
        return new WireWriter().u16(command).u16(data.length).u32(session).u32(0).u64(context).u32(0).bytes(data).done();
    }

    private long deadline() {
        return clock.monotonicNanos() + timeoutNanos;
    }

    /** What an earlier scan asked and no longer wanted is waited for, and dropped. */
    private boolean settle(BooleanSupplier wanted) throws DriverException {
        while (underWay != null) {
            if (await(wanted) == null && underWay != null) {
                return false;
            }
        }
        return true;
    }

    private byte[] answer(Question question, byte[] data, BooleanSupplier wanted) throws DriverException {
        refuseStrays();
        send(question, data);
        return await(wanted);
    }

    private void send(Question question, byte[] data) throws DriverException {
        byte[] frame = frame(question.command, question.context, data);
        sending.lock();
        try {
            link.write(frame, frame.length);
        } catch (IOException e) {
            throw lost(e);
        } finally {
            sending.unlock();
        }
        underWay = question;
    }

    /** What came before a question was asked cannot be its answer, whatever its header says. */
    private void refuseStrays() throws DriverException {
        if (filled > 0 || available() > 0) {
            throw lost(TEXTS.of("wire.stray"));
        }
    }

    /** @return null where it is no longer wanted, and {@link #underWay} then still is */
    private byte[] await(BooleanSupplier wanted) throws DriverException {
        while (true) {
            int whole = wholeFrame();
            if (whole > 0) {
                byte[] answer = accept(whole);
                if (answer != null) {
                    return answer;
                }
                continue;
            }
            long left = underWay.deadlineNanos - clock.monotonicNanos();
            if (available() > 0) {
                // What has arrived already is looked at before anything is given up.
                fill(1);
            } else if (left <= 0) {
                throw silence();
            } else if (!wanted.getAsBoolean()) {
                return null;
            } else {
                fill(Math.min(left, SLICE_NANOS));
            }
        }
    }

    /** Length of the frame at the front of the buffer, 0 where it is not all there. */
    private int wholeFrame() throws DriverException {
        WireReader in = new WireReader(buffer, 0, filled);
        try {
            if (filled >= 2 && in.u16() != underWay.command) {
                throw lost(TEXTS.of("wire.neverAsked", "0x%02X".formatted(buffer[0] & 0xFF)));
            }
            int length = filled >= 4 ? in.u16() : 0;
            if (length > LONGEST_DATA) {
                throw lost(TEXTS.of("wire.long", length));
            }
            return filled >= HEADER + length ? HEADER + length : 0;
        } catch (MalformedReply e) {
            throw new IllegalStateException("read within what is there", e);
        }
    }

    /** @return null where it waits for a proof that it was whole */
    private byte[] accept(int whole) throws DriverException {
        Question question = underWay;
        if (filled > whole) {
            throw lost(TEXTS.of("wire.second"));
        }
        filled = 0;
        try {
            WireReader in = new WireReader(buffer, 0, whole);
            in.skip(4);
            long of = in.u32();
            long status = in.u32();
            long context = in.i64();
            long options = in.u32();
            if (question.answer == null) {
                return proven(context, question);
            }
            if (question.command == REGISTER_SESSION && status == 0) {
                session = of;
            }
            // Commands that need no session are answered by some without it, and data of a connection has no context.
            boolean ofSession = of == session || question.command == LIST_IDENTITY;
            boolean inContext = context == question.context || question.command == SEND_UNIT_DATA;
            if (status != 0) {
                throw refused(status);
            }
            if (!ofSession || !inContext || options != 0) {
                throw lost(TEXTS.of("wire.neverAsked", "session 0x%08X, context 0x%016X".formatted(of, context)));
            }
            byte[] answer = question.answer.from(in.rest());
            if (endsLikeHeader(whole)) {
                held = answer;
                heldFor = question;
                send(new Question(LIST_SERVICES, nextContext++, null, deadline()), new byte[0]);
                return null;
            }
            underWay = null;
            return answer;
        } catch (MalformedReply e) {
            throw lost(e.what());
        }
    }

    /** The reply to the question behind a doubtful one begins where it should: the doubtful one was whole. */
    private byte[] proven(long context, Question proof) throws DriverException {
        if (context != proof.context) {
            throw lost(TEXTS.of("wire.neverAsked", "context 0x%016X".formatted(context)));
        }
        byte[] answer = held;
        held = null;
        heldFor = null;
        underWay = null;
        return answer;
    }

    /** Whether its last bytes may be the first ones of the next reply, in the place of its own. */
    private boolean endsLikeHeader(int whole) {
        for (int count = 1; count < HEADER; count++) {
            int at = whole - count;
            int command = buffer[at] & 0xFF;
            boolean like = (command == SEND_RR_DATA || command == SEND_UNIT_DATA)
                    && (count < 2 || buffer[at + 1] == 0);
            for (int i = 4; like && i < Math.min(count, 12); i++) {
                like = buffer[at + i] == (i < 8 ? (byte) (session >>> 8 * (i - 4)) : 0);
            }
            if (like) {
                return true;
            }
        }
        return false;
    }

    private void fill(long nanos) throws DriverException {
        try {
            int room = buffer.length - filled;
            int count = link.read(buffer, filled, room, nanos);
            if (count < 0) {
                throw new DriverException(Reason.COMM_FAILURE, TEXTS.of("tcp.ended", name()));
            }
            filled += count;
            if (filled == buffer.length) {
                throw lost(TEXTS.of("wire.second"));
            }
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

    private DriverException silence() {
        Question question = heldFor == null ? underWay : heldFor;
        long millis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos);
        Sentence next = TEXTS.of(question.command == REGISTER_SESSION ? "silence.protocol" : "silence.busy");
        return new DriverException(Reason.TIMEOUT, filled > 0 ? TEXTS.of("silence.partly", name(), filled, millis, next)
                : TEXTS.of("silence", name(), millis, next));
    }

    private DriverException refused(long status) {
        String key = "encapsulation." + Long.toHexString(status);
        return new DriverException(Reason.DEVICE_ERROR, TEXTS.of("encapsulation", name(),
                TEXTS.has(key) ? TEXTS.of(key) : TEXTS.of("encapsulation.other", "0x%04X".formatted(status))));
    }

    /** The stream can no longer be trusted. */
    private DriverException lost(Sentence what) {
        return new DriverException(Reason.COMM_FAILURE, TEXTS.of("untrusted", name(), what));
    }

    private DriverException lost(IOException cause) {
        return new DriverException(Reason.COMM_FAILURE, TEXTS.of("tcp.lost", name(), cause.getMessage()), cause);
    }
}
