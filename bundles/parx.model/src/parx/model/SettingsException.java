package parx.model;

/** A setting has a value of the wrong type or outside its range; the message is a sentence for people. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String key;

    public SettingsException(String key, String sentence) {
        super(sentence);
        this.key = key;
    }

    /** The setting at fault. */
    public String key() {
        return key;
    }
}
