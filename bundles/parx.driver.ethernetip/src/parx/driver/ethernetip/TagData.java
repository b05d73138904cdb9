package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.Arrays;
import java.util.Optional;
import parx.model.Sentence;

/**
 * What a read tag service returns: the type that the controller says, and the bytes. Immutable by convention, any thread.
 *
 * @param handle of a structure, 0 for others
 */
record TagData(int code, int handle, byte[] bytes) {
    static final int STRUCTURE = 0x02A0;
    /** The structure handle of the controller's own STRING: a DINT length and 82 characters. */
    static final int STRING_HANDLE = 0x0FCE;
    private static final int SHORT_STRING = 0xDA;
    private static final int CIP_STRING = 0xD0;
    private static final int STRING_CHARACTERS = 82;
    private static final int LONGEST_SHORT_STRING = 255;
    private static final int LONGEST_CIP_STRING = 400;

    /** @param data of the reply @throws MalformedReply where it has no type */
    static TagData parse(byte[] data) throws MalformedReply {
        WireReader in = new WireReader(data);
        int code = in.u16();
        int handle = code == STRUCTURE ? in.u16() : 0;
        return new TagData(code, handle, in.rest());
    }

    /** As it goes over the wire, with other bytes. */
    byte[] withBytes(byte[] others) {
        WireWriter out = new WireWriter().u16(code);
        return (code == STRUCTURE ? out.u16(handle) : out).bytes(others).done();
    }

    /** The elementary type, where it is one that a channel can have. */
    Optional<DataType> type() {
        return code == CIP_STRING ? Optional.empty() : DataType.ofCode(code);
    }

    boolean isString() {
        return code == STRUCTURE && handle == STRING_HANDLE || code == CIP_STRING || code == SHORT_STRING;
    }

    boolean isArrayOfBits() {
        return code == DataType.DWORD.code();
    }

    /** "REAL", "STRING", "a structure", "of the type 0x00DB". */
    Sentence typeName() {
        return isString() ? Sentence.of(DataType.STRING.name()) : type().map(type -> Sentence.of(type.name()))
                .orElseGet(() -> code == STRUCTURE ? TEXTS.of("type.structure") : TEXTS.of("type.other", "0x%04X".formatted(code)));
    }

    /** The bits of one value of this type; empty where the bytes are not exactly one. */
    Optional<Long> bits(DataType type) {
        // In a packet of several services some devices fill up an odd length.
        boolean whole = bytes.length == type.size() || bytes.length == 2 && type.size() == 1 && bytes[1] == 0;
        if (!whole) {
            return Optional.empty();
        }
        long raw = 0;
        for (int i = type.size() - 1; i >= 0; i--) {
            raw = raw << 8 | bytes[i] & 0xFF;
        }
        return Optional.of(raw);
    }

    /** The characters of a text, of its own or of the programmer's making; empty where the bytes are none. */
    Optional<String> text() {
        try {
            WireReader in = new WireReader(bytes);
            int length = switch (code) {
                case CIP_STRING -> in.u16();
                case SHORT_STRING -> in.u8();
                default -> in.i32();
            };
            return length > in.left() || length < 0 ? Optional.empty() : Optional.of(in.text(length).stripTrailing());
        } catch (MalformedReply e) {
            // Too short for a length: the answer is that there is no text.
            return Optional.empty();
        }
    }

    /** How many characters a text in its place may have. */
    int textRoom() {
        return switch (code) {
            case CIP_STRING -> LONGEST_CIP_STRING;
            case SHORT_STRING -> LONGEST_SHORT_STRING;
            default -> handle == STRING_HANDLE ? STRING_CHARACTERS : bytes.length - Integer.BYTES;
        };
    }

    /** A text as it goes over the wire in its place: a structure keeps its length. */
    byte[] encodeText(byte[] characters) {
        WireWriter out = new WireWriter();
        switch (code) {
            case CIP_STRING -> out.u16(characters.length);
            case SHORT_STRING -> out.u8(characters.length);
            default -> out.u32(characters.length);
        }
        out.bytes(characters);
        return code == STRUCTURE ? Arrays.copyOf(out.done(), bytes.length) : out.done();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagData data && code == data.code && handle == data.handle && Arrays.equals(bytes, data.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * code + handle) + Arrays.hashCode(bytes);
    }
}
