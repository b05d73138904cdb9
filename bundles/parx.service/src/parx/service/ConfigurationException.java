package parx.service;

import parx.model.Sentence;

/** A change was refused. The message is a sentence for people: what, why, and what to do next. */
public class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String local;

    public ConfigurationException(String sentence) {
        this(Sentence.of(sentence));
    }

    public ConfigurationException(String sentence, Throwable cause) {
        this(Sentence.of(sentence), cause);
    }

    public ConfigurationException(Sentence sentence) {
        this(sentence, null);
    }

    public ConfigurationException(Sentence sentence, Throwable cause) {
        super(sentence.english(), cause);
        local = sentence.local();
    }

    /** The same in the language of the window. */
    @Override
    public String getLocalizedMessage() {
        return local;
    }
}
