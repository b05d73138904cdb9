package parx.driver.ethernetip;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Stands between a client and a controller and applies faults at random to the controller's frames. */
final class FaultyNetwork implements AutoCloseable {
    static final int TIMEOUT_MILLIS = 80;
    private static final int HEADER = 24;
    private static final int SEND_UNIT_DATA = 0x70;
    /** By how many bytes a reply is cut: what takes their place is part of a header, or all of it. */
    private static final int[] CUTS = {1, 2, 3, 4, 7, 11, 23};

    /** What can happen to a reply on its way. */
    enum Fault {
        LATE_WITHIN_TIME, LATE_BEYOND_TIME, SHORT, SHORT_AND_SILENT, LONG, SPLIT, GLUED_TO_A_STRAY, TWICE, CUT_AND_FILLED_BY_ITSELF,
        WRONG_SESSION, WRONG_CONTEXT, WRONG_SEQUENCE, WRONG_CONNECTION, THE_LAST_ONE, WRONG_SERVICE, WRONG_STATUS, WRONG_ITEM_LENGTH,
        HEADER_ONLY, LENGTH_0, LENGTH_1, LENGTH_65535, GARBAGE, NOTHING, HANG_UP
    }

    final Map<Fault, AtomicInteger> applied = new EnumMap<>(Fault.class);
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int behind;
    private final Random random;
    private final double share;
    /** The fault to apply to every reply of a connection or a message; null for chance. */
    private final Fault always;
    /** What to make of each frame in place of the faults; null for these. */
    private final UnaryOperator<byte[]> change;

    /** @param behind the controller's port @param share of replies that are faulty */
    FaultyNetwork(int behind, long seed, double share) throws IOException {
        this(behind, seed, share, null, null);
    }

    FaultyNetwork(int behind, Fault always) throws IOException {
        this(behind, 1, 1, always, null);
    }

    /** @param change of each of the controller's frames */
    FaultyNetwork(int behind, UnaryOperator<byte[]> change) throws IOException {
        this(behind, 1, 0, null, change);
    }

    private FaultyNetwork(int behind, long seed, double share, Fault always, UnaryOperator<byte[]> change) throws IOException {
        this.behind = behind;
        this.random = new Random(seed);
        this.share = share;
        this.always = always;
        this.change = change;
        for (Fault fault : Fault.values()) {
            applied.put(fault, new AtomicInteger());
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket controller = new Socket();
                controller.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), behind));
                client.setTcpNoDelay(true);
                controller.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> pass(client, controller));
                Thread.ofVirtual().start(() -> disturb(controller, client));
            } catch (IOException e) {
                // Closed: the test is over.
                return;
            }
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of them is gone, which ends both.
            return;
        }
    }

    private void disturb(Socket from, Socket to) {
        try (from; to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            byte[] last = null;
            while (true) {
                byte[] header = in.readNBytes(HEADER);
                if (header.length < HEADER) {
                    throw new EOFException();
                }
                byte[] frame = Arrays.copyOf(header, HEADER + (little(header).getShort(2) & 0xFFFF));
                in.readFully(frame, HEADER, frame.length - HEADER);
                Fault fault = choose(frame);
                if (fault == null) {
                    out.write(change == null ? frame : change.apply(frame.clone()));
                } else {
                    applied.get(fault).incrementAndGet();
                    apply(fault, frame, last, out);
                }
                last = frame;
            }
        } catch (IOException e) {
            // One of them is gone, which ends both.
            return;
        }
    }

    private synchronized Fault choose(byte[] frame) {
        if (always != null) {
            return frame[0] == SEND_UNIT_DATA ? always : null;
        }
        return random.nextDouble() >= share ? null : Fault.values()[random.nextInt(Fault.values().length)];
    }

    private void apply(Fault fault, byte[] frame, byte[] last, OutputStream out) throws IOException {
        boolean connected = frame[0] == SEND_UNIT_DATA;
        byte[] wrong = frame.clone();
        wrong[wrong.length - 1] ^= 0x55;
        switch (fault) {
            case LATE_WITHIN_TIME -> late(TIMEOUT_MILLIS / 5, frame, out);
            case LATE_BEYOND_TIME -> late(TIMEOUT_MILLIS + random.nextInt(TIMEOUT_MILLIS), frame, out);
            case SHORT -> out.write(withLength(Arrays.copyOf(frame, frame.length - 1 - random.nextInt(Math.max(1, frame.length - HEADER - 1)))));
            case SHORT_AND_SILENT -> out.write(frame, 0, 1 + random.nextInt(frame.length - 1));
            case LONG -> out.write(withLength(Arrays.copyOf(frame, frame.length + 1 + random.nextInt(3))));
            case SPLIT -> {
                for (byte one : frame) {
                    out.write(one);
                }
            }
            case GLUED_TO_A_STRAY -> out.write(join(frame, changed(wrong, 8, 1)));
            case TWICE -> out.write(join(frame, frame));
            case CUT_AND_FILLED_BY_ITSELF -> {
                int cut = Math.min(CUTS[random.nextInt(CUTS.length)], frame.length - 1);
                out.write(join(Arrays.copyOf(frame, frame.length - cut), Arrays.copyOf(frame, cut)));
                late(TIMEOUT_MILLIS / 5, Arrays.copyOfRange(frame, cut, frame.length), out);
            }
            case WRONG_SESSION -> out.write(changed(wrong, 4, 1));
            // A connection's data has no context; there it is the sequence that says whose it is.
            case WRONG_CONTEXT -> out.write(connected ? changed(wrong, 44, 3) : changed(wrong, 12, 1));
            case WRONG_SEQUENCE -> out.write(connected ? changed(wrong, 44, 1) : changed(wrong, 19, 1));
            case WRONG_CONNECTION -> out.write(connected ? changed(wrong, 36, 1) : changed(wrong, 4, 1));
            case THE_LAST_ONE -> out.write(last == null ? new byte[] {1} : last);
            case WRONG_SERVICE -> out.write(connected ? changed(wrong, 46, 1) : changed(wrong, 0, 1));
            case WRONG_STATUS -> out.write(changed(wrong, 8, 0x65));
            case WRONG_ITEM_LENGTH -> out.write(connected ? changed(wrong, 42, 1) : changed(wrong, 2, 1));
            case HEADER_ONLY -> out.write(frame, 0, HEADER);
            case LENGTH_0 -> out.write(length(wrong, 0));
            case LENGTH_1 -> out.write(length(wrong, 1));
            case LENGTH_65535 -> out.write(length(wrong, 0xFFFF));
            case GARBAGE -> {
                byte[] noise = new byte[1 + random.nextInt(600)];
                random.nextBytes(noise);
                out.write(noise);
            }
            case NOTHING -> LockSupport.parkNanos(1);
            case HANG_UP -> throw new EOFException();
        }
    }

    private static void late(int millis, byte[] bytes, OutputStream out) throws IOException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        out.write(bytes);
    }

    private static byte[] changed(byte[] frame, int at, int by) {
        byte[] copy = frame.clone();
        if (at < copy.length) {
            copy[at] ^= (byte) by;
        }
        return copy;
    }

    private static byte[] withLength(byte[] frame) {
        return length(frame, frame.length - HEADER);
    }

    private static byte[] length(byte[] frame, int length) {
        little(frame).putShort(2, (short) length);
        return frame;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
