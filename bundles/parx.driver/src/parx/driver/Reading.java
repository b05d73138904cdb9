package parx.driver;

import java.util.Optional;
import parx.model.Reason;

/**
 * The outcome of reading one channel once, for a person. Immutable, any thread.
 *
 * @param rawBytes     as they came over the wire, in that order; empty where nothing came
 * @param value        the decoded raw value, NaN where it is text or absent
 * @param text         the decoded text where the channel is one
 * @param reason       NONE where all is well
 * @param sentence     where it failed: what happened, to what, and what to do next; else empty
 * @param alternatives the same bytes in the other orders, "CDAB: 1.5", for choosing the right one; else empty
 * @param tookMicros   from the request to the answer
 * @param details      lines about what came that only this protocol has: type, status, times; else empty
 */
public record Reading(byte[] rawBytes, double value, Optional<String> text, Reason reason, String sentence,
        java.util.List<String> alternatives, long tookMicros, java.util.List<String> details) {
    public Reading(byte[] rawBytes, double value, Optional<String> text, Reason reason, String sentence,
            java.util.List<String> alternatives, long tookMicros) {
        this(rawBytes, value, text, reason, sentence, alternatives, tookMicros, java.util.List.of());
    }

    public boolean ok() {
        return reason == Reason.NONE;
    }

    public static Reading failed(Reason reason, String sentence, long tookMicros) {
        return new Reading(new byte[0], Double.NaN, Optional.empty(), reason, sentence, java.util.List.of(), tookMicros);
    }
}
