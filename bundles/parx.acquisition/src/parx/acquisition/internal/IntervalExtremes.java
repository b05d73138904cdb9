package parx.acquisition.internal;

/**
 * The lowest and the highest sample of each interval, at their own times and in their order; one where they are the
 * same. Pipeline thread.
 */
final class IntervalExtremes extends IntervalSummary {
    private long lowTime;
    private double low;
    private byte lowQuality;
    private long highTime;
    private double high;
    private byte highQuality;

    IntervalExtremes(ActiveRule rule, long intervalMicros) {
        super(rule, intervalMicros);
    }

    @Override
    void first(long timeMicros, double value, byte quality) {
        setLow(timeMicros, value, quality);
        setHigh(timeMicros, value, quality);
    }

    @Override
    void add(long timeMicros, double value, byte quality) {
        if (value < low) {
            setLow(timeMicros, value, quality);
        } else if (value > high) {
            setHigh(timeMicros, value, quality);
        }
    }

    @Override
    void tell(SampleLine line, long endMicros, boolean cut) {
        if (lowTime > highTime) {
            line.late(this, highTime, high, highQuality);
        }
        line.late(this, lowTime, low, lowQuality);
        if (highTime > lowTime) {
            line.late(this, highTime, high, highQuality);
        }
    }

    private void setLow(long timeMicros, double value, byte quality) {
        lowTime = timeMicros;
        low = value;
        lowQuality = quality;
    }

    private void setHigh(long timeMicros, double value, byte quality) {
        highTime = timeMicros;
        high = value;
        highQuality = quality;
    }
}
