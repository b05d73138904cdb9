package parx.driver.ethernetip;

import static parx.driver.ethernetip.EthernetIpTexts.TEXTS;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import parx.driver.DriverException;
import parx.model.Reason;
import parx.model.Sentence;

/** Values to the bytes that a tag takes. Pure functions, any thread. */
final class TagEncoder {
    private final Point point;

    TagEncoder(Point point) {
        this.point = point;
    }

    boolean bit(Object value) throws DriverException {
        double number = value instanceof Boolean flag ? (flag ? 1 : 0) : number(value);
        if (number != 0 && number != 1) {
            throw refused(TEXTS.of("write.bool"));
        }
        return number != 0;
    }

    /** The value's bits in their lowest places. */
    long bits(DataType type, Object value) throws DriverException {
        if (type == DataType.BOOL) {
            return bit(value) ? 1 : 0;
        }
        double number = number(value);
        return switch (type) {
            case REAL -> {
                if (Double.isFinite(number) && Math.abs(number) > Float.MAX_VALUE) {
                    throw refused(TEXTS.of("write.large", number));
                }
                yield Float.floatToIntBits((float) number);
            }
            case LREAL -> Double.doubleToLongBits(number);
            default -> whole(type, number);
        };
    }

    private long whole(DataType type, double number) throws DriverException {
        int bits = type.size() * 8;
        double rounded = Math.rint(number);
        double low = type.isSigned() ? -Math.scalb(1.0, bits - 1) : 0;
        double beyond = Math.scalb(1.0, type.isSigned() ? bits - 1 : bits);
        if (!(rounded >= low && rounded < beyond)) {
            throw refused(TEXTS.of("write.range", type, new BigDecimal(low).toPlainString(),
                    new BigDecimal(beyond).subtract(BigDecimal.ONE).toPlainString()));
        }
        return new BigDecimal(rounded).toBigInteger().longValue();
    }

    /** The bytes of a text that take the place of those there are. */
    byte[] text(TagData present, Object value) throws DriverException {
        byte[] characters = String.valueOf(value).getBytes(StandardCharsets.ISO_8859_1);
        int room = present.textRoom();
        if (characters.length > room) {
            throw refused(TEXTS.of("write.long", characters.length, room));
        }
        return present.encodeText(characters);
    }

    private double number(Object value) throws DriverException {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return Double.parseDouble(String.valueOf(value).trim());
        } catch (NumberFormatException e) {
            throw refused(TEXTS.of("write.number", value));
        }
    }

    private DriverException refused(Sentence why) {
        return new DriverException(Reason.CONFIG_ERROR, TEXTS.of("write.nothing", point.describe(), why));
    }
}
