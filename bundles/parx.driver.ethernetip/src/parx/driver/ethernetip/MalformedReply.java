package parx.driver.ethernetip;

import parx.model.Sentence;

/** What came is no reply in the form that the specification gives it; the message says what is wrong. Immutable, any thread. */
final class MalformedReply extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Sentence what;

    /** @param what goes after "The device sent " */
    MalformedReply(Sentence what) {
        super(what.english());
        this.what = what;
    }

    Sentence what() {
        return what;
    }
}
