package parx.simulator;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The conversation with one client: its session, its connections, and what goes over them. One thread. */
final class CipClient {
    static final int UNREGISTER_SESSION = 0x66;
    private static final int LIST_SERVICES = 0x04;
    private static final int LIST_IDENTITY = 0x63;
    private static final int REGISTER_SESSION = 0x65;
    private static final int SEND_RR_DATA = 0x6F;
    private static final int SEND_UNIT_DATA = 0x70;
    private static final int UNSUPPORTED_COMMAND = 0x01;
    private static final int INVALID_DATA = 0x03;
    private static final int INVALID_SESSION = 0x64;
    private static final int LARGEST_UNCONNECTED = 504;
    private static final int LONGEST_REPLY = 8 * 1024;

    private final Supplier<Plc> plc;
    private final CipDevice device;
    private final BooleanSupplier busy;
    private final int number;
    private final AtomicInteger open;
    private final Map<Integer, CipConnection> connections = new HashMap<>();
    private int session;

    /** What goes back. @param status of the encapsulation */
    record Reply(int status, byte[] data) {
    }

    /** @param busy whether it answers nothing @param number of the session @param open how many connections the device has open */
    CipClient(Supplier<Plc> plc, CipDevice device, BooleanSupplier busy, int number, AtomicInteger open) {
        this.plc = plc;
        this.device = device;
        this.busy = busy;
        this.number = number;
        this.open = open;
    }

    int session() {
        return session;
    }

    /** The client is gone, and its connections with it. */
    void end() {
        open.addAndGet(-connections.size());
        connections.clear();
    }

    /** @return null where nothing goes back */
    Reply answer(int command, int ofSession, byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        try {
            return switch (command) {
                case LIST_SERVICES -> new Reply(0, services());
                case LIST_IDENTITY -> new Reply(0, identity());
                case REGISTER_SESSION -> {
                    session = 0x5000_0000 + number;
                    yield new Reply(0, data);
                }
                case UNREGISTER_SESSION -> null;
                case SEND_RR_DATA -> session == 0 || ofSession != session ? new Reply(INVALID_SESSION, new byte[0])
                        : busy.getAsBoolean() ? null : unconnected(in);
                case SEND_UNIT_DATA -> session == 0 || ofSession != session || busy.getAsBoolean() ? null : connected(in);
                default -> new Reply(UNSUPPORTED_COMMAND, new byte[0]);
            };
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return new Reply(INVALID_DATA, new byte[0]);
        }
    }

    private static byte[] services() {
        return buffer(26).putShort((short) 1).putShort((short) 0x100).putShort((short) 20).putShort((short) 1)
                .putShort((short) 0x20).put("Communications\0\0".getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static byte[] identity() {
        byte[] of = CipRouter.identity();
        ByteBuffer out = buffer(6 + 2 + 16 + of.length + 1);
        out.putShort((short) 1).putShort((short) 0x0C).putShort((short) (2 + 16 + of.length + 1)).putShort((short) 1);
        // The one part of the protocol that is big-endian: a socket address.
        out.order(ByteOrder.BIG_ENDIAN).putShort((short) 2).putShort((short) 44_818).putInt(0x7F00_0001).putLong(0);
        return out.put(of).put((byte) 3).array();
    }

    private Reply unconnected(ByteBuffer in) {
        in.position(6);
        byte[] message = item(in, 0xB2);
        byte[] reply = route(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN));
        return new Reply(0, buffer(16 + reply.length).putInt(0).putShort((short) 0).putShort((short) 2).putInt(0)
                .putShort((short) 0xB2).putShort((short) reply.length).put(reply).array());
    }

    /** What the connection manager does is the client's; all else is the router's. */
    private byte[] route(ByteBuffer in) {
        ByteBuffer out = buffer(LONGEST_REPLY);
        CipRouter router = new CipRouter(plc.get());
        int service = in.get(0) & 0xFF;
        ByteBuffer request = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            request.get();
            CipPath path = CipRouter.path(request);
            if (path.objectClass() != 6) {
                router.answer(in, out, LARGEST_UNCONNECTED);
                return written(out);
            }
            switch (service) {
                case 0x54, 0x5B -> forwardOpen(request, service == 0x5B, out.put(CipRouter.success(service)));
                case 0x4E -> forwardClose(request, out.put(CipRouter.success(service)));
                case 0x52 -> {
                    router.answer(embedded(request), out, LARGEST_UNCONNECTED);
                }
                default -> throw new CipRefusal(CipRefusal.SERVICE_NOT_SUPPORTED);
            }
        } catch (CipRefusal e) {
            out.clear();
            CipRouter.refuse(service, e, out);
            if (e.status() == CipRefusal.CONNECTION_FAILURE && service != 0x4C) {
                refusedConnection(service, in, out);
            }
        }
        return written(out);
    }

    /** Behind the status of a refused opening or closing: which it was. */
    private static void refusedConnection(int service, ByteBuffer in, ByteBuffer out) {
        int at = 6 + (service == 0x4E ? 2 : 10);
        if (service == 0x52 || in.limit() < at + 8) {
            out.put((byte) 0);
            return;
        }
        out.put(in.array(), at, 8).put((byte) 0).put((byte) 0);
    }

