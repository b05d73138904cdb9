package parx.simulator;

import java.nio.ByteBuffer;

/** Reading and writing tags, as Logix controllers do it. One thread. */
final class TagService {
    private static final int STRUCTURE = 0x02A0;
    private static final int BOOL = 0xC1;

    private final Plc plc;

    TagService(Plc plc) {
        this.plc = plc;
    }

    /** @param end how far the reply may reach */
    void serve(int service, CipPath path, ByteBuffer in, ByteBuffer out, int end) throws CipRefusal {
        Plc.Place place = plc.place(path);
        switch (service) {
            case 0x4C -> read(place, in.getShort() & 0xFFFF, 0, out, end);
            case 0x52 -> read(place, in.getShort() & 0xFFFF, in.getInt(), out, end);
            case 0x4D -> write(place, in);
            case 0x4E -> modify(place, in);
            default -> throw new CipRefusal(CipRefusal.SERVICE_NOT_SUPPORTED);
        }
    }

    private static void read(Plc.Place place, int count, int offset, ByteBuffer out, int end) throws CipRefusal {
        int bytes = count * place.type().size();
        if (count < 1 || count > place.elements() || offset < 0 || offset > bytes) {
            throw new CipRefusal(CipRefusal.GENERAL_ERROR, CipRefusal.BEYOND_THE_END);
        }
        type(place.type(), out);
        int room = Math.max(0, end - out.position()) / 4 * 4;
        byte[] value = new byte[Math.min(bytes - offset, Math.max(room, Math.min(2, end - out.position())))];
        place.tag().read(place.offset() + offset, value);
        if (place.bit() >= 0) {
            value[0] = (byte) (value[0] >> place.bit() & 1);
        }
        out.put(value);
        if (offset + value.length < bytes) {
            throw new CipRefusal(CipRefusal.PARTIAL_TRANSFER);
        }
    }

    private static void type(CipType type, ByteBuffer out) {
        if (type instanceof CipType.Structure structure) {
            out.putShort((short) STRUCTURE).putShort((short) structure.handle());
        } else {
            out.putShort((short) ((CipType.Elementary) type).code());
        }
    }

    private static void write(Plc.Place place, ByteBuffer in) throws CipRefusal {
        int code = in.getShort() & 0xFFFF;
        boolean fits = place.type() instanceof CipType.Structure structure
                ? code == STRUCTURE && (in.getShort() & 0xFFFF) == structure.handle()
                : code == ((CipType.Elementary) place.type()).code();
        if (!fits) {
            throw new CipRefusal(CipRefusal.GENERAL_ERROR, CipRefusal.TYPE_MISMATCH);
        }
        int count = in.getShort() & 0xFFFF;
        if (count < 1 || count > place.elements()) {
            throw new CipRefusal(CipRefusal.GENERAL_ERROR, CipRefusal.BEYOND_THE_END);
        }
        byte[] value = new byte[count * place.type().size()];
        if (in.remaining() != value.length) {
            throw new CipRefusal(in.remaining() < value.length ? CipRefusal.NOT_ENOUGH_DATA : CipRefusal.TOO_MUCH_DATA);
        }
        in.get(value);
        if (place.bit() >= 0) {
            bits(place, value[0] != 0 ? 1 << place.bit() : 0, ~(1 << place.bit()) | (value[0] != 0 ? 1 << place.bit() : 0), 1);
        } else {
            store(place, value);
        }
    }

    private static void modify(Plc.Place place, ByteBuffer in) throws CipRefusal {
        int size = in.getShort() & 0xFFFF;
        boolean integer = place.type() instanceof CipType.Elementary type && type.code() != BOOL && type != CipType.Elementary.REAL
                && type != CipType.Elementary.LREAL;
        if (!integer || size != place.type().size() || in.remaining() != 2 * size) {
            throw new CipRefusal(CipRefusal.GENERAL_ERROR, CipRefusal.TYPE_MISMATCH);
        }
        bits(place, little(in, size), little(in, size), size);
    }

    private static long little(ByteBuffer in, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (in.get() & 0xFFL) << 8 * i;
        }
        return value;
    }

    private static void bits(Plc.Place place, long or, long and, int size) throws CipRefusal {
        synchronized (place.tag()) {
            byte[] value = new byte[size];
            place.tag().read(place.offset(), value);
            for (int i = 0; i < size; i++) {
                value[i] = (byte) ((value[i] | or >>> 8 * i) & and >>> 8 * i);
            }
            store(place, value);
        }
    }

    private static void store(Plc.Place place, byte[] value) throws CipRefusal {
        if (!place.tag().write(place.offset(), value)) {
            throw new CipRefusal(CipRefusal.PRIVILEGE_VIOLATION);
        }
    }
}
