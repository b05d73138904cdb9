package parx.ui.exchange.internal;

import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import parx.exchange.ImportPreview;
import parx.ui.Words;

/** The samples of a file's first lines, as they would be imported. UI thread. */
final class SampleTable {
    private final Table table;

    SampleTable(Composite parent, Words words) {
        table = new Table(parent, SWT.BORDER | SWT.FULL_SELECTION);
        table.setHeaderVisible(true);
        table.setData("parx.id", "import.samples");
        GridData fill = new GridData(SWT.FILL, SWT.FILL, true, true);
        fill.heightHint = 160;
        fill.minimumHeight = table.getHeaderHeight() + 3 * table.getItemHeight();
        table.setLayoutData(fill);
        column(words.text("preview.line"), SWT.RIGHT, 50);
        column(words.text("preview.time"), SWT.LEFT, 170);
        column(words.text("preview.channel"), SWT.LEFT, 150);
        column(words.text("preview.value"), SWT.RIGHT, 90);
        column(words.text("preview.quality"), SWT.LEFT, 90);
        column(words.text("preview.problem"), SWT.LEFT, 300);
        column(words.text("preview.text"), SWT.LEFT, 300);
    }

    void show(List<ImportPreview.Line> lines) {
        table.setRedraw(false);
        table.removeAll();
        for (ImportPreview.Line line : lines) {
            boolean read = !line.channel().isEmpty();
            new TableItem(table, SWT.NONE).setText(new String[] {Long.toString(line.number()),
                read ? TimeText.of(line.timeMicros()) : "", line.channel(),
                read && !Double.isNaN(line.value()) ? Double.toString(line.value()) : "",
                read ? line.quality().name() : "", line.problem(), line.problem().isEmpty() ? "" : line.text()});
        }
        table.setRedraw(true);
    }

    private void column(String heading, int style, int width) {
        TableColumn column = new TableColumn(table, style);
        column.setText(heading);
        column.setWidth(width);
    }
}
