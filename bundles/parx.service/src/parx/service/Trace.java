package parx.service;

/**
 * A stretch of one channel's history: raw samples, or one row per bucket. Rows ascend strictly in time.
 * Immutable by convention: whoever gets one does not write to its arrays. Any thread.
 *
 * @param channelId  whose
 * @param raw        true: every row is one stored sample, and {@code first, min, max, last} are the same array
 * @param timeMicros the sample's time, or the start of its bucket
 * @param quality    see {@link parx.model.QualityCode}: of the sample, or the worst of the bucket
 * @param gap        true where a BAD sample lies in this row: a line breaks here though the row may hold good values
 *                   too (for a raw row: the sample itself is BAD). NaN in min means that nothing good is in the row
 */
public record Trace(String channelId, boolean raw, int length, long[] timeMicros, double[] first, double[] min,
        double[] max, double[] last, byte[] quality, boolean[] gap) {

    public static Trace empty(String channelId) {
        double[] none = new double[0];
        return new Trace(channelId, true, 0, new long[0], none, none, none, none, new byte[0], new boolean[0]);
    }
}
