package parx.driver.ethernetip;

import java.util.Optional;

/** The data types of CIP (volume 1, C-6) that a channel can have. Immutable, any thread. */
enum DataType {
    BOOL(0xC1, 1),
    SINT(0xC2, 1),
    INT(0xC3, 2),
    DINT(0xC4, 4),
    LINT(0xC5, 8),
    USINT(0xC6, 1),
    UINT(0xC7, 2),
    UDINT(0xC8, 4),
    ULINT(0xC9, 8),
    REAL(0xCA, 4),
    LREAL(0xCB, 8),
    BYTE(0xD1, 1),
    WORD(0xD2, 2),
    DWORD(0xD3, 4),
    LWORD(0xD4, 8),
    STRING(0xD0, 0);

    private final int code;
    private final int size;

    DataType(int code, int size) {
        this.code = code;
        this.size = size;
    }

    /** As it goes over the wire. */
    int code() {
        return code;
    }

    /** Bytes of one value; 0 where it varies. */
    int size() {
        return size;
    }

    boolean isInteger() {
        return this != BOOL && this != REAL && this != LREAL && this != STRING;
    }

    /** Whether the highest bit is a sign. */
    boolean isSigned() {
        return this == SINT || this == INT || this == DINT || this == LINT;
    }

    /** Whether a tag of the other type may be read as this one: the same, or integers of one size. */
    boolean reads(DataType actual) {
        return this == actual || isInteger() && actual.isInteger() && size == actual.size;
    }

    static Optional<DataType> ofCode(int code) {
        for (DataType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    static Optional<DataType> of(String key) {
        for (DataType type : values()) {
            if (type.name().equalsIgnoreCase(key)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
