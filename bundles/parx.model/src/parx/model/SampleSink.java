package parx.model;

/** Takes samples one by one without objects. The caller's thread; implementations must not block. */
@FunctionalInterface
public interface SampleSink {
    /**
     * @param channel    handle in the {@link ChannelIndex}
     * @param timeMicros microseconds since 1970-01-01T00:00:00Z
     * @param value      any double; NaN where a BAD sample has no value
     * @param quality    see {@link QualityCode}
     */
    void sample(int channel, long timeMicros, double value, byte quality);
}
