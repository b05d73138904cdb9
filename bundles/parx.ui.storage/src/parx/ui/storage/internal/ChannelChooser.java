package parx.ui.storage.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Text;
import parx.model.Channel;
import parx.model.StorageRule;
import parx.ui.ChannelDrop;
import parx.ui.Palette.Token;

/** The channels that a rule covers: a list to check, filtered as one types, onto which channels can be dropped. UI thread. */
final class ChannelChooser {
    private static final int[] WIDTHS = {330, 170, 90, 220};

    private final Composite page;
    private final StorageKit ui;
    private final List<Row> all = new ArrayList<>();
    private final Set<String> chosen = new LinkedHashSet<>();
    private final Runnable changed;
    private final Button every;
    private final Text filter;
    private final Button onlyChosen;
    private final Label count;
    private final Table table;
    private List<Row> shown = List.of();

    /** A channel, or the id of one that a rule names and that there is not. */
    private record Row(String id, String name, String units, String place, String search) {
    }

    ChannelChooser(Composite parent, StorageKit ui, List<Channel> channels, List<String> covered, Runnable changed) {
        page = new Composite(parent, SWT.NONE);
        this.ui = ui;
        this.changed = changed;
        fill(channels, covered);
        GridLayout layout = new GridLayout(3, false);
        layout.marginWidth = 12;
        layout.marginHeight = 12;
        layout.horizontalSpacing = 12;
        layout.verticalSpacing = 8;
        page.setLayout(layout);
        every = new Button(page, SWT.CHECK);
        every.setText(ui.words().text("channels.every"));
        every.setData("parx.id", "rule.channels.every");
        every.setSelection(covered.contains(StorageRule.EVERY_CHANNEL));
        every.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, 3, 1));
        every.addListener(SWT.Selection, event -> everyChanged());
        filter = new Text(page, SWT.SINGLE | SWT.SEARCH | SWT.ICON_SEARCH | SWT.ICON_CANCEL);
        filter.setMessage(ui.words().text("channels.filter"));
        filter.setData("parx.id", "rule.channels.filter");
        filter.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        filter.addListener(SWT.Modify, event -> filter());
        onlyChosen = new Button(page, SWT.CHECK);
        onlyChosen.setText(ui.words().text("channels.only"));
        onlyChosen.setData("parx.id", "rule.channels.only");
        onlyChosen.addListener(SWT.Selection, event -> filter());
        count = new Label(page, SWT.RIGHT);
        count.setForeground(ui.palette().color(Token.SECONDARY));
        GridData end = new GridData(SWT.END, SWT.CENTER, false, false);
        end.widthHint = 170;
        count.setLayoutData(end);
        count.setData("parx.id", "rule.channels.count");
        table = table();
        Composite buttons = new Composite(page, SWT.NONE);
        GridLayout row = new GridLayout(3, false);
        row.marginWidth = 0;
        row.marginHeight = 0;
        buttons.setLayout(row);
        buttons.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, 3, 1));
        button(buttons, "channels.choose", true);
        button(buttons, "channels.leave", false);
        Label drop = new Label(buttons, SWT.NONE);
        drop.setText(ui.words().text("channels.drop"));
        drop.setForeground(ui.palette().color(Token.SECONDARY));
        ChannelDrop.on(page, (event, ids) -> add(ids));
        ChannelDrop.on(table, (event, ids) -> add(ids));
        filter();
        everyChanged(every.getSelection());
    }

    Composite page() {
        return page;
    }

    /** As it goes into the rule. */
    List<String> chosen() {
        return every.getSelection() ? List.of(StorageRule.EVERY_CHANNEL) : List.copyOf(chosen);
    }

    /** Chooses these as well. */
    void add(List<String> ids) {
        every.setSelection(false);
        Set<String> known = new TreeSet<>();
        all.forEach(row -> known.add(row.id()));
        ids.stream().filter(known::contains).forEach(chosen::add);
        everyChanged();
        refresh();
    }

    private void fill(List<Channel> channels, List<String> covered) {
        Set<String> missing = new LinkedHashSet<>(covered);
        missing.remove(StorageRule.EVERY_CHANNEL);
        chosen.addAll(missing);
        channels.forEach(channel -> missing.remove(channel.id()));
        missing.forEach(id -> all.add(row(id, ui.words().text("channels.missing"), "", "")));
        for (Channel channel : channels) {
            String place = String.join(" / ", List.of(channel.metadata().area(), channel.metadata().line()).stream()
                    .filter(part -> !part.isEmpty()).toList());
            all.add(row(channel.id(), channel.name(), channel.metadata().units(), place));
        }
    }

    private static Row row(String id, String name, String units, String place) {
        return new Row(id, name, units, place, String.join(" ", name, id, units, place).toLowerCase(Locale.ROOT));
    }

    private Table table() {
        Table made = new Table(page, SWT.VIRTUAL | SWT.CHECK | SWT.MULTI | SWT.FULL_SELECTION | SWT.BORDER);
        made.setHeaderVisible(true);
        made.setData("parx.id", "rule.channels.list");
        GridData fill = new GridData(SWT.FILL, SWT.FILL, true, true, 3, 1);
        fill.heightHint = 200;
        made.setLayoutData(fill);
        String[] titles = {"channels.name", "channels.id", "channels.units", "channels.place"};
        for (int i = 0; i < titles.length; i++) {
            TableColumn column = new TableColumn(made, SWT.LEFT);
            column.setText(ui.words().text(titles[i]));
            column.setWidth(WIDTHS[i]);
        }
        made.addListener(SWT.SetData, event -> {
            Row row = shown.get(event.index);
            TableItem item = (TableItem) event.item;
            item.setText(new String[] {row.name(), row.id(), row.units(), row.place()});
            item.setChecked(chosen.contains(row.id()));
        });
        made.addListener(SWT.Selection, this::checked);
        return made;
    }

    /** What is checked while several rows are selected is meant for all of them. */
    private void checked(Event event) {
        if (event.detail != SWT.CHECK) {
            return;
        }
        TableItem item = (TableItem) event.item;
        int index = table.indexOf(item);
        List<Integer> rows = new ArrayList<>();
        for (int selected : table.getSelectionIndices()) {
            rows.add(selected);
        }
        if (!rows.contains(index)) {
            rows = List.of(index);
        }
        for (int row : rows) {
            choose(shown.get(row), item.getChecked());
        }
        refresh();
        changed.run();
    }

    private void choose(Row row, boolean choose) {
        if (choose) {
            chosen.add(row.id());
        } else {
            chosen.remove(row.id());
        }
    }

    private void button(Composite parent, String label, boolean choose) {
        Button button = new Button(parent, SWT.PUSH);
        button.setText(ui.words().text(label));
        button.setData("parx.id", "rule." + label);
        button.addListener(SWT.Selection, event -> {
            every.setSelection(false);
            List.copyOf(shown).forEach(row -> choose(row, choose));
            refresh();
            everyChanged();
        });
    }

    private void everyChanged() {
        everyChanged(every.getSelection());
        changed.run();
    }

    private void everyChanged(boolean covered) {
        table.setEnabled(!covered);
        filter.setEnabled(!covered);
        onlyChosen.setEnabled(!covered);
        say();
    }

    private void filter() {
        String[] parts = filter.getText().strip().toLowerCase(Locale.ROOT).split("\\s+");
        shown = all.stream().filter(row -> {
            for (String part : parts) {
                if (!row.search().contains(part)) {
                    return false;
                }
            }
            return !onlyChosen.getSelection() || chosen.contains(row.id());
        }).toList();
        table.deselectAll();
        refresh();
    }

    private void refresh() {
        table.setItemCount(shown.size());
        table.clearAll();
        say();
    }

    private void say() {
        count.setText(every.getSelection() ? ui.words().text("channels.all", all.size())
                : ui.words().text("channels.some", chosen.size(), all.size()));
    }
}
