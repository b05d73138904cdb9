package parx.model;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sentences of a package, in {@code messages.properties} (English) and {@code messages_xx.properties} beside one of
 * its classes. A service says what it has to say through one of these, as the window's process is its own. Immutable,
 * any thread.
 */
public final class Sentences {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)\\}");

    private final ResourceBundle english;
    private final ResourceBundle local;

    /** In the language of the person at the window. */
    public Sentences(Class<?> beside) {
        this(beside, Locale.getDefault(Locale.Category.DISPLAY));
    }

    public Sentences(Class<?> beside, Locale language) {
        english = bundle(beside, Locale.ROOT);
        local = bundle(beside, language);
    }

    private static ResourceBundle bundle(Class<?> beside, Locale language) {
        return ResourceBundle.getBundle(beside.getPackageName() + ".messages", language, beside.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /**
     * The sentence of this key with {@code {0}} … replaced by the values as they are: a port or an address is no quantity
     * that would be grouped by thousands. A value that is a {@link Sentence} is put in in its language. Never fails, as it
     * speaks where something else has: a key that is not there is said itself.
     */
    public Sentence of(String key, Object... values) {
        return new Sentence(filled(english, key, values, false), filled(local, key, values, true));
    }

    /** The same for the window only. */
    public String text(String key, Object... values) {
        return filled(local, key, values, true);
    }

    public boolean has(String key) {
        return english.containsKey(key);
    }

    private static String filled(ResourceBundle bundle, String key, Object[] values, boolean local) {
        String pattern = bundle.containsKey(key) ? bundle.getString(key) : key;
        return values.length == 0 ? pattern : PLACE.matcher(pattern).replaceAll(place -> {
            int index = place.group(1).charAt(0) - '0';
            return Matcher.quoteReplacement(index < values.length ? said(values[index], local) : place.group());
        });
    }

    private static String said(Object value, boolean local) {
        return value instanceof Sentence sentence ? local ? sentence.local() : sentence.english() : String.valueOf(value);
    }
}
