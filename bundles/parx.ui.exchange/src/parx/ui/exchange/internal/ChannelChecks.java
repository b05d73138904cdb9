package parx.ui.exchange.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Text;
import parx.model.Channel;
import parx.ui.Words;

/** Channels to tick, with a filter; what is ticked stands first. Smooth with tens of thousands. UI thread. */
final class ChannelChecks {
    private final List<Channel> all;
    private final Set<String> checked;
    private final Words words;
    private final Text filter;
    private final Table table;
    private final Label count;
    private List<Channel> shown;
    private Runnable listener = () -> { };

    ChannelChecks(Composite parent, List<Channel> channels, List<String> chosen, Words words) {
        this.words = words;
        checked = new HashSet<>(chosen);
        all = new ArrayList<>(channels.stream().filter(c -> checked.contains(c.id())).toList());
        all.addAll(channels.stream().filter(c -> !checked.contains(c.id())).toList());
        checked.retainAll(all.stream().map(Channel::id).toList());
        filter = new Text(parent, SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        filter.setMessage(words.text("channels.filter"));
        filter.setData("parx.id", "export.filter");
        filter.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        table = new Table(parent, SWT.CHECK | SWT.VIRTUAL | SWT.BORDER | SWT.FULL_SELECTION);
        table.setData("parx.id", "export.channels");
        table.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        for (int width : new int[] {320, 200, 80}) {
            new TableColumn(table, SWT.LEFT).setWidth(width);
        }
        count = new Label(parent, SWT.NONE);
        count.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        table.addListener(SWT.SetData, event -> {
            Channel channel = shown.get(event.index);
            TableItem item = (TableItem) event.item;
            item.setText(new String[] {channel.name(), channel.id(), channel.metadata().units()});
            item.setChecked(checked.contains(channel.id()));
        });
        table.addListener(SWT.Selection, event -> {
            if (event.detail == SWT.CHECK) {
                tick((TableItem) event.item);
            }
        });
        filter.addListener(SWT.Modify, event -> show());
        show();
    }

    void onChange(Runnable changed) {
        listener = changed;
    }

    /** The ids, in the order of the list. */
    List<String> checked() {
        return all.stream().map(Channel::id).filter(checked::contains).toList();
    }

    private void tick(TableItem item) {
        String id = shown.get(table.indexOf(item)).id();
        if (item.getChecked()) {
            checked.add(id);
        } else {
            checked.remove(id);
        }
        count();
        listener.run();
    }

    private void show() {
        String wanted = filter.getText().strip().toLowerCase(Locale.ROOT);
        shown = all.stream().filter(c -> (c.name() + " " + c.id()).toLowerCase(Locale.ROOT).contains(wanted)).toList();
        table.setItemCount(shown.size());
        table.clearAll();
        count();
    }

    private void count() {
        count.setText(words.text("channels.count", checked.size(), all.size()));
    }
}
