package parx.persistence.internal.history.packed;

import java.util.Arrays;

/** Samples of one channel as columns, ascending by time. Not thread-safe. */
final class Samples {
    long[] time;
    double[] value;
    /** See {@link parx.model.QualityCode}; only the quality counts, what is stored has no reason. */
    byte[] quality;
    int length;

    Samples(int capacity) {
        time = new long[capacity];
        value = new double[capacity];
        quality = new byte[capacity];
    }

    void add(long at, double number, byte code) {
        if (length == time.length) {
            int capacity = Math.max(64, length * 2);
            time = Arrays.copyOf(time, capacity);
            value = Arrays.copyOf(value, capacity);
            quality = Arrays.copyOf(quality, capacity);
        }
        time[length] = at;
        value[length] = number;
        quality[length] = code;
        length++;
    }

    long first() {
        return time[0];
    }

    long last() {
        return time[length - 1];
    }
}
