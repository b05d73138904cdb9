package parx.persistence.internal.history.packed;

/**
 * Whole numbers as bytes of equal weight side by side: the first plane holds the least significant byte of each. What
 * varies little leaves the higher planes zero, and those are not stored; a few large numbers among small ones leave a
 * plane of nearly nothing but zeros, which TOAST's compression makes vanish. Negative numbers are folded between the
 * positive ones (0, -1, 1, -2, …). Pure functions, any thread.
 */
final class BytePlanes {
    private BytePlanes() {
    }

    /** @return the planes; null where all bytes of one are zero */
    static byte[][] of(long[] numbers, int count, int planes) {
        byte[][] result = new byte[planes][];
        long any = 0;
        for (int i = 0; i < count; i++) {
            any |= fold(numbers[i]);
        }
        for (int plane = 0; plane < planes; plane++) {
            int shift = plane * Byte.SIZE;
            if ((any >>> shift & 0xFF) != 0) {
                byte[] bytes = new byte[count];
                for (int i = 0; i < count; i++) {
                    bytes[i] = (byte) (fold(numbers[i]) >>> shift);
                }
                result[plane] = bytes;
            }
        }
        return result;
    }

    static void into(byte[][] planes, long[] numbers, int count) {
        java.util.Arrays.fill(numbers, 0, count, 0);
        for (int plane = 0; plane < planes.length; plane++) {
            byte[] bytes = planes[plane];
            if (bytes != null) {
                int shift = plane * Byte.SIZE;
                for (int i = 0; i < count; i++) {
                    numbers[i] |= (bytes[i] & 0xFFL) << shift;
                }
            }
        }
        for (int i = 0; i < count; i++) {
            numbers[i] = numbers[i] >>> 1 ^ -(numbers[i] & 1);
        }
    }

    /** Bytes that these numbers will take, by the entropy of each plane: what a good compression could make of them. */
    static double estimate(long[] numbers, int count) {
        double bits = 0;
        int[] seen = new int[256];
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            java.util.Arrays.fill(seen, 0);
            for (int i = 0; i < count; i++) {
                seen[(int) (fold(numbers[i]) >>> shift & 0xFF)]++;
            }
            for (int n : seen) {
                bits += n == 0 ? 0 : n * Math.log((double) count / n);
            }
        }
        return bits / Math.log(2) / Byte.SIZE;
    }

    private static long fold(long number) {
        return number << 1 ^ number >> 63;
    }
}
