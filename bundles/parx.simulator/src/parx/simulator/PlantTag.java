package parx.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One signal of the line as its controller holds it, in engineering units: what the register map gives, at the same
 * moment. Thread-safe.
 */
final class PlantTag implements CipTag {
    static final String PROGRAM = "Line";

    private final PlantUnit line;
    private final Point point;

    PlantTag(PlantUnit line, Point point) {
        this.line = line;
        this.point = point;
    }

    static List<PlantTag> all(PlantUnit line) {
        return RegisterMap.points().stream().map(point -> new PlantTag(line, point)).toList();
    }

    /** "Entry speed" is EntrySpeed. */
    static String name(Point point) {
        return Stream.of(point.name().split(" ")).map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    @Override
    public String program() {
        return PROGRAM;
    }

    @Override
    public String name() {
        return name(point);
    }

    @Override
    public CipType type() {
        return type(point);
    }

    static CipType type(Point point) {
        return switch (point.type()) {
            case BOOL, BIT -> CipType.Elementary.BOOL;
            case INT16, UINT16, FLOAT, FLOAT_SWAPPED -> CipType.Elementary.REAL;
            case UINT32 -> CipType.Elementary.UDINT;
            case DOUBLE -> CipType.Elementary.LREAL;
            case TEXT -> CipType.Structure.STRING;
        };
    }

    @Override
    public int[] dimensions() {
        return new int[0];
    }

    @Override
    public void read(int offset, byte[] into) {
        ByteBuffer value = ByteBuffer.allocate(type().size()).order(ByteOrder.LITTLE_ENDIAN);
        if (point.type() == Point.Type.TEXT) {
            byte[] characters = text().getBytes(StandardCharsets.US_ASCII);
            value.putInt(characters.length).put(characters);
        } else {
            Plc.put(value, (CipType.Elementary) type(), value());
        }
        System.arraycopy(value.array(), offset, into, 0, into.length);
    }

    /** The setpoints of the tanks, as over Modbus. */
    @Override
    public boolean write(int offset, byte[] bytes) {
        if (offset != 0 || bytes.length != Float.BYTES || point.type() != Point.Type.INT16) {
            return false;
        }
        float wanted = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat();
        return line.write(RegisterMap.UNIT, point.address(), new short[] {(short) Math.round(wanted / point.factor())})
                == RegisterSource.OK;
    }

    private double value() {
        boolean[] bit = new boolean[1];
        return switch (point.type()) {
            case BOOL -> {
                line.bits(RegisterMap.UNIT, point.table() == Point.Table.COIL ? 1 : 2, point.address(), bit);
                yield bit[0] ? 1 : 0;
            }
            case BIT -> (registers(point.address() / 16, 1)[0] >> point.address() % 16) & 1;
            case INT16 -> (short) bits() * point.factor();
            case UINT16, UINT32 -> bits() * point.factor();
            case FLOAT, FLOAT_SWAPPED -> Float.intBitsToFloat((int) bits());
            case DOUBLE -> Double.longBitsToDouble(bits());
            case TEXT -> throw new IllegalStateException("no number");
        };
    }

    private long bits() {
        short[] registers = registers(point.address(), point.type().registers());
        long bits = 0;
        for (int i = 0; i < registers.length; i++) {
            bits = bits << 16 | registers[point.type().lessSignificantFirst() ? registers.length - 1 - i : i] & 0xFFFF;
        }
        return bits;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (short two : registers(point.address(), point.type().registers())) {
            text.append((char) (two >> 8 & 0xFF)).append((char) (two & 0xFF));
        }
        return text.toString().stripTrailing();
    }

    private short[] registers(int address, int count) {
        short[] registers = new short[count];
        line.registers(RegisterMap.UNIT, point.table() == Point.Table.INPUT ? 4 : 3, address, registers);
        return registers;
    }
}
