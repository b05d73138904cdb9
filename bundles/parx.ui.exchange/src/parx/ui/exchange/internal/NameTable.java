package parx.ui.exchange.internal;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import parx.model.Channel;
import parx.ui.Words;

/** The names in a file and the channels that they stand for; below it the choice for the selected name. UI thread. */
final class NameTable {
    /** At least so many names are in sight. */
    private static final int ROWS = 5;

    private final List<Channel> channels;
    private final Words words;
    private final Table table;
    private final Combo choice;

    /** @param chosen gets a name and the channel's id, or the empty text to leave the name out */
    NameTable(Composite parent, List<Channel> channels, Words words, BiConsumer<String, String> chosen) {
        this.channels = channels;
        this.words = words;
        table = new Table(parent, SWT.BORDER | SWT.FULL_SELECTION);
        table.setHeaderVisible(true);
        table.setData("parx.id", "import.names");
        GridData fill = new GridData(SWT.FILL, SWT.FILL, true, true);
        fill.heightHint = table.getHeaderHeight() + ROWS * table.getItemHeight();
        fill.minimumHeight = fill.heightHint;
        table.setLayoutData(fill);
        for (String key : new String[] {"names.name", "names.channel"}) {
            TableColumn column = new TableColumn(table, SWT.LEFT);
            column.setText(words.text(key));
            column.setWidth(320);
        }
        Composite line = new Composite(parent, SWT.NONE);
        line.setLayout(new GridLayout(2, false));
        line.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        new Label(line, SWT.NONE).setText(words.text("names.choose"));
        choice = new Combo(line, SWT.DROP_DOWN | SWT.READ_ONLY);
        choice.setData("parx.id", "import.channel");
        choice.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        choice.add(words.text("names.leaveOut"));
        channels.forEach(channel -> choice.add(channel.name() + " (" + channel.id() + ")"));
        choice.setEnabled(false);
        table.addListener(SWT.Selection, event -> choice.setEnabled(table.getSelectionCount() > 0));
        choice.addListener(SWT.Selection, event -> {
            int selected = choice.getSelectionIndex();
            if (table.getSelectionCount() > 0 && selected >= 0) {
                chosen.accept((String) table.getSelection()[0].getData(), selected == 0 ? "" : channels.get(selected - 1).id());
            }
        });
    }

    /** @param decided names that a person decided about */
    void show(Map<String, String> names, Map<String, String> decided) {
        int selected = table.getSelectionIndex();
        table.removeAll();
        names.forEach((name, id) -> {
            TableItem item = new TableItem(table, SWT.NONE);
            item.setData(name);
            item.setText(new String[] {name, id.isEmpty()
                    ? words.text(decided.containsKey(name) ? "names.leaveOut" : "names.none") : label(id)});
        });
        if (selected >= 0 && selected < table.getItemCount()) {
            table.select(selected);
        }
        choice.setEnabled(table.getSelectionCount() > 0);
    }

    private String label(String id) {
        return channels.stream().filter(c -> c.id().equals(id)).map(c -> c.name() + " (" + id + ")").findFirst().orElse(id);
    }
}
