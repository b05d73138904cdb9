package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.util.Optional;
import parx.model.Sentence;

/** The four tables of a Modbus device and how they are numbered. Immutable, any thread. */
enum Table {
    COIL("coil", 0, 1, true, true),
    DISCRETE("discrete", 1, 2, true, false),
    INPUT("input", 3, 4, false, false),
    HOLDING("holding", 4, 3, false, true);

    private final String key;
    private final int digit;
    private final int readFunction;
    private final boolean bits;
    private final boolean writable;

    Table(String key, int digit, int readFunction, boolean bits, boolean writable) {
        this.key = key;
        this.digit = digit;
        this.readFunction = readFunction;
        this.bits = bits;
        this.writable = writable;
    }

    String key() {
        return key;
    }

    Sentence label() {
        return TEXTS.of("channel.table@" + key);
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
