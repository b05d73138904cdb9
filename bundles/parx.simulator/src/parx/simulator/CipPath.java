package parx.simulator;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request's path: to an object, or to a tag. Immutable, any thread. @param objectClass -1 for a tag alone */
record CipPath(int objectClass, long instance, int attribute, List<Step> steps, List<byte[]> ports) {

    /** A name, or an element's index; the other is null. */
    record Step(String name, Long index) {
    }

    /** Reads all of the buffer. */
    static CipPath read(ByteBuffer in) throws CipRefusal {
        int objectClass = -1;
        long instance = -1;
        int attribute = -1;
        List<Step> steps = new ArrayList<>();
        List<byte[]> ports = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                int segment = in.get() & 0xFF;
                switch (segment) {
                    case 0x20, 0x21 -> objectClass = (int) value(in, segment & 3);
                    case 0x24, 0x25, 0x26 -> instance = value(in, segment & 3);
                    case 0x30, 0x31 -> attribute = (int) value(in, segment & 3);
                    case 0x28, 0x29, 0x2A -> steps.add(new Step(null, value(in, segment & 3)));
                    case 0x91 -> steps.add(new Step(name(in), null));
                    default -> ports.add(port(in, segment));
                }
            }
        } catch (BufferUnderflowException e) {
            throw new CipRefusal(CipRefusal.PATH_SEGMENT_ERROR);
        }
        return new CipPath(objectClass, instance, attribute, List.copyOf(steps), ports);
    }

    private static long value(ByteBuffer in, int format) {
        if (format == 0) {
            return in.get() & 0xFF;
        }
        in.get();
        return format == 1 ? in.getShort() & 0xFFFF : in.getInt() & 0xFFFF_FFFFL;
    }

    private static String name(ByteBuffer in) {
        byte[] characters = new byte[in.get() & 0xFF];
        in.get(characters);
        if (characters.length % 2 != 0) {
            in.get();
        }
        return new String(characters, StandardCharsets.ISO_8859_1);
    }

    /** Of a way through a chassis; only a port below 15 with a one-byte address leads somewhere here. */
    private static byte[] port(ByteBuffer in, int segment) throws CipRefusal {
        if (segment < 1 || segment > 14) {
            throw new CipRefusal(CipRefusal.PATH_SEGMENT_ERROR);
        }
        return new byte[] {(byte) segment, in.get()};
    }
}
