package parx.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long stored samples stay, in whole days. Immutable, any thread.
 *
 * @param days 1 to {@value #LONGEST_DAYS}, or 0 for as long as the site's standard says
 */
public record Retention(short days) {
    /** As long as the site's standard says. */
    public static final Retention STANDARD = new Retention((short) 0);
    /** The site's standard as specified. */
    public static final short STANDARD_DAYS = 90;
    /** 30 years. */
    public static final short LONGEST_DAYS = 10_950;

    private static final int HOURS = 24;
    private static final int DAYS_A_YEAR = 365;
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\s*([hdwmy])");

    public Retention {
        if (days < 0 || days > LONGEST_DAYS) {
            throw new IllegalArgumentException("not a number of days to keep samples: " + days);
        }
    }

    /**
     * Reads {@code 12h} (rounded up to whole days), {@code 7d}, {@code 4w}, {@code 6m} (months of 30 days) or
     * {@code 1y} (365 days).
     *
     * @throws SettingsException where it is none of these, zero, or longer than 30 years
     */
    public static Retention parse(String text) {
        Matcher form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw refused("retention.form", text);
        }
        long number = Long.parseLong(form.group(1));
        long days = switch (form.group(2)) {
            case "h" -> Math.ceilDiv(number, HOURS);
            case "w" -> number * 7;
            case "m" -> number * 30;
            case "y" -> number * DAYS_A_YEAR;
            default -> number;
        };
        if (days < 1 || days > LONGEST_DAYS) {
            throw refused("retention.range", text);
        }
        return new Retention((short) days);
    }

    /** As {@link #parse} reads it: in years where they are whole. */
    public String text() {
        return days % DAYS_A_YEAR == 0 ? days / DAYS_A_YEAR + "y" : days + "d";
    }

    /** Of two numbers of days, as {@link #days}, the longer one; the standard counts as {@value #STANDARD_DAYS} days. */
    public static short longer(short days, short other) {
        return isLonger(other, days) ? other : days;
    }

    /** Whether samples stay longer with the first of these than with the second, as {@link #days}. */
    public static boolean isLonger(short days, short than) {
        return (days == 0 ? STANDARD_DAYS : days) > (than == 0 ? STANDARD_DAYS : than);
    }

    private static SettingsException refused(String sentence, String text) {
        return new SettingsException("retention", ModelTexts.TEXTS.of(sentence, text));
    }
}
