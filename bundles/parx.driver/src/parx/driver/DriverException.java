package parx.driver;

import parx.model.Reason;
import parx.model.Sentence;

/**
 * A device or its link failed. The message is a sentence for people: what happened, to what, and what to do next; in
 * English, and as the localized message in the language of the window.
 */
public final class DriverException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;
    private final String local;

    public DriverException(Reason reason, String sentence) {
        this(reason, Sentence.of(sentence));
    }

    public DriverException(Reason reason, String sentence, Throwable cause) {
        this(reason, Sentence.of(sentence), cause);
    }

    public DriverException(Reason reason, Sentence sentence) {
        this(reason, sentence, null);
    }

    public DriverException(Reason reason, Sentence sentence, Throwable cause) {
        super(sentence.english(), cause);
        this.reason = reason;
        local = sentence.local();
    }

    /** What the channels concerned are BAD for. */
    public Reason reason() {
        return reason;
    }

    @Override
    public String getLocalizedMessage() {
        return local;
    }
}
