package parx.driver.modbus;

/** The check sum of Modbus RTU (serial line specification, 6.2.2). Pure, any thread. */
final class Crc16 {
    private static final int POLYNOMIAL = 0xA001;

    private Crc16() {
    }

    static int of(byte[] bytes, int offset, int length) {
        int crc = 0xFFFF;
        for (int i = offset; i < offset + length; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >> 1 ^ POLYNOMIAL : crc >> 1;
            }
        }
        return crc;
    }

    /** Whether the last two of these bytes are the check sum of the others. */
    static boolean matches(byte[] bytes, int offset, int length) {
        int crc = of(bytes, offset, length - 2);
        return (bytes[offset + length - 2] & 0xFF) == (crc & 0xFF) && (bytes[offset + length - 1] & 0xFF) == crc >> 8;
    }

    static void append(byte[] bytes, int length) {
        int crc = of(bytes, 0, length);
        bytes[length] = (byte) crc;
        bytes[length + 1] = (byte) (crc >> 8);
    }
}
