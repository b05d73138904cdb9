package parx.driver.modbus;

import java.util.Optional;

/**
 * In which order a device sends the bytes of a value; A is the most significant. For 64 bits by the same rule:
 * CDAB turns the order of the registers, BADC the bytes within each, DCBA both. Immutable, any thread.
 */
enum WordOrder {
    ABCD(false, false), CDAB(true, false), BADC(false, true), DCBA(true, true);

    private final boolean wordsReversed;
    private final boolean bytesSwapped;

    WordOrder(boolean wordsReversed, boolean bytesSwapped) {
        this.wordsReversed = wordsReversed;
        this.bytesSwapped = bytesSwapped;
    }

    static Optional<WordOrder> of(String key) {
        for (WordOrder order : values()) {
            if (order.name().equals(key)) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    boolean bytesSwapped() {
        return bytesSwapped;
    }

    /** The value of 1 to 4 registers as they came over the wire, right-aligned. */
    long gather(byte[] wire, int offset, int words) {
        int swap = bytesSwapped ? 1 : 0;
        long value = 0;
        for (int i = 0; i < words; i++) {
            int at = offset + 2 * (wordsReversed ? words - 1 - i : i);
            value = value << 16 | (wire[at + swap] & 0xFF) << 8 | wire[at + 1 - swap] & 0xFF;
        }
        return value;
    }

    /** The inverse of {@link #gather}. */
    void scatter(long value, byte[] wire, int offset, int words) {
        int swap = bytesSwapped ? 1 : 0;
        for (int i = words - 1; i >= 0; i--) {
            int at = offset + 2 * (wordsReversed ? words - 1 - i : i);
            wire[at + swap] = (byte) (value >> 8);
            wire[at + 1 - swap] = (byte) value;
            value >>>= 16;
        }
    }
}
