package parx.driver.modbus;

import java.util.Optional;

/** How the bits of a channel are read. Immutable, any thread. */
enum DataType {
    BOOL("bool", "Bool", 1), INT16("int16", "16-bit integer, signed", 1), UINT16("uint16", "16-bit integer, unsigned", 1),
    INT32("int32", "32-bit integer, signed", 2), UINT32("uint32", "32-bit integer, unsigned", 2),
    INT64("int64", "64-bit integer, signed", 4), UINT64("uint64", "64-bit integer, unsigned", 4),
    FLOAT("float", "32-bit float", 2), DOUBLE("double", "64-bit float", 4), STRING("string", "Text", 0),
    BCD16("bcd16", "BCD, 4 digits", 1), BCD32("bcd32", "BCD, 8 digits", 2);

    private final String key;
    private final String label;
    private final int words;

    DataType(String key, String label, int words) {
        this.key = key;
        this.label = label;
        this.words = words;
    }

    String key() {
        return key;
    }

    String label() {
        return label;
    }

    /** Registers that one value takes; 0 where the channel's length decides. */
    int words() {
        return words;
    }

    static Optional<DataType> of(String key) {
        if (key.equals("bcd")) {
            return Optional.of(BCD16);
        }
        for (DataType type : values()) {
            if (type.key.equals(key)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
