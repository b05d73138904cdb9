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

    /** The text as a cell of a CSV file: {@link #harmless}, and in quotes where RFC 4180 wants them. */
    public static String csv(String text) {
        String cell = harmless(text);
        return needsQuotes(cell) ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private static boolean needsQuotes(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == ',' || c == ';' || c == '"' || c < ' ') {
                return true;
            }
        }
        return !cell.equals(cell.strip());
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
