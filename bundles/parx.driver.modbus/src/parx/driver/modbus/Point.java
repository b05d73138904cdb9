package parx.driver.modbus;

import parx.model.Settings;
import parx.model.SettingsException;

/**
 * Where a channel's value is in a device and how to read it: its config, checked. Immutable, any thread.
 *
 * @param unit    0–255
 * @param address zero-based, as it goes over the wire
 * @param bit     0–15 of a register, 0 the least significant; -1 for none
 * @param length  characters of a text; else 0
 */
record Point(int unit, Table table, int address, DataType type, int bit, WordOrder order, int length) {
    static final int HIGHEST_ADDRESS = 0xFFFF;
    static final int MOST_CHARACTERS = 240;

    /** Registers, or bits of a bit table, that the value takes. */
    int width() {
        return type == DataType.STRING ? (length + 1) / 2 : type.words();
    }

    /** One past the last address. */
    int end() {
        return address + width();
    }

    boolean isText() {
        return type == DataType.STRING;
    }

    /** Both notations and how the value is read: {@code holding register 40001 (address 0), float CDAB}. */
    String describe() {
        return describe(table.label() + " ", true);
    }

    /**
     * The same without the table's name, which the notation's first digit says, and without the order of bytes where it is
     * the usual one: {@code 40001 (address 0), float}.
     */
    String brief() {
        return describe("", order != WordOrder.ABCD);
    }

    private String describe(String tableName, boolean withOrder) {
        StringBuilder text = new StringBuilder(unit == 1 ? "" : "unit " + unit + ", ");
        text.append(tableName).append(table.notation(address)).append(" (address ").append(address).append(')');
        if (bit >= 0) {
            return text.append(", bit ").append(bit).toString();
        }
        text.append(", ").append(type.key());
        if (isText()) {
            text.append(" of ").append(length).append(" characters");
        }
        return (withOrder && width() > 1 && !isText() || order.bytesSwapped() ? text.append(' ').append(order) : text).toString();
    }

    /** @throws SettingsException naming the setting that is wrong or missing, with a sentence */
    static Point of(Settings config) {
        int unit = config.within("unitId", "The unit id", 1, 0, 255);
        Place place = Place.of(config);
        int bit = config.within("bit", "The bit", -1, config.has("bit") ? 0 : -1, 15);
        DataType type = type(config, place.table(), bit);
        String orderKey = config.nonBlank("byteOrder", "ABCD");
        WordOrder order = WordOrder.of(orderKey).orElseThrow(() -> new SettingsException("byteOrder",
                "The byte order must be ABCD, CDAB, BADC or DCBA, but is " + orderKey));
        int length = 0;
        if (type == DataType.STRING) {
            if (!config.has("length")) {
                throw new SettingsException("length", "A text needs its length in characters");
            }
            length = config.within("length", "The length", 0, 1, MOST_CHARACTERS);
        }
        Point point = new Point(unit, place.table(), place.address(), type, bit, order, length);
        if (point.end() > HIGHEST_ADDRESS + 1) {
            throw new SettingsException("dataType", "A " + type.key() + " takes " + point.width() + " registers from "
                    + place.table().notation(place.address()) + " on, but the last address is "
                    + place.table().notation(HIGHEST_ADDRESS));
        }
        return point;
    }

    private static DataType type(Settings config, Table table, int bit) {
        String key = config.nonBlank("dataType", table.bits() || bit >= 0 ? "bool" : "uint16");
        DataType type = DataType.of(key).orElseThrow(() -> new SettingsException("dataType",
                "The data type must be one of bool, int16, uint16, int32, uint32, int64, uint64, float, double, string, "
                        + "bcd16, bcd32, but is " + key));
        if (table.bits() && type != DataType.BOOL) {
            throw new SettingsException("dataType", "A " + table.label() + " holds one bit: its data type is bool, not " + key);
        }
        if (table.bits() && bit >= 0) {
            throw new SettingsException("bit", "A " + table.label() + " is one bit already: leave out ‘bit’");
        }
        if (bit >= 0 && type != DataType.BOOL) {
            throw new SettingsException("bit", "A bit of a register has the data type bool, not " + key);
        }
        return type;
    }
}
