package parx.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A tag that holds what is written to it. Thread-safe. */
public final class CipMemory implements CipTag {
    private final String program;
    private final String name;
    private final CipType type;
    private final int[] dimensions;
    private final byte[] bytes;

    /** @param program empty for the controller's own @param dimensions of an array, none for a single value */
    public CipMemory(String program, String name, CipType type, int... dimensions) {
        this.program = program;
        this.name = name;
        this.type = type;
        this.dimensions = dimensions.clone();
        this.bytes = new byte[type.size() * Arrays.stream(dimensions).reduce(1, (a, b) -> a * b)];
    }

    /** Its bytes, little-endian, for a test to fill before anybody reads. */
    public ByteBuffer content() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** As {@link #content} with one number of its type at the front. */
    public CipMemory with(double value) {
        Plc.put(content(), (CipType.Elementary) type, value);
        return this;
    }

    /** A text of the controller's own kind. */
    public CipMemory with(String text) {
        byte[] characters = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        content().putInt(characters.length).put(characters);
        return this;
    }

    @Override
    public String program() {
        return program;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CipType type() {
        return type;
    }

    @Override
    public int[] dimensions() {
        return dimensions.clone();
    }

    @Override
    public synchronized void read(int offset, byte[] into) {
        System.arraycopy(bytes, offset, into, 0, into.length);
    }

    @Override
    public synchronized boolean write(int offset, byte[] written) {
        System.arraycopy(written, 0, bytes, offset, written.length);
        return true;
    }
}
