package parx.ui;

import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * Numbers as people type them into a form: without grouping, with the decimal sign of their language or a dot.
 * Immutable, any thread.
 */
public final class NumberText {
    private final char decimalSign;
    private final Words words = new Words(NumberText.class);

    public NumberText(Locale locale) {
        this.decimalSign = DecimalFormatSymbols.getInstance(locale).getDecimalSeparator();
    }

    /** @throws NumberFormatException with a sentence for people where the text is no number or can be read in two ways */
    public double parse(String typed) {
        String text = typed.strip();
        int comma = text.indexOf(',');
        int dot = text.indexOf('.');
        if (comma >= 0 && dot >= 0 || text.indexOf(',', comma + 1) > 0 && comma >= 0) {
            throw new NumberFormatException(words.text("number.grouping", String.valueOf(decimalSign)));
        }
        int sign = Math.max(comma, dot);
        // In German 1.000 is a thousand, in a config file it is one: better to ask than to be wrong by a thousand.
        if (sign >= 0 && text.charAt(sign) != decimalSign && looksGrouped(text, sign)) {
            throw new NumberFormatException(words.text("number.twoWays", text,
                    text.substring(0, sign) + text.substring(sign + 1), text.substring(0, sign) + decimalSign + text.substring(sign + 1)));
        }
        try {
            double value = Double.parseDouble(text.replace(',', '.'));
            if (!Double.isFinite(value) || !text.chars().allMatch(NumberText::isPartOfNumber)) {
                throw new NumberFormatException();
            }
            return value;
        } catch (NumberFormatException e) {
            throw new NumberFormatException(words.text("number.none", String.valueOf(decimalSign)));
        }
    }

    /** The shortest text that {@link #parse} reads as this number. */
    public String format(double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        boolean plain = exact.signum() == 0 || Math.abs(value) >= 1e-9 && Math.abs(value) < 1e15;
        String text = plain ? exact.toPlainString() : Double.toString(value);
        return text.replace('.', decimalSign);
    }

    private static boolean looksGrouped(String text, int sign) {
        String after = text.substring(sign + 1);
        String before = text.substring(0, sign).replace("-", "").replace("+", "");
        return after.length() == 3 && after.chars().allMatch(Character::isDigit)
                && !before.isEmpty() && before.length() <= 3 && !before.startsWith("0");
    }

    private static boolean isPartOfNumber(int c) {
        return c >= '0' && c <= '9' || "+-.,eE".indexOf(c) >= 0;
    }
}
