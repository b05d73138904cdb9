package parx.model;

import java.util.Arrays;

/**
 * Samples as columns: the one currency between driver, pipeline, history writer and spool.
 * Not thread-safe: one thread fills it, hands it over through a queue, and does not touch it again.
 */
public final class SampleBatch implements SampleSink {
    private int[] channel;
    private long[] timeMicros;
    private double[] value;
    private byte[] quality;
    private short[] keepDays;
    private int length;

    public SampleBatch(int capacity) {
        channel = new int[capacity];
        timeMicros = new long[capacity];
        value = new double[capacity];
        quality = new byte[capacity];
        keepDays = new short[capacity];
    }

    @Override
    public void sample(int channel, long timeMicros, double value, byte quality) {
        sample(channel, timeMicros, value, quality, (short) 0);
    }

    /**
     * A sample that stays for so long.
     *
     * @param keepDays 0: as long as the site's standard says; negative: no new sample, but the wish to keep for so many
     *                 days one that was handed over before
     */
    public void sample(int channel, long timeMicros, double value, byte quality, short keepDays) {
        if (length == this.channel.length) {
            grow(length + 1);
        }
        this.channel[length] = channel;
        this.timeMicros[length] = timeMicros;
        this.value[length] = value;
        this.quality[length] = quality;
        this.keepDays[length] = keepDays;
        length++;
    }

    /** Appends rows {@code from} (inclusive) to {@code to} (exclusive) of another batch. */
    public void addAll(SampleBatch other, int from, int to) {
        int count = to - from;
        if (length + count > channel.length) {
            grow(length + count);
        }
        System.arraycopy(other.channel, from, channel, length, count);
        System.arraycopy(other.timeMicros, from, timeMicros, length, count);
        System.arraycopy(other.value, from, value, length, count);
        System.arraycopy(other.quality, from, quality, length, count);
        System.arraycopy(other.keepDays, from, keepDays, length, count);
        length += count;
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The channel's handle in the {@link ChannelIndex}. */
    public int channel(int row) {
        return channel[row];
    }

    /** Microseconds since 1970-01-01T00:00:00Z. */
    public long timeMicros(int row) {
        return timeMicros[row];
    }

    public double value(int row) {
        return value[row];
    }

    /** See {@link QualityCode}. */
    public byte quality(int row) {
        return quality[row];
    }

    /** See {@link #sample(int, long, double, byte, short)}. */
    public short keepDays(int row) {
        return keepDays[row];
    }

    public void set(int row, double newValue, byte newQuality) {
        value[row] = newValue;
        quality[row] = newQuality;
    }

    public void clear() {
        length = 0;
    }

    public Sample get(int row) {
        return new Sample(channel[row], timeMicros[row], value[row], quality[row]);
    }

    private void grow(int needed) {
        int capacity = Math.max(needed, Math.max(16, channel.length + (channel.length >> 1)));
        channel = Arrays.copyOf(channel, capacity);
        timeMicros = Arrays.copyOf(timeMicros, capacity);
        value = Arrays.copyOf(value, capacity);
        quality = Arrays.copyOf(quality, capacity);
        keepDays = Arrays.copyOf(keepDays, capacity);
    }
}
