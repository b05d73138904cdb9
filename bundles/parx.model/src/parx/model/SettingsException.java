package parx.model;

/**
 * A setting has a value of the wrong type or outside its range; the message is a sentence for people, in English, and
 * the localized message the same in the language of the window.
 */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String key;
    private final String local;

    public SettingsException(String key, String sentence) {
        this(key, Sentence.of(sentence));
    }

    public SettingsException(String key, Sentence sentence) {
        super(sentence.english());
        this.key = key;
        local = sentence.local();
    }

    /** The setting at fault. */
    public String key() {
        return key;
    }

    @Override
    public String getLocalizedMessage() {
        return local;
    }
}
