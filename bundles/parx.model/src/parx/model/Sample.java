package parx.model;

/** One sample as an object, for the edges: a dialog, a test, one reading. Immutable, any thread. */
public record Sample(int channel, long timeMicros, double value, byte qualityCode) {
    public Quality quality() {
        return QualityCode.quality(qualityCode);
    }

    public Reason reason() {
        return QualityCode.reason(qualityCode);
    }
}
