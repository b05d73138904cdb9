package parx.ui.storage.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import parx.ui.CellText;
import parx.ui.FittedColumns;
import parx.ui.Palette.Token;

/** The rules as rows: sorted by a click on a header, refreshed cell by cell. UI thread. */
final class RuleTable {
    private final StorageKit ui;
    private final Amounts amounts;
    private final Table table;
    private final Runnable sorted;
    private final FittedColumns columns;
    private RuleColumn sortedBy = RuleColumn.NAME;
    private boolean descending;

    /** @param sorted called when another order is wanted */
    RuleTable(Composite parent, StorageKit ui, Amounts amounts, Runnable sorted) {
        this.ui = ui;
        this.amounts = amounts;
        this.sorted = sorted;
        table = new Table(parent, SWT.MULTI | SWT.FULL_SELECTION);
        table.setHeaderVisible(true);
        table.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        table.setData("parx.id", "storage.table");
        for (RuleColumn column : RuleColumn.values()) {
            TableColumn header = new TableColumn(table, column.alignment());
            header.setText(ui.words().text("column." + column.name()));
            header.setToolTipText(ui.words().text("column." + column.name() + ".help"));
            header.setMoveable(true);
            header.setData("parx.id", "storage.column." + column.name());
            header.addListener(SWT.Selection, event -> sort(column));
        }
        table.setSortColumn(table.getColumn(sortedBy.ordinal()));
        table.setSortDirection(SWT.UP);
        columns = FittedColumns.of(table, Arrays.stream(RuleColumn.values()).map(RuleColumn::wish).toList());
        CellText.in(table);
    }

    FittedColumns columns() {
        return columns;
    }

    Table table() {
        return table;
    }

    /** In the order that was chosen. */
    Comparator<RuleRow> order() {
        return sortedBy.order(descending);
    }

    List<RuleRow> selection() {
        List<RuleRow> rows = new ArrayList<>();
        for (TableItem item : table.getSelection()) {
            rows.add((RuleRow) item.getData());
        }
        return rows;
    }

    /** Selects these rules, as far as they are shown, and scrolls to them. @return how many are shown */
    int reveal(Set<String> ids) {
        TableItem[] found = items(ids);
        if (found.length > 0) {
            table.setSelection(found);
            table.showSelection();
        }
        return found.length;
    }

    private TableItem[] items(Set<String> ids) {
        return Arrays.stream(table.getItems()).filter(item -> ids.contains(((RuleRow) item.getData()).id())).toArray(TableItem[]::new);
    }

    /** Shows these rows in this order; what was selected stays so. */
    void show(List<RuleRow> rows) {
        boolean sameRules = table.getItemCount() == rows.size();
        for (int i = 0; sameRules && i < rows.size(); i++) {
            sameRules = ((RuleRow) table.getItem(i).getData()).id().equals(rows.get(i).id());
        }
        Set<String> selected = sameRules ? Set.of() : selection().stream().map(RuleRow::id).collect(Collectors.toSet());
        while (table.getItemCount() > rows.size()) {
            table.getItem(table.getItemCount() - 1).dispose();
        }
        for (int i = 0; i < rows.size(); i++) {
            TableItem item = i < table.getItemCount() ? table.getItem(i) : new TableItem(table, SWT.NONE);
            show(item, rows.get(i));
        }
        if (!sameRules) {
            table.setSelection(items(selected));
        }
    }

    private void show(TableItem item, RuleRow row) {
        item.setData(row);
        for (RuleColumn column : RuleColumn.values()) {
            String text = column.text(row, amounts, ui.words());
            if (!text.equals(item.getText(column.ordinal()))) {
                item.setText(column.ordinal(), text);
            }
        }
        Image image = ui.icons().image(row.icon(), row.troubled() ? Token.WARNING : Token.SECONDARY);
        if (!Objects.equals(image, item.getImage(0))) {
            item.setImage(0, image);
        }
        item.setForeground(RuleColumn.STATE.ordinal(), ui.palette().color(row.token()));
        Token text = row.rule().enabled() ? Token.TEXT : Token.SECONDARY;
        for (int i = 1; i < RuleColumn.values().length; i++) {
            item.setForeground(i, ui.palette().color(lost(row, RuleColumn.values()[i]) ? Token.WARNING : text));
        }
    }

    /** What should be nothing and is not. */
    private static boolean lost(RuleRow row, RuleColumn column) {
        return column == RuleColumn.QUARANTINED && row.status().quarantined() > 0
                || column == RuleColumn.DROPPED && row.status().dropped() > 0;
    }

    private void sort(RuleColumn column) {
        descending = sortedBy == column && !descending;
        sortedBy = column;
        table.setSortColumn(table.getColumn(column.ordinal()));
        table.setSortDirection(descending ? SWT.DOWN : SWT.UP);
        sorted.run();
    }
}
