package parx.ui;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * The words on screen: {@code messages.properties} beside a class, in the person's language where it has been
 * translated, else English. Immutable, any thread.
 */
public final class Words {
    private final ResourceBundle bundle;
    private final Locale locale;

    public Words(Class<?> beside) {
        this(beside, Locale.getDefault(Locale.Category.DISPLAY));
    }

    public Words(Class<?> beside, Locale locale) {
        this.locale = locale;
        ResourceBundle.Control englishOtherwise = ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
        bundle = ResourceBundle.getBundle(beside.getPackageName() + ".messages", locale, beside.getClassLoader(), englishOtherwise);
    }

    /**
     * The text of this key, with {@code {0}} … replaced where there are values.
     *
     * @throws MissingResourceException if there is none: a fault of the program
     */
    public String text(String key, Object... values) {
        String text = bundle.getString(key);
        return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
    }

    /** The text of this key, or the other where there is none: for names that come from elsewhere. */
    public String textOr(String key, String otherwise) {
        return bundle.containsKey(key) ? bundle.getString(key) : otherwise;
    }
}
