package parx.simulator;

/** One device's units: the line at unit 1, the load at unit 100. Thread-safe. */
final class SimulatedDevice implements RegisterSource {
    static final int LOAD_UNIT = 100;

    private final RegisterSource line;
    private final LoadUnit load;

    SimulatedDevice(RegisterSource line, LoadUnit load) {
        this.line = line;
        this.load = load;
    }

    LoadUnit load() {
        return load;
    }

    @Override
    public int registers(int unit, int function, int address, short[] into) {
        return switch (unit) {
            case RegisterMap.UNIT -> line.registers(unit, function, address, into);
            case LOAD_UNIT -> load.registers(unit, function, address, into);
            default -> NO_SUCH_UNIT;
        };
    }

    @Override
    public int bits(int unit, int function, int address, boolean[] into) {
        return unit == RegisterMap.UNIT ? line.bits(unit, function, address, into) : missing(unit);
    }

    @Override
    public int write(int unit, int address, short[] values) {
        return unit == RegisterMap.UNIT ? line.write(unit, address, values) : missing(unit);
    }

    @Override
    public int writeBits(int unit, int address, boolean[] values) {
        return unit == RegisterMap.UNIT ? line.writeBits(unit, address, values) : missing(unit);
    }

    @Override
    public void answered(int unit, int function, int address, int count) {
        if (unit == LOAD_UNIT) {
            load.answered(unit, function, address, count);
        }
    }

    private static int missing(int unit) {
        return unit == LOAD_UNIT ? ILLEGAL_FUNCTION : NO_SUCH_UNIT;
    }
}
