package parx.ui.channels.internal;

import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.ui.Words;

/** How the quality of a value is shown: a shape, a word and (by the palette) a colour, never colour alone. Any thread. */
enum Mark {
    GOOD(""), UNCERTAIN("?"), BAD("✕"), STALE("◷"), SIMULATED("S"), WAITING("…"), OFF("–");

    private final String glyph;

    Mark(String glyph) {
        this.glyph = glyph;
    }

    String glyph() {
        return glyph;
    }

    /** Whether a value may be shown as current. */
    boolean current() {
        return this == GOOD || this == UNCERTAIN || this == SIMULATED;
    }

    static Mark of(byte qualityCode) {
        Quality quality = QualityCode.quality(qualityCode);
        Reason reason = QualityCode.reason(qualityCode);
        return switch (quality) {
            case GOOD -> reason == Reason.SIMULATED ? SIMULATED : GOOD;
            case UNCERTAIN -> UNCERTAIN;
            case BAD -> switch (reason) {
                case STALE -> STALE;
                case NOT_YET_READ -> WAITING;
                case DISABLED -> OFF;
                default -> BAD;
            };
        };
    }

    /** The reason in words for the quality column. */
    static String word(byte qualityCode, Words words) {
        Reason reason = QualityCode.reason(qualityCode);
        return words.text("quality." + (reason == Reason.NONE ? QualityCode.quality(qualityCode).name() : reason.name()));
    }

    /** What a person can do about it, a sentence; empty where there is nothing to do. */
    static String nextStep(Reason reason, Words words) {
        return reason == Reason.NONE || reason == Reason.SIMULATED ? "" : words.text("next." + reason.name());
    }
}
