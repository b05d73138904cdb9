package parx.ui.channels.internal;

import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Reason;

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
    static String word(byte qualityCode) {
        Quality quality = QualityCode.quality(qualityCode);
        return switch (QualityCode.reason(qualityCode)) {
            case NONE -> switch (quality) {
                case GOOD -> "Good";
                case UNCERTAIN -> "Uncertain";
                case BAD -> "Bad";
            };
            case NOT_YET_READ -> "Not yet read";
            case COMM_FAILURE -> "No connection";
            case TIMEOUT -> "No answer";
            case CONFIG_ERROR -> "Invalid settings";
            case DEVICE_ERROR -> "Device error";
            case NO_SUCH_ADDRESS -> "No such address";
            case STALE -> "Stale";
            case STOPPED -> "Stopped";
            case DISABLED -> "Disabled";
            case NOT_A_NUMBER -> "Not a number";
            case OVERRUN -> "Samples lost";
            case OUT_OF_RANGE -> "Out of range";
            case CLAMPED -> "Clamped";
            case SUBSTITUTED -> "Substituted";
            case FORCED -> "Forced";
            case SIMULATED -> "Simulated";
        };
    }

    /** What a person can do about it, a sentence; empty where there is nothing to do. */
    static String nextStep(Reason reason) {
        return switch (reason) {
            case NONE, SIMULATED -> "";
            case NOT_YET_READ -> "No value has arrived yet: wait for the first scan, or look at the connection's state.";
            case COMM_FAILURE -> "The connection to the device is lost: see the connection's state for the cause.";
            case TIMEOUT -> "The device did not answer in time: check that it is switched on, and the unit's number.";
            case CONFIG_ERROR -> "The settings of this channel cannot be used: open the editor, it says which one is wrong.";
            case DEVICE_ERROR -> "The device answered with an error: use Test to see what it says.";
            case NO_SUCH_ADDRESS -> "The device answers, but has nothing at this address: correct the address in the editor.";
            case STALE -> "The value has stopped being refreshed: look at the connection's state.";
            case STOPPED -> "Acquisition was stopped: it goes on as soon as ParX or a server acquires again.";
            case DISABLED -> "The channel is switched off: press Space to enable it.";
            case NOT_A_NUMBER -> "The device sends something that is no number: check data type and byte order with Test.";
            case OVERRUN -> "Samples were lost because a queue was full: choose a slower scan rate.";
            case OUT_OF_RANGE -> "The value lies outside of what the signal can have: check sensor and scaling.";
            case CLAMPED -> "The value was limited to the scaling's range: check sensor and scaling.";
            case SUBSTITUTED -> "The value was put in for a missing one.";
            case FORCED -> "The value was forced by a person.";
        };
    }
}
