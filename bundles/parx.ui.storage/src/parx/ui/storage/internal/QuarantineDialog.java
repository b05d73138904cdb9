package parx.ui.storage.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Channel;
import parx.service.ConfigurationException;
import parx.service.QuarantinedRows;
import parx.ui.CellText;
import parx.ui.FittedColumns;
import parx.ui.LabelText;
import parx.ui.Palette.Token;

/** The samples that a back end refused, with the reason: to try again, to keep as a file, or to give up. UI thread. */
final class QuarantineDialog extends Dialog {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineDialog.class);
    private static final int PAGE = 500;
    /** The times are wide enough for every locale's; the reason takes what is left. */
    private static final List<FittedColumns.Wish> COLUMNS = List.of(new FittedColumns.Wish("time", 180, 165),
            new FittedColumns.Wish("channel", 180, 130), new FittedColumns.Wish("value", 100, 80),
            new FittedColumns.Wish("quality", 90, 80), new FittedColumns.Wish("target", 130, 90),
            new FittedColumns.Wish("reason", 420, 240), new FittedColumns.Wish("since", 180, 165));

    private final StorageServices services;
    private final StorageKit ui;
    private List<QuarantinedRows.Row> rows = List.of();
    private int most = PAGE;
    private Table table;
    private Label said;
    private Button more;
    private Button retry;
    private Button export;
    private Button delete;

    QuarantineDialog(Shell parent, StorageServices services, StorageKit ui) {
        super(parent);
        this.services = services;
        this.ui = ui;
        setShellStyle(SWT.CLOSE | SWT.TITLE | SWT.RESIZE | SWT.MAX | SWT.MODELESS);
        setBlockOnOpen(false);
    }

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(ui.words().text("quarantine.title"));
        shell.setData("parx.id", "quarantine");
    }

    @Override
    protected Point getInitialSize() {
        Rectangle room = getParentShell().getMonitor().getClientArea();
        return new Point(Math.min(1160, room.width - 60), Math.min(560, room.height - 60));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.marginWidth = 12;
        layout.marginHeight = 12;
        layout.verticalSpacing = 8;
        area.setLayout(layout);
        area.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        Label intro = new Label(area, SWT.WRAP);
        intro.setText(ui.words().text("quarantine.intro"));
        intro.setForeground(ui.palette().color(Token.SECONDARY));
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false);
        wide.widthHint = 600;
        intro.setLayoutData(wide);
        table = new Table(area, SWT.MULTI | SWT.FULL_SELECTION | SWT.BORDER);
        table.setHeaderVisible(true);
        table.setData("parx.id", "quarantine.table");
        table.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        for (FittedColumns.Wish wish : COLUMNS) {
            TableColumn column = new TableColumn(table, wish.name().equals("value") ? SWT.RIGHT : SWT.LEFT);
            column.setText(ui.words().text("quarantine." + wish.name()));
        }
        FittedColumns.of(table, COLUMNS);
        CellText.in(table);
        table.addListener(SWT.Selection, event -> refresh());
        table.addListener(SWT.KeyDown, event -> {
            if (event.keyCode == SWT.DEL && delete.getEnabled()) {
                delete();
            } else if (event.keyCode == 'a' && event.stateMask == SWT.MOD1) {
                table.selectAll();
                refresh();
            }
        });
        said = new Label(area, SWT.WRAP);
        said.setData("parx.id", "quarantine.said");
        said.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        return area;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        more = button(parent, "more", () -> {
            most += PAGE;
            read();
        });
        retry = button(parent, "retry", this::retry);
        export = button(parent, "export", this::export);
        delete = button(parent, "delete", this::delete);
        createButton(parent, IDialogConstants.CANCEL_ID, ui.words().text("quarantine.close"), true).setData("parx.id", "quarantine.close");
        read();
    }

    private Button button(Composite parent, String key, Runnable run) {
        Button button = createButton(parent, IDialogConstants.CLIENT_ID, ui.words().text("quarantine." + key), false);
        button.setData("parx.id", "quarantine." + key);
        button.addListener(SWT.Selection, event -> run.run());
        return button;
    }

    @Override
    protected void buttonPressed(int buttonId) {
        if (buttonId == IDialogConstants.CANCEL_ID) {
            close();
        }
    }

    private void read() {
        said.setText(ui.words().text("quarantine.reading"));
        work(() -> services.quarantine().list(most), this::show);
    }

    private void show(List<QuarantinedRows.Row> answer) {
        rows = answer;
        table.setRedraw(false);
        table.removeAll();
        for (QuarantinedRows.Row row : rows) {
            Channel channel = services.channels().byId(row.channelId()).orElse(null);
            int decimals = channel == null ? 3 : channel.metadata().decimals();
            String since = row.setAsideMicros() == 0 ? "" : ui.format().dateTime(row.setAsideMicros());
            new TableItem(table, SWT.NONE).setText(new String[] {ui.format().dateTime(row.timeMicros()),
                    channel == null ? row.channelId() : channel.name(), ui.format().number(row.value(), decimals),
                    ui.words().text("quality." + row.quality().name()), target(row.ruleOrTable()), row.reason(), since});
        }
        table.setRedraw(true);
        long all = services.quarantine().count();
        say(all == 0 ? ui.words().text("quarantine.none") : ui.words().text("quarantine.count", rows.size(), all));
        more.setEnabled(rows.size() >= most);
        refresh();
    }

    private String target(String ruleOrTable) {
        return services.rules().all().stream().filter(rule -> rule.id().equals(ruleOrTable)).map(rule -> rule.name())
                .findFirst().orElse(ruleOrTable.equals("channel_data") ? ui.words().text("backend.TIMESCALEDB") : ruleOrTable);
    }

    private void refresh() {
        for (Button button : List.of(retry, export, delete)) {
            button.setEnabled(!rows.isEmpty());
        }
    }

    /** The selected rows, or all that are listed where none is selected. */
    private List<Long> ids() {
        List<Long> ids = new ArrayList<>();
        for (int index : table.getSelectionIndices()) {
            ids.add(rows.get(index).id());
        }
        return ids.isEmpty() ? rows.stream().map(QuarantinedRows.Row::id).toList() : ids;
    }

    private void retry() {
        List<Long> ids = ids();
        work(() -> services.quarantine().retry(services.users().current(), ids), stored -> {
            ui.notifications().note(stored == ids.size() ? ui.words().text("quarantine.retriedAll", stored)
                    : ui.words().text("quarantine.retried", stored, ids.size()));
            read();
        });
    }

    private void export() {
        FileDialog dialog = new FileDialog(getShell(), SWT.SAVE);
        dialog.setFileName("quarantine.csv");
        dialog.setFilterNames(new String[] {ui.words().text("quarantine.files")});
        dialog.setFilterExtensions(new String[] {"*.csv"});
        dialog.setOverwrite(true);
        String file = dialog.open();
        if (file != null) {
            List<Long> ids = ids();
            work(() -> {
                services.quarantine().export(Path.of(file), ids);
                return file;
            }, done -> ui.notifications().note(ui.words().text("quarantine.exported", ids.size(), done)));
        }
    }

    /** Asked before, for it cannot be undone. */
    private void delete() {
        List<Long> ids = ids();
        MessageDialog sure = new MessageDialog(getShell(), ui.words().text("quarantine.delete.title"), null,
                ui.words().text("quarantine.delete.text", ids.size()), MessageDialog.NONE, 1,
                ui.words().text("quarantine.delete.yes"), ui.words().text("editor.cancel"));
        if (sure.open() == 0) {
            work(() -> {
                services.quarantine().delete(services.users().current(), ids);
                return ids.size();
            }, deleted -> {
                ui.notifications().note(ui.words().text("quarantine.deleted", deleted));
                read();
            });
        }
    }

    private <T> void work(Callable<T> work, Consumer<T> done) {
        ui.background().run(new Object(), getShell(), work, done, failure -> {
            if (!(failure instanceof ConfigurationException)) {
                LOG.error("The rows set aside could not be worked with", failure);
            }
            say("✕ " + (failure instanceof ConfigurationException ? failure.getLocalizedMessage() : ui.words().text("edit.fault")));
        });
    }

    private void say(String sentence) {
        said.setText(LabelText.plain(sentence));
        said.getParent().layout();
    }
}
