package parx.driver.modbus;

import static parx.driver.modbus.ModbusTexts.TEXTS;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import parx.driver.DriverException;
import parx.model.Reason;
import parx.model.Sentence;

/** Bytes to values and back. Pure functions, any thread. */
final class PointCodec {
    private static final double TWO_TO_64 = 0x1p64;

    private PointCodec() {
    }

    /**
     * @param offset of the point's first byte; for a bit table of the byte that holds its bit
     * @param bit    within that byte, for bit tables
     * @return NaN where the bytes are no number: a NaN, digits beyond 9 in BCD
     */
    static double decode(Point point, byte[] wire, int offset, int bit) {
        if (point.table().bits()) {
            return wire[offset] >> bit & 1;
        }
        return decode(point.type(), point.bit(), point.order().gather(wire, offset, point.width()));
    }

    private static double decode(DataType type, int bit, long raw) {
        return switch (type) {
            case BOOL -> bit >= 0 ? raw >> bit & 1 : raw != 0 ? 1 : 0;
            case INT16 -> (short) raw;
            case INT32 -> (int) raw;
            case UINT16, UINT32, INT64 -> raw;
            case UINT64 -> raw >= 0 ? raw : (raw >>> 1 | raw & 1) * 2.0;
            case FLOAT -> Float.intBitsToFloat((int) raw);
            case DOUBLE -> Double.longBitsToDouble(raw);
            case BCD16 -> bcd(raw, 4);
            case BCD32 -> bcd(raw, 8);
            case STRING -> Double.NaN;
        };
    }

    /** Text up to its first NUL, without trailing spaces; bytes beyond ASCII as Latin-1. */
    static String decodeText(Point point, byte[] wire, int offset) {
        byte[] chars = new byte[point.length()];
        int used = 0;
        int swap = point.order().bytesSwapped() ? 1 : 0;
        while (used < chars.length) {
            byte next = wire[offset + (used ^ swap)];
            if (next == 0) {
                break;
            }
            chars[used++] = next;
        }
        return new String(chars, 0, used, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** The value in another order, exactly and for people. */
    static String show(Point point, WordOrder order, byte[] wire) {
        long raw = order.gather(wire, 0, point.width());
        return switch (point.type()) {
            case INT64 -> Long.toString(raw);
            case UINT64 -> Long.toUnsignedString(raw);
            case FLOAT -> Float.toString(Float.intBitsToFloat((int) raw));
            case DOUBLE -> Double.toString(Double.longBitsToDouble(raw));
            default -> {
                double value = decode(point.type(), point.bit(), raw);
                yield Double.isNaN(value) ? TEXTS.text("test.no", point.type().label()) : String.format(Locale.ROOT, "%.0f", value);
            }
        };
    }

    /** The registers (two bytes each) that hold this value. @throws DriverException where the type cannot hold it */
    static byte[] encode(Point point, Object value) throws DriverException {
        byte[] wire = new byte[point.width() * 2];
        if (point.isText()) {
            byte[] chars = String.valueOf(value).getBytes(StandardCharsets.ISO_8859_1);
            if (chars.length > point.length()) {
                throw refused(point, TEXTS.of("write.long", chars.length, point.length()));
            }
            int swap = point.order().bytesSwapped() ? 1 : 0;
            for (int i = 0; i < chars.length; i++) {
                wire[i ^ swap] = chars[i];
            }
            return wire;
        }
        point.order().scatter(bits(point, number(point, value)), wire, 0, point.width());
        return wire;
    }

    static double number(Point point, Object value) throws DriverException {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.parseDouble(String.valueOf(value).trim());
        } catch (NumberFormatException e) {
            throw refused(point, TEXTS.of("write.noNumber", value));
        }
    }

    private static long bits(Point point, double value) throws DriverException {
        return switch (point.type()) {
            case FLOAT -> {
                if (Double.isFinite(value) && Math.abs(value) > Float.MAX_VALUE) {
                    throw refused(point, TEXTS.of("write.float", value));
                }
                yield Float.floatToIntBits((float) value);
            }
            case DOUBLE -> Double.doubleToLongBits(value);
            case BOOL -> whole(point, value, 0, 1);
            case INT16 -> whole(point, value, Short.MIN_VALUE, Short.MAX_VALUE);
            case UINT16 -> whole(point, value, 0, 0xFFFF);
            case INT32 -> whole(point, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UINT32 -> whole(point, value, 0, 0xFFFF_FFFFL);
            case INT64 -> whole(point, value, Long.MIN_VALUE, Long.MAX_VALUE);
            case UINT64 -> unsigned(point, value);
            case BCD16 -> toBcd(whole(point, value, 0, 9_999));
            case BCD32 -> toBcd(whole(point, value, 0, 99_999_999));
            case STRING -> throw new IllegalStateException("text is encoded elsewhere");
        };
    }

    private static long whole(Point point, double value, long low, long high) throws DriverException {
        double rounded = Math.rint(value);
        // 2^63 as a double is one more than the largest long.
        if (!(rounded >= low && rounded <= high) || high == Long.MAX_VALUE && rounded == 0x1p63) {
            throw refused(point, TEXTS.of("write.range", point.type().key(), low, high));
        }
        return (long) rounded;
    }

    private static long unsigned(Point point, double value) throws DriverException {
        double rounded = Math.rint(value);
        if (!(rounded >= 0 && rounded < TWO_TO_64)) {
            throw refused(point, TEXTS.of("write.range", point.type().key(), 0, "18446744073709551615"));
        }
        return rounded < 0x1p63 ? (long) rounded : new java.math.BigDecimal(rounded).toBigInteger().and(
                BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)).longValue();
    }

    private static double bcd(long raw, int digits) {
        long value = 0;
        for (int i = digits - 1; i >= 0; i--) {
            long digit = raw >> 4 * i & 0xF;
            if (digit > 9) {
                return Double.NaN;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static long toBcd(long value) {
        long raw = 0;
        for (int shift = 0; value > 0; shift += 4, value /= 10) {
            raw |= value % 10 << shift;
        }
        return raw;
    }

    private static DriverException refused(Point point, Sentence why) {
        return new DriverException(Reason.CONFIG_ERROR, TEXTS.of("write.nothing", point.describe(), why));
    }
}
