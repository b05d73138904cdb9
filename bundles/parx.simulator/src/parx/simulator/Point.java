package parx.simulator;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One signal of the line: where it is in the register map, how it is encoded there, and what it means. Immutable.
 *
 * @param address zero-based
 * @param factor  engineering value = raw × factor
 * @param fast    whether it moves within a second
 * @param value   of the plant, in engineering units; null for a text
 * @param text    of the plant; null for a number
 */
record Point(String id, String name, Table table, int address, Type type, double factor, String units, int decimals,
        double low, double high, boolean stepped, boolean fast, String line, String description,
        ToDoubleFunction<Plant> value, Function<Plant, String> text) {
    static final int TEXT_CHARACTERS = 16;

    /** The tables of Modbus. */
    enum Table { COIL, DISCRETE, INPUT, HOLDING }

    /** How a value is encoded; UINT32 and FLOAT_SWAPPED with the less significant register first, as many PLCs do. */
    enum Type {
        BOOL("bool", 1), BIT("bool", 1), INT16("int16", 1), UINT16("uint16", 1), UINT32("uint32", 2), FLOAT("float", 2),
        FLOAT_SWAPPED("float", 2), DOUBLE("double", 4), TEXT("string", TEXT_CHARACTERS / 2);

        private final String key;
        private final int registers;

        Type(String key, int registers) {
            this.key = key;
            this.registers = registers;
        }

        /** In the words of a channel's config. */
        String key() {
            return key;
        }

        int registers() {
            return registers;
        }

        boolean lessSignificantFirst() {
            return this == UINT32 || this == FLOAT_SWAPPED;
        }
    }
}
