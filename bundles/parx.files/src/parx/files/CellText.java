package parx.files;

/**
 * Text in a cell of a table that a spreadsheet may open. Text that begins like a formula would be run there; a quote
 * before it keeps it text. Numbers are never written as text, so that a negative number stays one. Pure functions,
 * any thread.
 */
public final class CellText {
    private static final String FORMULA_BEGINNINGS = "=+-@\t\r\0";

    private CellText() {
    }

    /** The text with a quote before it where a spreadsheet would take it for a formula. */
    public static String harmless(String text) {
        return looksLikeFormula(text) ? "'" + text : text;
    }

    /** What {@link #harmless} made this of. */
    public static String original(String cell) {
        return cell.startsWith("'") && looksLikeFormula(cell) ? cell.substring(1) : cell;
    }

    /** Quotes before the formula count as part of it, so that {@link #original} is exact for every text. */
    private static boolean looksLikeFormula(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) == '\'') {
            i++;
        }
        return i < text.length() && FORMULA_BEGINNINGS.indexOf(text.charAt(i)) >= 0;
    }
}
