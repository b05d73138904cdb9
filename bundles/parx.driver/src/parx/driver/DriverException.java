package parx.driver;

import parx.model.Reason;

/** A device or its link failed. The message is a sentence for people: what happened, to what, and what to do next. */
public final class DriverException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    public DriverException(Reason reason, String sentence) {
        this(reason, sentence, null);
    }

    public DriverException(Reason reason, String sentence, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    /** What the channels concerned are BAD for. */
    public Reason reason() {
        return reason;
    }
}
