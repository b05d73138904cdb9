package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.util.Optional;
import java.util.function.Supplier;
import parx.model.Reason;
import parx.model.Sentence;

/**
 * One channel's value out of what was read, or why there is none. Immutable, any thread.
 *
 * @param number   NaN where it is text or there is none
 * @param text     null where it is a number or there is none
 * @param why      where there is none: what is wrong and what to do; asked only where it is said
 */
record TagValue(double number, String text, Reason reason, Supplier<Sentence> why) {

    private static final Supplier<Sentence> NOTHING = () -> Sentence.NONE;

    /** @param bit of the value to take, -1 for none */
    static TagValue of(Point point, int bit, TagData data) {
        if (data.isString() || point.isText()) {
            return text(point, bit, data);
        }
        Optional<DataType> type = data.type();
        if (type.isEmpty()) {
            return none(Reason.CONFIG_ERROR, point, "value.structure", data.typeName());
        }
        DataType actual = type.get();
        Optional<Long> bits = data.bits(actual);
        if (bits.isEmpty()) {
            return none(Reason.DEVICE_ERROR, point, "value.length", data.bytes().length, actual, actual.size());
        }
        if (bit >= 0) {
            return bit(point, bit, actual, bits.get());
        }
        DataType wanted = point.declared() == null ? actual : point.declared();
        if (!wanted.reads(actual)) {
            return none(Reason.CONFIG_ERROR, point, "value.type", actual, wanted);
        }
        return number(decode(wanted, bits.get()));
    }

    private static TagValue bit(Point point, int bit, DataType actual, long bits) {
        if (!actual.isInteger()) {
            return none(Reason.CONFIG_ERROR, point, "value.noBits", bit, actual);
        }
        if (bit >= actual.size() * 8) {
            return none(Reason.CONFIG_ERROR, point, "value.bit", bit, actual, actual.size() * 8 - 1);
        }
        return number(bits >> bit & 1);
    }

    private static TagValue text(Point point, int bit, TagData data) {
        boolean isOne = data.isString() || data.code() == TagData.STRUCTURE;
        if (!isOne || bit >= 0 || point.declared() != null && !point.isText()) {
            return none(Reason.CONFIG_ERROR, point, "value.type", data.typeName(),
                    point.declared() == null ? TEXTS.of("type.integer") : point.declared());
        }
        return data.text().map(text -> new TagValue(Double.NaN, text, Reason.NONE, NOTHING))
                .orElseGet(() -> none(Reason.DEVICE_ERROR, point, data.isString() ? "value.textLength" : "value.noText"));
    }

    private static double decode(DataType type, long raw) {
        return switch (type) {
            case BOOL -> raw != 0 ? 1 : 0;
            case SINT -> (byte) raw;
            case INT -> (short) raw;
            case DINT -> (int) raw;
            case LINT, USINT, UINT, UDINT, BYTE, WORD, DWORD -> raw;
            case ULINT, LWORD -> raw >= 0 ? raw : (raw >>> 1 | raw & 1) * 2.0;
            case REAL -> Float.intBitsToFloat((int) raw);
            case LREAL -> Double.longBitsToDouble(raw);
            case STRING -> Double.NaN;
        };
    }

    private static TagValue number(double value) {
        return Double.isFinite(value) ? new TagValue(value, null, Reason.NONE, NOTHING)
                : new TagValue(Double.NaN, null, Reason.NOT_A_NUMBER, () -> TEXTS.of("value.noNumber"));
    }

    private static TagValue none(Reason reason, Point point, String key, Object... values) {
        return new TagValue(Double.NaN, null, reason, () -> TEXTS.of("value.tag", point.tag().text(), TEXTS.of(key, values)));
    }
}
