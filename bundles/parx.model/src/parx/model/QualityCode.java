package parx.model;

/**
 * Quality and reason in the one byte that a {@link SampleBatch} column holds: bits 6–7 the quality's ordinal,
 * bits 0–5 the reason's. Pure functions, any thread.
 */
public final class QualityCode {
    public static final byte GOOD = of(Reason.NONE);

    private static final Quality[] QUALITIES = Quality.values();
    private static final Reason[] REASONS = Reason.values();
    private static final int REASON_MASK = 0x3F;

    private QualityCode() {
    }

    public static byte of(Reason reason) {
        return of(reason.quality(), reason);
    }

    /** A quality with a reason that does not imply it: a device that reports its own status, for instance. */
    public static byte of(Quality quality, Reason reason) {
        return (byte) (quality.ordinal() << 6 | reason.ordinal());
    }

    public static Quality quality(byte code) {
        return QUALITIES[Math.min((code & 0xFF) >> 6, QUALITIES.length - 1)];
    }

    /** The reason; a code of a newer version with an unknown reason reads as {@link Reason#NONE}. */
    public static Reason reason(byte code) {
        int ordinal = code & REASON_MASK;
        return ordinal < REASONS.length ? REASONS[ordinal] : Reason.NONE;
    }

    public static boolean isBad(byte code) {
        return (code & 0x80) != 0;
    }
}
