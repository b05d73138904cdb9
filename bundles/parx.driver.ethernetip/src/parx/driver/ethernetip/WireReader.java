package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads little-endian fields of a range of bytes in their order, and never beyond it. One thread. */
final class WireReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** @param from first byte @param to one past the last */
    WireReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    int left() {
        return end - at;
    }

    int u8() throws MalformedReply {
        return bytes[take(1)] & 0xFF;
    }

    int u16() throws MalformedReply {
        return (int) little(2);
    }

    int i32() throws MalformedReply {
        return (int) little(4);
    }

    long u32() throws MalformedReply {
        return little(4);
    }

    long i64() throws MalformedReply {
        return little(8);
    }

    /** As many bytes as this, little-endian, unsigned below 64 bits. */
    long little(int count) throws MalformedReply {
        int from = take(count);
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | bytes[from + i] & 0xFF;
        }
        return value;
    }

    void skip(int count) throws MalformedReply {
        take(count);
    }

    byte[] bytes(int count) throws MalformedReply {
        int from = take(count);
        return Arrays.copyOfRange(bytes, from, from + count);
    }

    byte[] rest() {
        int from = at;
        at = end;
        return Arrays.copyOfRange(bytes, from, end);
    }

    /** Characters beyond ASCII as Latin-1. */
    String text(int count) throws MalformedReply {
        return new String(bytes, take(count), count, StandardCharsets.ISO_8859_1);
    }

    /** @throws MalformedReply where something is left */
    void end() throws MalformedReply {
        if (at < end) {
            throw new MalformedReply(TEXTS.of("wire.many", end - at));
        }
    }

    private int take(int count) throws MalformedReply {
        if (count < 0 || count > end - at) {
            throw new MalformedReply(TEXTS.of("wire.few", count - (end - at)));
        }
        int from = at;
        at += count;
        return from;
    }
}
