package parx.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.ui.PartInitException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parx.model.StorageRule;
import parx.service.Change;
import parx.service.ConfigurationException;
import parx.service.StorageRules;
import parx.service.Users;

/** The storage view in the workbench: a rule from its first field to its rows, tried, deleted and back. */
class StorageViewTest extends WorkbenchTest {
    private static final String TABLE = "storage.table";
    private static final String NAME = "Speed for the audit";
    private static final int PREVIEW_TAB = 2;

    @BeforeEach
    void showTheView() {
        screen.act(() -> {
            try {
                page().showView("parx.ui.storage.view");
            } catch (PartInitException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @AfterEach
    void removeWhatWasAdded() throws ConfigurationException {
        screen.act(() -> {
            for (Shell shell : screen.display().getShells()) {
                if (!shell.isDisposed() && "rule".equals(shell.getData("parx.id"))) {
                    shell.close();
                }
            }
        });
        Optional<StorageRule> left = rule();
        if (left.isPresent()) {
            plant.service(StorageRules.class).apply(plant.service(Users.class).current(), List.of(Change.remove(left.get())));
        }
    }

    @Test
    void aRuleIsAddedCountsItsRowsIsPreviewedAndComesBackAfterItWasDeleted() {
        screen.tool("parx.ui.storage.new");
        screen.type("rule.name", NAME);
        screen.choose("rule.mode", StorageRule.Mode.CONTINUOUS.ordinal());
        screen.type("rule.interval", "1000");
        screen.press("rule.channels.leave");
        screen.type("rule.channels.filter", FAST);
        screen.press("rule.channels.choose");
        screen.press("rule.ok");
        Await.until("the rule in force", () -> cell(NAME, "STATE").equals("Recording"));
        assertEquals(List.of(FAST), rule().orElseThrow().channels());
        assertEquals("1", cell(NAME, "CHANNELS"));
        Await.until(() -> "its rows per second, not " + cell(NAME, "RATE"), Await.LONG, () -> {
            String rate = digits(cell(NAME, "RATE"));
            return !rate.isEmpty() && Integer.parseInt(rate) > 0;
        });

        select(NAME);
        screen.tool("parx.ui.storage.preview");
        screen.await(Table.class, "rule.preview.table");
        Await.until(() -> "a preview; " + screen.text("rule.preview.totals"), Await.LONG,
                () -> screen.ask(() -> screen.look(Table.class, "rule.preview.table").orElseThrow().getItemCount()) == 1);
        assertTrue(screen.text("rule.preview.totals").startsWith("Keeps "), screen.text("rule.preview.totals"));
        assertEquals(PREVIEW_TAB, screen.ask(() -> screen.look(CTabFolder.class, "rule.tabs").orElseThrow().getSelectionIndex()));
        screen.press("rule.cancel");

        StorageRule before = rule().orElseThrow();
        select(NAME);
        screen.key(TABLE, SWT.DEL, 0);
        Await.until("it is gone", () -> rule().isEmpty() && cell(NAME, "STATE").isEmpty());
        screen.key(TABLE, 'z', SWT.MOD1);
        Await.until("it is back", () -> rule().equals(Optional.of(before)) && cell(NAME, "STATE").equals("Recording"));
    }

    private Optional<StorageRule> rule() {
        return plant.service(StorageRules.class).all().stream().filter(rule -> rule.name().equals(NAME)).findFirst();
    }

    private void select(String name) {
        Await.until("the row of " + name, () -> !cell(name, "NAME").isEmpty());
        screen.with(Table.class, TABLE, table -> {
            row(table, name).ifPresent(table::setSelection);
            Screen.select(table);
        });
    }

    /** What the rule's cell says; empty where the rule is not in the table. */
    private String cell(String name, String column) {
        return screen.ask(() -> {
            Table table = screen.look(Table.class, TABLE).orElseThrow();
            return row(table, name).map(item -> item.getText(column(table, column))).orElse("");
        });
    }

    private static Optional<TableItem> row(Table table, String name) {
        for (TableItem item : table.getItems()) {
            if (item.getText(column(table, "NAME")).equals(name)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    private static int column(Table table, String name) {
        TableColumn[] columns = table.getColumns();
        for (int i = 0; i < columns.length; i++) {
            if (("storage.column." + name).equals(columns[i].getData("parx.id"))) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column " + name);
    }
}
