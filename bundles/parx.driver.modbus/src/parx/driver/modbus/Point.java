package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import parx.model.Sentence;
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
    Sentence describe() {
        return describe(table.label().plus(" "), true);
    }

    /**
     * The same without the table's name, which the notation's first digit says, and without the order of bytes where it is
     * the usual one: {@code 40001 (address 0), float}.
     */
    Sentence brief() {
        return describe(Sentence.NONE, order != WordOrder.ABCD);
    }

    private Sentence describe(Sentence tableName, boolean withOrder) {
        Sentence ofUnit = unit == 1 ? Sentence.NONE : TEXTS.of("point.unit", unit);
        Sentence place = ofUnit.plus(tableName).plus(TEXTS.of("point.address", table.notation(address), address));
        if (bit >= 0) {
            return place.plus(TEXTS.of("point.bit", bit));
        }
        Sentence read = place.plus(", " + type.key()).plus(isText() ? TEXTS.of("point.length", length) : Sentence.NONE);
        return withOrder && width() > 1 && !isText() || order.bytesSwapped() ? read.plus(" " + order) : read;
    }

    /** @throws SettingsException naming the setting that is wrong or missing, with a sentence */
    static Point of(Settings config) {
        int unit = config.within("unitId", TEXTS.of("channel.unitId"), 1, 0, 255);
        Place place = Place.of(config);
        int bit = config.within("bit", TEXTS.of("channel.bit"), -1, config.has("bit") ? 0 : -1, 15);
        DataType type = type(config, place.table(), bit);
        String orderKey = config.nonBlank("byteOrder", "ABCD");
        WordOrder order = WordOrder.of(orderKey).orElseThrow(() -> new SettingsException("byteOrder",
                TEXTS.of("byteOrder.unknown", orderKey)));
        int length = 0;
        if (type == DataType.STRING) {
            if (!config.has("length")) {
                throw new SettingsException("length", TEXTS.of("length.missing"));
            }
            length = config.within("length", TEXTS.of("channel.length"), 0, 1, MOST_CHARACTERS);
        }
        Point point = new Point(unit, place.table(), place.address(), type, bit, order, length);
        if (point.end() > HIGHEST_ADDRESS + 1) {
            throw new SettingsException("dataType", TEXTS.of("dataType.beyond", type.key(), point.width(),
                    place.table().notation(place.address()), place.table().notation(HIGHEST_ADDRESS)));
        }
        return point;
    }

    private static DataType type(Settings config, Table table, int bit) {
        String key = config.nonBlank("dataType", table.bits() || bit >= 0 ? "bool" : "uint16");
        DataType type = DataType.of(key).orElseThrow(() -> new SettingsException("dataType",
                TEXTS.of("dataType.unknown", key)));
        if (table.bits() && type != DataType.BOOL) {
            throw new SettingsException("dataType", TEXTS.of("dataType.bit", table.label(), key));
        }
        if (table.bits() && bit >= 0) {
            throw new SettingsException("bit", TEXTS.of("bit.already", table.label()));
        }
        if (bit >= 0 && type != DataType.BOOL) {
            throw new SettingsException("bit", TEXTS.of("bit.type", key));
        }
        return type;
    }
}
