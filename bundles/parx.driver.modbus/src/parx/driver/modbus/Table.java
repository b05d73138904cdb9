package parx.driver.modbus;

import java.util.Optional;

/** The four tables of a Modbus device and how they are numbered. Immutable, any thread. */
enum Table {
    COIL("coil", "coil", 0, 1, true, true),
    DISCRETE("discrete", "discrete input", 1, 2, true, false),
    INPUT("input", "input register", 3, 4, false, false),
    HOLDING("holding", "holding register", 4, 3, false, true);

    private final String key;
    private final String label;
    private final int digit;
    private final int readFunction;
    private final boolean bits;
    private final boolean writable;

    Table(String key, String label, int digit, int readFunction, boolean bits, boolean writable) {
        this.key = key;
        this.label = label;
        this.digit = digit;
        this.readFunction = readFunction;
        this.bits = bits;
        this.writable = writable;
    }

    String key() {
        return key;
    }

    String label() {
        return label;
    }

    int readFunction() {
        return readFunction;
    }

    /** Whether an address of this table holds one bit, not a 16-bit register. */
    boolean bits() {
        return bits;
    }

    boolean writable() {
        return writable;
    }

    /** The data-sheet number of a zero-based address: 40001, and 410000 where five digits do not reach. */
    String notation(int address) {
        return address <= 9998 ? "%d%04d".formatted(digit, address + 1) : "%d%05d".formatted(digit, address + 1);
    }

    static Optional<Table> of(String key) {
        for (Table table : values()) {
            if (table.key.equals(key)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    static Optional<Table> ofReadFunction(int function) {
        for (Table table : values()) {
            if (table.readFunction == function) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    static Optional<Table> ofDigit(char first) {
        for (Table table : values()) {
            if (table.digit == first - '0') {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }
}
