package parx.persistence.internal.history.packed;

/**
 * Some samples of one channel and day as one row of channel_data_packed; the migration that makes the table says what
 * each column means. Immutable by convention.
 *
 * @param timesOf  the channel whose block of the same leaf and first time has the times; null: this one
 * @param times    five planes of the steps between the times, around {@code timeStep}
 * @param form     how a whole number stands for a value
 * @param step     null: each number is counted from {@code first}, otherwise from the number before it plus this
 * @param values   eight planes of the numbers
 * @param oddAt    which samples have no such number, and
 * @param odd      what their values are
 * @param qualityAt where the second and every further run of equal quality begins
 * @param qualities a letter for each run: G, U, B, in lower case where the values are NaN
 */
record Block(String channelId, long from, long to, int samples, String timesOf, long timeStep, byte[][] times, Form form,
        double factor, double divisor, long first, Long step, byte[][] values, int[] oddAt, double[] odd,
        int[] qualityAt, String qualities) {
    static final int TIME_PLANES = 5;
    static final int VALUE_PLANES = 8;

    /** What the numbers are. */
    enum Form {
        /** The value is {@code number * factor / divisor}. */
        SCALED,
        /** The bits of a 32-bit float. */
        FLOAT,
        /** The bits of the value itself. */
        DOUBLE;

        char letter() {
            return name().charAt(0);
        }

        static Form of(byte letter) {
            return switch (letter) {
                case 'S' -> SCALED;
                case 'F' -> FLOAT;
                case 'D' -> DOUBLE;
                default -> throw new IllegalArgumentException("no form of a packed value: " + (char) letter);
            };
        }
    }

    /** Bits whose order is that of the numbers they stand for, so that what is near stays near over zero. */
    static long ordered(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    static double fromOrdered(long number) {
        return Double.longBitsToDouble(number ^ (number >> 63 & Long.MAX_VALUE));
    }

    static int orderedFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    static float fromOrderedFloat(int number) {
        return Float.intBitsToFloat(number ^ (number >> 31 & Integer.MAX_VALUE));
    }
}
