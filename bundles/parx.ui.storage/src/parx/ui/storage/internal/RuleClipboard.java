package parx.ui.storage.internal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.widgets.Display;
import parx.ui.NumberText;
import parx.ui.Words;

/** The rules as a spreadsheet takes them: with a header, separated by tabs, numbers in full and without units. UI thread. */
final class RuleClipboard {
    /** A measured rate is not known more finely than this. */
    private static final double PER_ROW = 1_000;

    private final Words words;
    private final NumberText numbers;

    RuleClipboard(StorageKit ui) {
        words = ui.words();
        numbers = new NumberText(ui.format().locale());
    }

    void copy(Display display, List<RuleRow> rows) {
        Clipboard clipboard = new Clipboard(display);
        clipboard.setContents(new Object[] {text(rows)}, new Transfer[] {TextTransfer.getInstance()});
        clipboard.dispose();
    }

    String text(List<RuleRow> rows) {
        String header = Arrays.stream(RuleColumn.values()).map(column -> words.text("column." + column.name()))
                .collect(Collectors.joining("\t", "", "\n"));
        return rows.stream().map(row -> Arrays.stream(RuleColumn.values()).map(column -> cell(column, row))
                .collect(Collectors.joining("\t", "", "\n"))).collect(Collectors.joining("", header, ""));
    }

    private String cell(RuleColumn column, RuleRow row) {
        return column.figure(row).map(figure -> Double.isNaN(figure) ? "" : numbers.format(Math.rint(figure * PER_ROW) / PER_ROW))
                .orElseGet(() -> column.words(row, words)).replace('\t', ' ').replace('\n', ' ');
    }
}
