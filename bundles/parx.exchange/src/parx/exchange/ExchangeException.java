package parx.exchange;

import parx.model.Sentence;

/** History was not exported or imported. The message is a sentence for people: what, why, and what to do next. */
public final class ExchangeException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String local;

    public ExchangeException(String sentence) {
        this(Sentence.of(sentence));
    }

    public ExchangeException(String sentence, Throwable cause) {
        this(Sentence.of(sentence), cause);
    }

    public ExchangeException(Sentence sentence) {
        this(sentence, null);
    }

    public ExchangeException(Sentence sentence, Throwable cause) {
        super(sentence.english(), cause);
        local = sentence.local();
    }

    /** The same in the language of the window. */
    @Override
    public String getLocalizedMessage() {
        return local;
    }
}
