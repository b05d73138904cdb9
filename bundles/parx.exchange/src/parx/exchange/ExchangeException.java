package parx.exchange;

/** History was not exported or imported. The message is a sentence for people: what, why, and what to do next. */
public final class ExchangeException extends Exception {
    private static final long serialVersionUID = 1L;

    public ExchangeException(String sentence) {
        super(sentence);
    }

    public ExchangeException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
