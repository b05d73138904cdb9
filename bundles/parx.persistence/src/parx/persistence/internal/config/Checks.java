package parx.persistence.internal.config;

import java.util.List;
import parx.model.Settings;
import parx.service.ConfigurationException;

/** What every text and number must be to get into the database, checked before it is asked. Pure functions. */
final class Checks {
    private Checks() {
    }

    static void id(String what, String id, int maximum) throws ConfigurationException {
        text("the id of the " + what, id, maximum);
        if (!id.equals(id.strip())) {
            throw new ConfigurationException("The id ‘" + id + "’ of the " + what
                    + " begins or ends with a blank. Remove it.");
        }
        if (id.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException("The id ‘" + printable(id) + "’ of the " + what
                    + " holds a control character such as a line end. Remove it.");
        }
    }

    /** @param maximum in characters as PostgreSQL counts them: code points */
    static void text(String what, String text, int maximum) throws ConfigurationException {
        if (text.isBlank()) {
            throw new ConfigurationException(capital(what) + " is empty. Enter 1 to " + maximum + " characters.");
        }
        int length = text.codePointCount(0, text.length());
        if (length > maximum) {
            throw new ConfigurationException(capital(what) + " has " + length + " characters (‘" + shortened(text)
                    + "’), but at most " + maximum + " are possible. Shorten it.");
        }
        storable(what, text);
    }

    static void settings(String what, Settings settings) throws ConfigurationException {
        for (String key : settings.keys()) {
            storable("a key in " + what, key);
            value("‘" + key + "’ in " + what, settings.raw(key));
        }
    }

    private static void value(String what, Object value) throws ConfigurationException {
        switch (value) {
            case String text -> storable(what, text);
            case Double number when !Double.isFinite(number) ->
                throw new ConfigurationException(capital(what) + " is no finite number. Enter a number.");
            case Settings child -> settings(what, child);
            case List<?> items -> {
                for (Object item : items) {
                    value(what, item);
                }
            }
            case null, default -> {
            }
        }
    }

    /** PostgreSQL stores neither the character NUL nor half a surrogate pair. */
    private static void storable(String what, String text) throws ConfigurationException {
        if (text.indexOf('\0') >= 0) {
            throw new ConfigurationException(capital(what) + " holds the character NUL, which cannot be stored: ‘"
                    + shortened(text) + "’. Remove it.");
        }
        boolean torn = text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (torn) {
            throw new ConfigurationException(capital(what) + " holds half of a character, which cannot be stored: ‘"
                    + shortened(text) + "’. Type it again.");
        }
    }

    private static String capital(String what) {
        return Character.toUpperCase(what.charAt(0)) + what.substring(1);
    }

    static String shortened(String text) {
        String printable = printable(text);
        return printable.length() <= 60 ? printable : printable.substring(0, 57) + "…";
    }

    private static String printable(String text) {
        StringBuilder result = new StringBuilder();
        text.chars().forEach(c -> result.append(Character.isISOControl(c) || Character.isSurrogate((char) c)
                ? '␀' : (char) c));
        return result.toString();
    }
}
