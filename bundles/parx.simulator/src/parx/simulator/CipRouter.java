package parx.simulator;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Carries out one request to the controller's objects and writes the reply. One thread. */
final class CipRouter {
    private static final int REPLY = 0x80;
    private static final int IDENTITY = 0x01;
    private static final int MESSAGE_ROUTER = 0x02;
    private static final int SYMBOL = 0x6B;
    private static final int TEMPLATE = 0x6C;
    private static final int VENDOR = 0xFFFF;
    /** A status and the type of a structure. */
    private static final int LEAST_REPLY = 8;
    private static final int PROGRAMMABLE_CONTROLLER = 0x0E;

    private final Plc plc;

    CipRouter(Plc plc) {
        this.plc = plc;
    }

    /** @param room most bytes of the reply */
    void answer(ByteBuffer in, ByteBuffer out, int room) {
        int start = out.position();
        int service = in.hasRemaining() ? in.get(in.position()) & 0xFF : 0;
        try {
            in.get();
            CipPath path = path(in);
            out.put(success(service));
            switch (path.objectClass()) {
                case IDENTITY -> identity(service, path, out);
                case MESSAGE_ROUTER -> several(service, in, out, room);
                case SYMBOL -> new CipBrowsing(plc).symbols(service, path, in, out, start + room);
                case TEMPLATE -> new CipBrowsing(plc).template(service, path, in, out, start + room);
                case -1 -> new TagService(plc).serve(service, path, in, out, start + room);
                default -> throw new CipRefusal(CipRefusal.PATH_UNKNOWN);
            }
        } catch (CipRefusal e) {
            boolean keepsData = e.status() == CipRefusal.PARTIAL_TRANSFER || e.status() == CipRefusal.EMBEDDED_SERVICE_ERROR;
            if (keepsData) {
                out.put(start + 2, (byte) e.status());
            } else {
                out.position(start);
                refuse(service, e, out);
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            out.position(start);
            refuse(service, new CipRefusal(CipRefusal.NOT_ENOUGH_DATA), out);
        }
    }

    /** Reads a path with its length in words before it. */
    static CipPath path(ByteBuffer in) throws CipRefusal {
        int words = in.get() & 0xFF;
        if (in.remaining() < 2 * words) {
            throw new CipRefusal(CipRefusal.NOT_ENOUGH_DATA);
        }
        ByteBuffer path = in.slice(in.position(), 2 * words).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + 2 * words);
        return CipPath.read(path);
    }

    static byte[] success(int service) {
        return new byte[] {(byte) (service | REPLY), 0, 0, 0};
    }

    static void refuse(int service, CipRefusal why, ByteBuffer out) {
        out.put((byte) (service | REPLY)).put((byte) 0).put((byte) why.status());
        if (why.extended() == 0) {
            out.put((byte) 0);
        } else {
            out.put((byte) 1).putShort((short) why.extended());
        }
    }

    /** All attributes of the identity object. */
    static byte[] identity() {
        byte[] product = CipDevice.PRODUCT.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(15 + product.length).order(ByteOrder.LITTLE_ENDIAN).putShort((short) VENDOR)
                .putShort((short) PROGRAMMABLE_CONTROLLER).putShort((short) 1).put((byte) 1).put((byte) 2).putShort((short) 0x0030)
                .putInt(0x5041_5258).put((byte) product.length).put(product).array();
    }

    private static void identity(int service, CipPath path, ByteBuffer out) throws CipRefusal {
        if (service == 0x01) {
            out.put(identity());
        } else if (service == 0x0E && path.attribute() == 5) {
            out.putShort((short) 0x0030);
        } else {
            throw new CipRefusal(service == 0x0E ? CipRefusal.ATTRIBUTE_NOT_SUPPORTED : CipRefusal.SERVICE_NOT_SUPPORTED);
        }
    }

    private void several(int service, ByteBuffer in, ByteBuffer out, int room) throws CipRefusal {
        if (service != 0x0A) {
            throw new CipRefusal(CipRefusal.SERVICE_NOT_SUPPORTED);
        }
        int end = out.position() - 4 + room;
        int from = in.position();
        int count = in.getShort() & 0xFFFF;
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i] = in.getShort() & 0xFFFF;
        }
        offsets[count] = in.limit() - from;
        int base = out.position();
        out.putShort((short) count).position(base + 2 + 2 * count);
        boolean failed = false;
        for (int i = 0; i < count; i++) {
            // What is still to come needs room for its refusal at least.
            int left = end - out.position() - LEAST_REPLY * (count - 1 - i);
            if (left < LEAST_REPLY) {
                throw new CipRefusal(CipRefusal.REPLY_TOO_LARGE);
            }
            out.putShort(base + 2 + 2 * i, (short) (out.position() - base));
            int start = out.position();
            answer(in.slice(from + offsets[i], offsets[i + 1] - offsets[i]).order(ByteOrder.LITTLE_ENDIAN), out, left);
            failed |= out.get(start + 2) != 0;
        }
        if (failed) {
            throw new CipRefusal(CipRefusal.EMBEDDED_SERVICE_ERROR);
        }
    }
}
