package parx.service;

/**
 * A stretch of one channel's history: raw samples, or one row per bucket. Rows ascend strictly in time.
 * Immutable by convention: whoever gets one does not write to its arrays. Any thread.
 *
 * @param channelId  whose
 * @param raw        true: every row is one stored sample, and {@code first, min, max, last, average} are the same array
 * @param timeMicros the sample's time, or the start of its bucket
 * @param average    mean of the values that count in the bucket, each of the same weight
 * @param counted    how many samples of the bucket count: GOOD or UNCERTAIN, and a number
 * @param bad        how many do not: BAD, or no number
 * @param quality    see {@link parx.model.QualityCode}: of the sample, or the worst of the bucket
 * @param gap        true where a BAD sample lies in this row: a line breaks here though the row may hold good values
 *                   too (for a raw row: the sample itself is BAD). NaN in min means that nothing good is in the row
 */
public record Trace(String channelId, boolean raw, int length, long[] timeMicros, double[] first, double[] min,
        double[] max, double[] last, double[] average, long[] counted, long[] bad, byte[] quality, boolean[] gap) {

    public static Trace empty(String channelId) {
        return ofSamples(channelId, new long[0], new double[0], new byte[0], new boolean[0]);
    }

    /** Raw samples. The arrays are of one length and belong to the trace from now on. @param gap the sample is BAD */
    public static Trace ofSamples(String channelId, long[] timeMicros, double[] value, byte[] quality, boolean[] gap) {
        int length = timeMicros.length;
        long[] counted = new long[length];
        long[] bad = new long[length];
        for (int row = 0; row < length; row++) {
            counted[row] = gap[row] ? 0 : 1;
            bad[row] = gap[row] ? 1 : 0;
        }
        return new Trace(channelId, true, length, timeMicros, value, value, value, value, value, counted, bad, quality, gap);
    }

    /** How much of this row's samples is good enough to count, 0 to 1. */
    public double goodShare(int row) {
        long all = counted[row] + bad[row];
        return all == 0 ? 0 : (double) counted[row] / all;
    }
}
