package parx.exchange.internal;

import java.util.regex.Pattern;
import parx.model.Quality;

/** What numbers and qualities look like in files. Pure functions, any thread. */
final class Cells {
    /** OPC's quality codes: the two upper bits of the byte. */
    private static final int OPC_GOOD = 192;
    private static final int OPC_UNCERTAIN = 64;

    /** What nobody takes for a decimal sign: apostrophes and spaces, the ones that do not break a line among them. */
    private static final String CLEAR_GROUPING = "'\u2019 \u00a0\u202f";
    private static final Pattern POINT_NUMBER = number('.', ',');
    private static final Pattern COMMA_NUMBER = number(',', '.');
    private static final Pattern POINT_GROUPING = Pattern.compile("[," + CLEAR_GROUPING + "]");
    private static final Pattern COMMA_GROUPING = Pattern.compile("[." + CLEAR_GROUPING + "]");

    private Cells() {
    }

    /**
     * Thousands may be set apart: by what nobody takes for a decimal sign, or by the sign that is not the decimal one where
     * it stands twice or a decimal sign follows. 1,234 alone is no number with a point: who wrote it may have meant 1.234.
     */
    private static Pattern number(char decimal, char other) {
        String sign = Pattern.quote(String.valueOf(decimal));
        String group = Pattern.quote(String.valueOf(other)) + "\\d{3}";
        String first = "[1-9]\\d{0,2}";
        return Pattern.compile("[+-]?(\\d+" + sign + "?\\d*|" + sign + "\\d+"
                + "|" + first + "([" + CLEAR_GROUPING + "])\\d{3}(\\2\\d{3})*(" + sign + "\\d*)?"
                + "|" + first + "(" + group + ")+" + sign + "\\d*"
                + "|" + first + "(" + group + "){2,})([eE][+-]?\\d+)?");
    }

    /** @throws IllegalArgumentException where the text is no number; the message says so */
    static double number(String text, boolean decimalComma) {
        switch (text) {
            case "NaN":
                return Double.NaN;
            case "Infinity":
                return Double.POSITIVE_INFINITY;
            case "-Infinity":
                return Double.NEGATIVE_INFINITY;
            default:
                break;
        }
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.equalsIgnoreCase("true") ? 1 : 0;
        }
        if (!looksLikeNumber(text, decimalComma)) {
            throw new IllegalArgumentException("‘" + text + "’ is no number");
        }
        try {
            String plain = (decimalComma ? COMMA_GROUPING : POINT_GROUPING).matcher(text).replaceAll("");
            return Double.parseDouble(decimalComma ? plain.replace(',', '.') : plain);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("‘" + text + "’ is no number", e);
        }
    }

    /** Java itself would take 1d, 0x1p3 and a comma for none. */
    static boolean looksLikeNumber(String text, boolean decimalComma) {
        return (decimalComma ? COMMA_NUMBER : POINT_NUMBER).matcher(text).matches();
    }

    /** @throws IllegalArgumentException where the text is no quality; the message says so */
    static Quality quality(String text) {
        if (text.isEmpty()) {
            return Quality.GOOD;
        }
        for (Quality quality : Quality.values()) {
            if (quality.name().equalsIgnoreCase(text)) {
                return quality;
            }
        }
        try {
            int code = Integer.parseInt(text);
            if (code >= 0) {
                int opc = code & 0xFF;
                return opc >= OPC_GOOD ? Quality.GOOD : opc >= OPC_UNCERTAIN ? Quality.UNCERTAIN : Quality.BAD;
            }
        } catch (NumberFormatException e) {
            // No code either; said below.
        }
        throw new IllegalArgumentException("the quality ‘" + text + "’ is none of GOOD, UNCERTAIN, BAD or an OPC code");
    }
}
