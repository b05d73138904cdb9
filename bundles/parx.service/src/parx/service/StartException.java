package parx.service;

import parx.model.Sentence;

/** ParX, or a part that it needs, cannot start. The message is a sentence for people: what, why, what to do next. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String local;

    public StartException(String sentence) {
        this(Sentence.of(sentence));
    }

    public StartException(String sentence, Throwable cause) {
        this(Sentence.of(sentence), cause);
    }

    public StartException(Sentence sentence) {
        this(sentence, null);
    }

    public StartException(Sentence sentence, Throwable cause) {
        super(sentence.english(), cause);
        local = sentence.local();
    }

    /** The same in the language of the window. */
    @Override
    public String getLocalizedMessage() {
        return local;
    }
}
