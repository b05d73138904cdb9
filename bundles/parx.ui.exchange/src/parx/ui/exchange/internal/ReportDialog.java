package parx.ui.exchange.internal;

import java.nio.file.Path;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import parx.exchange.ImportReport;
import parx.ui.Words;

/** How an import went, with the first rejected lines. UI thread. */
final class ReportDialog extends Dialog {
    private final Words words;
    private final Path file;
    private final ImportReport report;

    ReportDialog(Shell parent, Words words, Path file, ImportReport report) {
        super(parent);
        this.words = words;
        this.file = file;
        this.report = report;
        // It comes when the import ends: whoever is at work meanwhile must not be stopped.
        setShellStyle(SWT.DIALOG_TRIM | SWT.RESIZE | SWT.MODELESS);
        setBlockOnOpen(false);
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(words.text("report.title", file.getFileName()));
        shell.setData("parx.id", "import.report");
    }

    @Override
    protected Point getInitialSize() {
        return report.first().isEmpty() ? new Point(560, 200) : new Point(640, 420);
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        Label summary = new Label(area, SWT.WRAP);
        summary.setText(Transfers.summary(words, report));
        summary.setData("parx.id", "import.report.summary");
        summary.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        if (!report.first().isEmpty()) {
            Table table = new Table(area, SWT.BORDER | SWT.FULL_SELECTION);
            table.setHeaderVisible(true);
            table.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
            column(table, "report.line", 80);
            column(table, "report.reason", 480);
            for (ImportReport.Reject reject : report.first()) {
                new TableItem(table, SWT.NONE).setText(new String[] {Long.toString(reject.line()), reject.reason()});
            }
        }
        return area;
    }

    private void column(Table table, String key, int width) {
        TableColumn column = new TableColumn(table, SWT.LEFT);
        column.setText(words.text(key));
        column.setWidth(width);
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, words.text("close"), true);
    }
}
