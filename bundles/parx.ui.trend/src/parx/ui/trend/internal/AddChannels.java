package parx.ui.trend.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.eclipse.swt.widgets.Text;
import parx.model.Channel;
import parx.ui.Words;

/** Chooses channels by typing a part of their name. Smooth with tens of thousands. UI thread only. */
final class AddChannels extends Dialog {
    private final List<Channel> all;
    private final Words words;
    private List<Channel> matching;
    private List<String> chosen = List.of();
    private Text filter;
    private Table table;
    private Label none;

    AddChannels(Shell parent, List<Channel> all, Words words) {
        super(parent);
        this.all = all;
        this.words = words;
        matching = all;
    }

    /** The ids that were chosen; empty after cancel. */
    List<String> choose() {
        return open() == OK ? chosen : List.of();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(words.text("add.title"));
        shell.setData("parx.id", "trend.add.dialog");
    }

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected Point getInitialSize() {
        return new Point(620, 480);
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        filter = new Text(area, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        filter.setMessage(words.text("add.filter"));
        filter.setData("parx.id", "trend.add.filter");
        filter.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        filter.addListener(SWT.Modify, event -> filter());
        filter.addListener(SWT.KeyDown, event -> {
            if (event.keyCode == SWT.ARROW_DOWN && table.getItemCount() > 0) {
                table.setFocus();
                table.select(Math.max(0, table.getSelectionIndex()));
                updateButton();
            }
        });
        table = new Table(area, SWT.VIRTUAL | SWT.MULTI | SWT.FULL_SELECTION | SWT.BORDER);
        table.setData("parx.id", "trend.add.list");
        table.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        for (int width : new int[] {280, 160, 120}) {
            new TableColumn(table, SWT.LEFT).setWidth(width);
        }
        table.addListener(SWT.SetData, event -> {
            Channel channel = matching.get(event.index);
            ((TableItem) event.item).setText(new String[] {channel.name(), channel.id(), place(channel)});
        });
        table.addListener(SWT.Selection, event -> updateButton());
        table.addListener(SWT.DefaultSelection, event -> okPressed());
        none = new Label(area, SWT.WRAP);
        none.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        return area;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, words.text("add.ok"), true).setData("parx.id", "trend.add.ok");
        createButton(parent, IDialogConstants.CANCEL_ID, words.text("add.cancel"), false);
        filter();
        filter.setFocus();
    }

    @Override
    protected void okPressed() {
        // Enter right after typing takes the first match: no need to reach for the list.
        int[] rows = table.getSelectionCount() > 0 ? table.getSelectionIndices()
                : matching.isEmpty() ? new int[0] : new int[] {0};
        List<String> ids = new ArrayList<>();
        for (int row : rows) {
            ids.add(matching.get(row).id());
        }
        chosen = ids;
        super.okPressed();
    }

    private void filter() {
        matching = matching(all, filter.getText());
        table.deselectAll();
        table.setItemCount(matching.size());
        table.clearAll();
        none.setText(all.isEmpty() ? words.text("add.noChannels") : matching.isEmpty() ? words.text("add.none") : "");
        updateButton();
    }

    private void updateButton() {
        getButton(IDialogConstants.OK_ID).setEnabled(!matching.isEmpty());
    }

    /** Every word of the filter occurs in the name, the id, the area or the line. */
    static List<Channel> matching(List<Channel> channels, String filter) {
        String[] parts = filter.strip().toLowerCase(Locale.ROOT).split("\\s+");
        return channels.stream().filter(channel -> {
            String text = (channel.name() + " " + channel.id() + " " + place(channel)).toLowerCase(Locale.ROOT);
            for (String part : parts) {
                if (!text.contains(part)) {
                    return false;
                }
            }
            return true;
        }).toList();
    }

    private static String place(Channel channel) {
        String area = channel.metadata().area();
        String line = channel.metadata().line();
        return area.isEmpty() || line.isEmpty() ? area + line : area + " / " + line;
    }
}
