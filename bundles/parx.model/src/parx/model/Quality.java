package parx.model;

/** How far a value may be trusted (specification, channel_data.quality). Immutable, any thread. */
public enum Quality {
    GOOD, UNCERTAIN, BAD;

    /** The worse of the two: a result is only as good as its worst input. */
    public Quality worst(Quality other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
