package parx.app;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import parx.service.DropCause;
import parx.service.HistorySink.HistoryStatus;
import parx.ui.CellText;
import parx.ui.FittedColumns;
import parx.ui.FittedColumns.Wish;
import parx.ui.UiTick;
import parx.ui.ValueFormat;
import parx.ui.Words;

/**
 * Which samples are not in the history: why, of which channels, since when, and whether it goes on. Stands beside the
 * window and keeps itself up to date. UI thread only.
 */
final class LossesDialog extends Dialog {
    private static final int PERIOD_MILLIS = 1_000;
    private static final Point SIZE = new Point(820, 480);

    private final UiTick tick;
    private final ValueFormat format;
    private final Supplier<HistoryStatus> status;
    private final Function<String, String> channelNames;
    private final Words words = new Words(LossesDialog.class);
    private Label sum;
    private Table causes;
    private Table channels;
    private long atFirst = -1;

    /** @param status null while there is no history @param channelNames the name of this id, or the id */
    LossesDialog(Shell parent, UiTick tick, ValueFormat format, Supplier<HistoryStatus> status, Function<String, String> channelNames) {
        super(parent);
        this.tick = tick;
        this.format = format;
        this.status = status;
        this.channelNames = channelNames;
        setShellStyle(SWT.TITLE | SWT.CLOSE | SWT.RESIZE);
        setBlockOnOpen(false);
    }

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(words.text("losses.title"));
        shell.setData("parx.id", "losses");
    }

    @Override
    protected Point getInitialSize() {
        Rectangle screen = getParentShell().getMonitor().getClientArea();
        return new Point(Math.min(SIZE.x, screen.width - 40), Math.min(SIZE.y, screen.height - 40));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        sum = new Label(area, SWT.WRAP);
        sum.setData("parx.id", "losses.sum");
        GridData wide = new GridData(SWT.FILL, SWT.BEGINNING, true, false);
        wide.widthHint = 400;
        sum.setLayoutData(wide);
        causes = table(area, "losses.causes", List.of("cause", "samples", "next"), List.of(new Wish("CAUSE", 330, 260),
                new Wish("SAMPLES", 100, 80), new Wish("NEXT", 360, 240)));
        channels = table(area, "losses.channels", List.of("channel", "samples"), List.of(new Wish("CHANNEL", 330, 260),
                new Wish("SAMPLES", 100, 80)));
        show();
        tick.every(PERIOD_MILLIS, area, this::show);
        return area;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.CANCEL_ID, words.text("losses.close"), true).setData("parx.id", "losses.close");
    }

    private Table table(Composite area, String id, List<String> titles, List<Wish> wishes) {
        Table table = new Table(area, SWT.FULL_SELECTION | SWT.BORDER);
        table.setHeaderVisible(true);
        table.setData("parx.id", id);
        table.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        for (String title : titles) {
            TableColumn column = new TableColumn(table, title.equals("samples") ? SWT.RIGHT : SWT.LEFT);
            column.setText(words.text("losses." + title));
        }
        FittedColumns.of(table, wishes);
        CellText.in(table);
        return table;
    }

    private void show() {
        HistoryStatus now = status.get();
        Map<DropCause, Long> byCause = now == null ? Map.of() : now.dropsByCause();
        long lost = byCause.values().stream().mapToLong(Long::longValue).sum();
        atFirst = atFirst < 0 ? lost : atFirst;
        long start = ManagementFactory.getRuntimeMXBean().getStartTime() * 1_000;
        String since = format.date(start) + " " + format.timeToSecond(start);
        String said = now == null ? words.text("losses.unknown") : lost == 0 ? words.text("losses.none", since)
                : words.text("losses.sum", lost, since) + " " + words.text(lost > atFirst ? "losses.goesOn" : "losses.quiet", lost - atFirst);
        if (!said.equals(sum.getText())) {
            sum.setText(said);
            sum.getParent().layout();
        }
        List<String[]> rows = new ArrayList<>();
        byCause.entrySet().stream().sorted(Map.Entry.<DropCause, Long>comparingByValue().reversed()).forEach(entry -> rows.add(new String[] {
            words.text("drop." + entry.getKey()), format.number(entry.getValue(), 0), words.text("drop." + entry.getKey() + ".next")}));
        fill(causes, rows);
        List<String[]> named = new ArrayList<>();
        (now == null ? Map.<String, Long>of() : now.dropsByChannel()).forEach((id, count) ->
                named.add(new String[] {channelNames.apply(id), format.number(count, 0)}));
        fill(channels, named);
    }

    private static void fill(Table table, List<String[]> rows) {
        table.setItemCount(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            TableItem item = table.getItem(i);
            for (int column = 0; column < rows.get(i).length; column++) {
                if (!rows.get(i)[column].equals(item.getText(column))) {
                    item.setText(column, rows.get(i)[column]);
                }
            }
        }
    }
}
