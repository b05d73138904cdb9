package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.util.Optional;

/** How the bits of a channel are read. Immutable, any thread. */
enum DataType {
    BOOL("bool", 1), INT16("int16", 1), UINT16("uint16", 1), INT32("int32", 2), UINT32("uint32", 2), INT64("int64", 4),
    UINT64("uint64", 4), FLOAT("float", 2), DOUBLE("double", 4), STRING("string", 0), BCD16("bcd16", 1), BCD32("bcd32", 2);

    private final String key;
    private final int words;

    DataType(String key, int words) {
        this.key = key;
        this.words = words;
    }

    String key() {
        return key;
    }

    String label() {
        return TEXTS.text("channel.dataType@" + key);
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
