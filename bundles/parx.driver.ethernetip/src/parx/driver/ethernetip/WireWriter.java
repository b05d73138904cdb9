package parx.driver.ethernetip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds a message of little-endian fields. One thread. */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    WireWriter u8(int value) {
        out.write(value);
        return this;
    }

    WireWriter u16(int value) {
        return little(value, 2);
    }

    WireWriter u32(long value) {
        return little(value, 4);
    }

    WireWriter u64(long value) {
        return little(value, 8);
    }

    /** The lowest bytes of a value, the least significant first. */
    WireWriter little(long value, int count) {
        for (int i = 0; i < count; i++) {
            out.write((int) (value >>> 8 * i));
        }
        return this;
    }

    WireWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    WireWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A zero byte where the length so far is odd: paths and embedded messages come in words. */
    WireWriter pad() {
        return out.size() % 2 == 0 ? this : u8(0);
    }

    int size() {
        return out.size();
    }

    byte[] done() {
        return out.toByteArray();
    }
}
