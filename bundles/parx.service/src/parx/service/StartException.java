package parx.service;

/** ParX, or a part that it needs, cannot start. The message is a sentence for people: what, why, what to do next. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    public StartException(String sentence) {
        super(sentence);
    }

    public StartException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
