package parx.persistence.internal.history;

import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;

/** The three words of the column quality as codes: what is stored has no reason. Pure functions, any thread. */
public final class StoredQuality {
    public static final byte UNCERTAIN = QualityCode.of(Quality.UNCERTAIN, Reason.NONE);
    public static final byte BAD = QualityCode.of(Quality.BAD, Reason.NONE);

    private StoredQuality() {
    }

    /** @param first letter of the word; an unknown one is BAD */
    public static byte ofLetter(byte first) {
        return switch (first) {
            case 'G' -> QualityCode.GOOD;
            case 'U' -> UNCERTAIN;
            default -> BAD;
        };
    }
}
