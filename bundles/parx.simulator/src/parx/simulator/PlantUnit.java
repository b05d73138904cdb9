package parx.simulator;

import java.nio.charset.StandardCharsets;
import parx.simulator.Point.Table;
import parx.simulator.Point.Type;

/**
 * The line's registers. Its thread steps the plant and swaps in a new image; clients read the image that is current,
 * so that all values of one request belong to one moment. Thread-safe.
 */
final class PlantUnit implements RegisterSource {
    private final Plant plant;
    private volatile Image image;

    /** What the registers hold at one moment; never written after it was made. */
    private record Image(short[] holding, short[] input, boolean[] coils, boolean[] discretes) {
    }

    PlantUnit(Plant plant) {
        this.plant = plant;
        image = encode();
    }

    /** @param seconds of the plant's time, in steps of at most 50 ms */
    synchronized void advance(double seconds) {
        int steps = Math.max(1, (int) Math.ceil(seconds / 0.05));
        for (int i = 0; i < steps; i++) {
            plant.step(seconds / steps);
        }
        image = encode();
    }

    @Override
    public int registers(int unit, int function, int address, short[] into) {
        Image now = image;
        short[] from = function == 3 ? now.holding() : now.input();
        if (address + into.length > from.length) {
            return ILLEGAL_ADDRESS;
        }
        System.arraycopy(from, address, into, 0, into.length);
        return OK;
    }

    @Override
    public int bits(int unit, int function, int address, boolean[] into) {
        Image now = image;
        boolean[] from = function == 1 ? now.coils() : now.discretes();
        if (address + into.length > from.length) {
            return ILLEGAL_ADDRESS;
        }
        System.arraycopy(from, address, into, 0, into.length);
        return OK;
    }

    /** The setpoints, and nothing else. */
    @Override
    public synchronized int write(int unit, int address, short[] values) {
        int first = address - RegisterMap.SETPOINTS;
        if (first < 0 || first + values.length > Plant.TANKS) {
            return ILLEGAL_ADDRESS;
        }
        for (int i = 0; i < values.length; i++) {
            plant.tank(first + i).setpoint(Math.max(20, Math.min(95, values[i] * 0.1)));
        }
        image = encode();
        return OK;
    }

    private Image encode() {
        Image fresh = new Image(new short[RegisterMap.HOLDING_REGISTERS], new short[RegisterMap.INPUT_REGISTERS],
                new boolean[RegisterMap.BITS], new boolean[RegisterMap.BITS]);
        for (Point point : RegisterMap.points()) {
            put(point, fresh);
        }
        text(RegisterMap.SIGNATURE, fresh.holding(), RegisterMap.SIGNATURE_ADDRESS);
        int status = (fresh.discretes()[0] ? 1 : 0) | (fresh.discretes()[1] ? 2 : 0) | (fresh.discretes()[3] ? 8 : 0)
                | (fresh.coils()[4] ? 16 : 0);
        fresh.holding()[RegisterMap.STATUS_WORD] |= (short) status;
        return fresh;
    }

    private void put(Point point, Image into) {
        short[] registers = point.table() == Table.INPUT ? into.input() : into.holding();
        int at = point.address();
        if (point.type() == Type.TEXT) {
            text(point.text().apply(plant), registers, at);
            return;
        }
        double raw = point.value().applyAsDouble(plant) / point.factor();
        switch (point.type()) {
            case BOOL -> (point.table() == Table.COIL ? into.coils() : into.discretes())[at] = raw != 0;
            case BIT -> registers[at / 16] |= (short) (raw != 0 ? 1 << at % 16 : 0);
            case INT16 -> registers[at] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(raw)));
            case UINT16 -> registers[at] = (short) Math.max(0, Math.min(0xFFFF, Math.round(raw)));
            case UINT32 -> words((long) raw, point, registers);
            case FLOAT, FLOAT_SWAPPED -> words(Float.floatToIntBits((float) raw) & 0xFFFFFFFFL, point, registers);
            case DOUBLE -> words(Double.doubleToLongBits(raw), point, registers);
            case TEXT -> throw new IllegalStateException("handled above");
        }
    }

    private static void words(long bits, Point point, short[] registers) {
        int count = point.type().registers();
        for (int i = 0; i < count; i++) {
            int place = point.type().lessSignificantFirst() ? i : count - 1 - i;
            registers[point.address() + place] = (short) (bits >>> 16 * i);
        }
    }

    /** Two characters a register, the first in the upper byte, blanks at the end. */
    private static void text(String text, short[] registers, int at) {
        byte[] bytes = "%-16.16s".formatted(text).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < Point.TEXT_CHARACTERS / 2; i++) {
            registers[at + i] = (short) ((bytes[2 * i] & 0xFF) << 8 | bytes[2 * i + 1] & 0xFF);
        }
    }
}
