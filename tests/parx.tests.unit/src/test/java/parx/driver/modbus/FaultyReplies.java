package parx.driver.modbus;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Applies faults at random to the replies of one device. Its connections are served one at a time. */
final class FaultyReplies implements TestDevice.Behaviour {
    static final int TIMEOUT_MILLIS = 30;
    /** By how many bytes a reply is cut: what takes their place is part of the next reply's id, header, or all of it. */
    private static final int[] CUTS = {1, 2, 3, 6, 7, 11};

    /** What can happen to a reply on its way. */
    enum Fault {
        LATE_WITHIN_TIME, LATE_BEYOND_TIME, MUCH_TOO_LATE, SHORT, SHORT_AND_SILENT, LONG, SPLIT, GLUED_TO_A_STRAY, GLUED_TO_THE_NEXT,
        CUT_AND_GLUED_TO_THE_NEXT, CUT_AND_FILLED_BY_THE_NEXT, FILLS_THE_NEXT_WHEN_LATE,
        TWICE, WRONG_ID, ID_OF_THE_LAST, WRONG_UNIT, WRONG_FUNCTION, HEADER_ONLY, LENGTH_0, LENGTH_1, LENGTH_65535, OTHER_PROTOCOL,
        GARBAGE, NOTHING, HANG_UP, BUSY
    }

    private final Map<Fault, AtomicInteger> applied;
    private final Random random;
    private final double share;
    private byte[] last = new byte[0];
    private byte[] held = new byte[0];
    /** So many bytes of the reply that comes next are sent with the one that is held, the rest by itself. */
    private int filling;
    /** A reply that is sent only once the next request has come, to fill up its reply. */
    private byte[] owed = new byte[0];
    private Object link;

    FaultyReplies(long seed, double share) {
        this(seed, share, none());
    }

    /** @param applied is counted up */
    FaultyReplies(long seed, double share, Map<Fault, AtomicInteger> applied) {
        random = new Random(seed);
        this.share = share;
        this.applied = applied;
    }

    /** Each fault with a count of 0. */
    static Map<Fault, AtomicInteger> none() {
        Map<Fault, AtomicInteger> none = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            none.put(fault, new AtomicInteger());
        }
        return none;
    }

    @Override
    public synchronized void answer(TestDevice.Asked asked) throws IOException {
        byte[] proper = asked.properFrame();
        if (asked.link() != link) {
            // What one connection is owed is nothing for the next.
            link = asked.link();
            held = new byte[0];
            owed = new byte[0];
            filling = 0;
        }
        byte[] before = held;
        byte[] late = owed;
        held = new byte[0];
        owed = new byte[0];
        if (late.length > 0) {
            int cut = someOf(proper);
            fill(asked, cut(proper, cut), cut, late);
        } else if (filling > 0) {
            int cut = filling;
            filling = 0;
            fill(asked, before, cut, proper);
        } else if (random.nextDouble() >= share) {
            asked.send(join(before, proper));
        } else {
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            applied.get(fault).incrementAndGet();
            asked.send(before);
            apply(fault, asked, proper);
        }
        last = proper;
    }

    /** A short reply and the beginning of another one in its place, together; then the rest of that one. */
    private static void fill(TestDevice.Asked asked, byte[] shortened, int cut, byte[] other) throws IOException {
        int at = Math.min(cut, other.length);
        // Whatever is late meanwhile waits: no device sends a frame in the middle of another.
        synchronized (asked.link()) {
            asked.send(join(shortened, Arrays.copyOf(other, at)));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS / 5));
            asked.send(Arrays.copyOfRange(other, at, other.length));
        }
    }

    void apply(Fault fault, TestDevice.Asked asked, byte[] proper) throws IOException {
        byte[] pdu = asked.properPdu();
        switch (fault) {
            case LATE_WITHIN_TIME -> asked.sendAfter(TIMEOUT_MILLIS / 4, proper);
            case LATE_BEYOND_TIME -> asked.sendAfter(TIMEOUT_MILLIS + random.nextInt(TIMEOUT_MILLIS), proper);
            case MUCH_TOO_LATE -> asked.sendAfter(TIMEOUT_MILLIS * 10, proper);
            case SHORT -> asked.send(asked.frame(asked.id, asked.unit, Arrays.copyOf(pdu, 1 + random.nextInt(pdu.length - 1))));
            case SHORT_AND_SILENT -> asked.send(Arrays.copyOf(proper, 1 + random.nextInt(proper.length - 1)));
            case LONG -> asked.send(asked.frame(asked.id, asked.unit, Arrays.copyOf(pdu, pdu.length + 1 + random.nextInt(2))));
            case SPLIT -> {
                for (byte one : proper) {
                    asked.send(new byte[] {one});
                }
            }
            case GLUED_TO_A_STRAY -> asked.send(join(proper, asked.frame(asked.id + 1 & 0xFFFF, asked.unit, pdu)));
            case GLUED_TO_THE_NEXT -> held = proper;
            case CUT_AND_GLUED_TO_THE_NEXT -> held = cut(proper, someOf(proper));
            case CUT_AND_FILLED_BY_THE_NEXT -> {
                filling = someOf(proper);
                held = cut(proper, filling);
            }
            case FILLS_THE_NEXT_WHEN_LATE -> owed = proper;
            case TWICE -> asked.send(join(proper, proper));
            case WRONG_ID -> asked.send(asked.frame(asked.id + 1 + random.nextInt(8) & 0xFFFF, asked.unit, changed(pdu)));
            case ID_OF_THE_LAST -> asked.send(last.length == 0 ? proper : last);
            case WRONG_UNIT -> asked.send(asked.frame(asked.id, asked.unit + 1, changed(pdu)));
            case WRONG_FUNCTION -> asked.send(asked.frame(asked.id, asked.unit, other(pdu)));
            case HEADER_ONLY -> asked.send(Arrays.copyOf(proper, 7));
            case LENGTH_0 -> asked.send(withLength(proper, 0));
            case LENGTH_1 -> asked.send(withLength(proper, 1));
            case LENGTH_65535 -> asked.send(withLength(proper, 65_535));
            case OTHER_PROTOCOL -> {
                byte[] odd = changed(proper);
                odd[3] = 1;
                asked.send(odd);
            }
            case GARBAGE -> {
                byte[] noise = new byte[1 + random.nextInt(600)];
                random.nextBytes(noise);
                asked.send(noise);
            }
            case NOTHING -> last = proper;
            case HANG_UP -> asked.hangUp();
            case BUSY -> asked.send(asked.frame(asked.id, asked.unit, asked.refusal(ExceptionCode.DEVICE_BUSY)));
        }
    }

    /** How many bytes of a frame to cut off; one where it has no more to give. */
    private int someOf(byte[] frame) {
        int cut = CUTS[random.nextInt(CUTS.length)];
        return cut < frame.length ? cut : 1;
    }

    /** Without its last bytes. */
    private static byte[] cut(byte[] frame, int by) {
        return Arrays.copyOf(frame, frame.length - by);
    }

    /** Faulty frames carry faulty data, so that taking one shows. */
    private static byte[] changed(byte[] bytes) {
        byte[] copy = bytes.clone();
        copy[copy.length - 1] ^= 0x55;
        return copy;
    }

    private static byte[] other(byte[] pdu) {
        byte[] copy = changed(pdu);
        copy[0] = (byte) (copy[0] == 3 ? 4 : 3);
        return copy;
    }

    private static byte[] withLength(byte[] frame, int length) {
        byte[] copy = changed(frame);
        copy[4] = (byte) (length >> 8);
        copy[5] = (byte) length;
        return copy;
    }

    static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
