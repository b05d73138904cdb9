package parx.driver.modbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parx.driver.DriverException;

class PointCodecTest {
    private static Point point(DataType type, WordOrder order) {
        return new Point(1, Table.HOLDING, 0, type, -1, order, type == DataType.STRING ? 5 : 0);
    }

    private static double decode(DataType type, WordOrder order, String hex) {
        return PointCodec.decode(point(type, order), HexFormat.of().parseHex(hex), 0, 0);
    }

    @Test
    void oneAndAHalfReadsTheSameInEachOrder() {
        assertEquals(1.5, decode(DataType.FLOAT, WordOrder.ABCD, "3fc00000"));
        assertEquals(1.5, decode(DataType.FLOAT, WordOrder.CDAB, "00003fc0"));
        assertEquals(1.5, decode(DataType.FLOAT, WordOrder.BADC, "c03f0000"));
        assertEquals(1.5, decode(DataType.FLOAT, WordOrder.DCBA, "0000c03f"));
    }

    @Test
    void sixtyFourBitsFollowTheSameRule() {
        long value = 0x0102030405060708L;
        assertEquals(value, decode(DataType.INT64, WordOrder.ABCD, "0102030405060708"));
        assertEquals(value, decode(DataType.INT64, WordOrder.CDAB, "0708050603040102"));
        assertEquals(value, decode(DataType.INT64, WordOrder.BADC, "0201040306050807"));
        assertEquals(value, decode(DataType.INT64, WordOrder.DCBA, "0807060504030201"));
        assertEquals(-1.25, decode(DataType.DOUBLE, WordOrder.ABCD, "bff4000000000000"));
    }

    @Test
    void signsAndLimitsAreKept() {
        assertEquals(-1, decode(DataType.INT16, WordOrder.ABCD, "ffff"));
        assertEquals(65_535, decode(DataType.UINT16, WordOrder.ABCD, "ffff"));
        assertEquals(-2, decode(DataType.INT16, WordOrder.BADC, "feff"));
        assertEquals(Integer.MIN_VALUE, decode(DataType.INT32, WordOrder.ABCD, "80000000"));
        assertEquals(4_294_967_295.0, decode(DataType.UINT32, WordOrder.ABCD, "ffffffff"));
        assertEquals(0x1p64, decode(DataType.UINT64, WordOrder.ABCD, "ffffffffffffffff"));
    }

    @Test
    void digitsBeyondNineAreNoBcdNumber() {
        assertEquals(1234, decode(DataType.BCD16, WordOrder.ABCD, "1234"));
        assertEquals(12_345_678, decode(DataType.BCD32, WordOrder.CDAB, "56781234"));
        assertTrue(Double.isNaN(decode(DataType.BCD16, WordOrder.ABCD, "12a4")));
    }

    @Test
    void textEndsAtItsLengthOrAtNulAndHeedsSwappedBytes() {
        Point text = point(DataType.STRING, WordOrder.ABCD);
        assertEquals("COIL7", PointCodec.decodeText(text, "COIL7!".getBytes(), 0));
        assertEquals("CO", PointCodec.decodeText(text, new byte[] {'C', 'O', 0, 'I', 'L', 0}, 0));
        assertEquals("COIL7", PointCodec.decodeText(point(DataType.STRING, WordOrder.BADC), "OCLI!7".getBytes(), 0));
    }

    @Test
    void whatIsEncodedDecodesToItselfInEveryTypeAndOrder() throws DriverException {
        Random random = new Random(5);
        for (DataType type : DataType.values()) {
            for (WordOrder order : WordOrder.values()) {
                Point point = point(type, order);
                for (int i = 0; i < 100; i++) {
                    double value = type == DataType.BOOL ? i & 1 : type == DataType.FLOAT || type == DataType.DOUBLE
                            ? random.nextInt() / 1024.0f : random.nextInt(10_000);
                    if (type == DataType.STRING) {
                        String text = "T" + random.nextInt(10_000);
                        assertEquals(text, PointCodec.decodeText(point, PointCodec.encode(point, text), 0));
                    } else {
                        assertEquals(value, PointCodec.decode(point, PointCodec.encode(point, value), 0, 0), type + " " + order);
                    }
                }
            }
        }
    }

    @Test
    void aValueThatTheTypeCannotHoldIsNotWritten() throws DriverException {
        assertThrows(DriverException.class, () -> PointCodec.encode(point(DataType.INT16, WordOrder.ABCD), 32_768.0));
        assertThrows(DriverException.class, () -> PointCodec.encode(point(DataType.UINT16, WordOrder.ABCD), -1.0));
        assertThrows(DriverException.class, () -> PointCodec.encode(point(DataType.BCD16, WordOrder.ABCD), 10_000.0));
        assertThrows(DriverException.class, () -> PointCodec.encode(point(DataType.INT64, WordOrder.ABCD), 0x1p63));
        assertThrows(DriverException.class, () -> PointCodec.encode(point(DataType.INT32, WordOrder.ABCD), Double.NaN));
        assertThrows(DriverException.class, () -> PointCodec.encode(point(DataType.FLOAT, WordOrder.ABCD), 1e39));
        assertThrows(DriverException.class, () -> PointCodec.encode(point(DataType.STRING, WordOrder.ABCD), "too long"));
        assertThrows(DriverException.class, () -> PointCodec.encode(point(DataType.INT16, WordOrder.ABCD), "ten"));
        assertArrayEquals(HexFormat.of().parseHex("8000000000000000"),
                PointCodec.encode(point(DataType.UINT64, WordOrder.ABCD), 0x1p63));
    }

    /** Modbus over serial line, section 6.2.2, and the widely published frame 01 03 00 00 00 0A. */
    @Test
    void theCheckSumMatchesAPublishedFrame() {
        byte[] frame = HexFormat.of().parseHex("01030000000ac5cd");
        assertTrue(Crc16.matches(frame, 0, frame.length));
    }
}