    /** The message of an unconnected send, which must be for this controller's slot. */
    private ByteBuffer embedded(ByteBuffer in) throws CipRefusal {
        in.getShort();
        int length = in.getShort() & 0xFFFF;
        ByteBuffer message = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + length + length % 2);
        int words = in.get() & 0xFF;
        in.get();
        checkRoute(CipPath.read(in.slice(in.position(), 2 * words).order(ByteOrder.LITTLE_ENDIAN)));
        return message;
    }

    private void checkRoute(CipPath path) throws CipRefusal {
        for (byte[] port : path.ports()) {
            if (port[0] != 1) {
                throw new CipRefusal(CipRefusal.CONNECTION_FAILURE, 0x0311);
            }
            if ((port[1] & 0xFF) != device.slot()) {
                throw new CipRefusal(CipRefusal.CONNECTION_FAILURE, 0x0312);
            }
        }
    }

    private void forwardOpen(ByteBuffer in, boolean large, ByteBuffer out) throws CipRefusal {
        if (large && !device.large()) {
            throw new CipRefusal(CipRefusal.SERVICE_NOT_SUPPORTED);
        }
        in.position(in.position() + 6);
        int toClient = in.getInt();
        int serial = in.getShort() & 0xFFFF;
        long originator = in.getShort() & 0xFFFFL | (in.getInt() & 0xFFFF_FFFFL) << 16;
        int multiplier = 4 << in.get();
        in.position(in.position() + 3);
        int interval = in.getInt();
        int size = large ? in.getInt() & 0xFFFF : in.getShort() & 0x1FF;
        int backInterval = in.getInt();
        in.position(in.position() + (large ? 4 : 2) + 1);
        int words = in.get() & 0xFF;
        CipPath path = CipPath.read(in.slice(in.position(), 2 * words).order(ByteOrder.LITTLE_ENDIAN));
        checkRoute(path);
        if (path.objectClass() != 2) {
            throw new CipRefusal(CipRefusal.CONNECTION_FAILURE, 0x0315);
        }
        if (size > device.largestConnection()) {
            throw new CipRefusal(CipRefusal.CONNECTION_FAILURE, 0x0109);
        }
        if (open.get() >= device.connections()) {
            throw new CipRefusal(CipRefusal.CONNECTION_FAILURE, 0x0113);
        }
        int fromClient = 0x7000_0000 + number * 256 + connections.size();
        connections.put(fromClient, new CipConnection(toClient, serial, originator, size,
                TimeUnit.MICROSECONDS.toNanos((long) interval * multiplier)));
        open.incrementAndGet();
        out.putInt(fromClient).putInt(toClient).putShort((short) serial).putShort((short) originator)
                .putInt((int) (originator >>> 16)).putInt(interval).putInt(backInterval).putShort((short) 0);
    }

    private void forwardClose(ByteBuffer in, ByteBuffer out) throws CipRefusal {
        in.getShort();
        int serial = in.getShort() & 0xFFFF;
        long originator = in.getShort() & 0xFFFFL | (in.getInt() & 0xFFFF_FFFFL) << 16;
        if (!connections.values().removeIf(c -> c.serial() == serial && c.originator() == originator)) {
            throw new CipRefusal(CipRefusal.CONNECTION_FAILURE, 0x0107);
        }
        open.decrementAndGet();
        out.putShort((short) serial).putShort((short) originator).putInt((int) (originator >>> 16)).putShort((short) 0);
    }

    private Reply connected(ByteBuffer in) {
        in.position(6);
        int id = ByteBuffer.wrap(item(in.duplicate().order(ByteOrder.LITTLE_ENDIAN), 0xA1)).order(ByteOrder.LITTLE_ENDIAN).getInt();
        ByteBuffer message = ByteBuffer.wrap(item(in, 0xB1)).order(ByteOrder.LITTLE_ENDIAN);
        CipConnection connection = connections.get(id);
        if (connection == null) {
            return null;
        }
        if (connection.hasTimedOut(System.nanoTime())) {
            connections.remove(id);
            open.decrementAndGet();
            return null;
        }
        short sequence = message.getShort();
        byte[] reply = connection.answer(sequence, () -> {
            ByteBuffer out = buffer(LONGEST_REPLY);
            new CipRouter(plc.get()).answer(message.slice().order(ByteOrder.LITTLE_ENDIAN), out, connection.size() - 2);
            return written(out);
        });
        return new Reply(0, buffer(22 + reply.length).putInt(0).putShort((short) 0).putShort((short) 2)
                .putShort((short) 0xA1).putShort((short) 4).putInt(connection.toClient())
                .putShort((short) 0xB1).putShort((short) (2 + reply.length)).putShort(sequence).put(reply).array());
    }

    /** The item of this type, at the reader's place or after it. */
    private static byte[] item(ByteBuffer in, int type) {
        int count = in.getShort();
        for (int i = 0; i < count; i++) {
            int of = in.getShort() & 0xFFFF;
            byte[] data = new byte[in.getShort() & 0xFFFF];
            in.get(data);
            if (of == type) {
                return data;
            }
        }
        throw new BufferUnderflowException();
    }

    private static byte[] written(ByteBuffer out) {
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
