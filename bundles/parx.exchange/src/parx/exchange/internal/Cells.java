package parx.exchange.internal;

import java.util.regex.Pattern;
import parx.model.Quality;

/** What numbers and qualities look like in files. Pure functions, any thread. */
final class Cells {
    /** OPC's quality codes: the two upper bits of the byte. */
    private static final int OPC_GOOD = 192;
    private static final int OPC_UNCERTAIN = 64;

    private static final Pattern POINT_NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern COMMA_NUMBER = Pattern.compile("[+-]?(\\d+,?\\d*|,\\d+)([eE][+-]?\\d+)?");

    private Cells() {
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
            return Double.parseDouble(decimalComma ? text.replace(',', '.') : text);
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
