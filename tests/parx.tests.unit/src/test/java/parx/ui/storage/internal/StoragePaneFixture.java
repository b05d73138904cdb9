package parx.ui.storage.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableItem;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import parx.ui.UiParts;
import parx.ui.ValueFormat;
import parx.ui.Words;

/** The storage view in a shell of its own, over services in memory. */
abstract class StoragePaneFixture {
    private static final long DEADLINE_NANOS = 60_000_000_000L;

    final Works works = new Works();
    Display display;
    private boolean ownDisplay;
    Shell shell;
    UiParts parts;
    StoragePane pane;

    @BeforeEach
    void aWindow() {
        ownDisplay = Display.getCurrent() == null;
        display = ownDisplay ? new Display() : Display.getCurrent();
    }

    @AfterEach
    void closeIt() {
        if (shell != null) {
            parts.background().close();
            shell.dispose();
        }
        if (ownDisplay) {
            display.dispose();
        }
    }

    final void open() {
        shell = new Shell(display);
        shell.setLayout(new FillLayout());
        shell.setSize(1_100, 600);
        parts = UiParts.of(display, false);
        StorageKit kit = new StorageKit(parts.palette(), parts.tick(), parts.background(), parts.icons(), parts.notifications(),
                new ValueFormat(), new Words(StorageKit.class, Locale.ENGLISH));
        pane = new StoragePane(shell, works.services(), kit);
        shell.open();
    }

    final Table table() {
        return pane.ruleTable().table();
    }

    final List<String> column(RuleColumn column) {
        List<String> texts = new ArrayList<>();
        for (var item : table().getItems()) {
            texts.add(item.getText(column.ordinal()));
        }
        return texts;
    }

    final boolean isOnScreen(TableItem item) {
        Rectangle row = item.getBounds();
        Rectangle area = table().getClientArea();
        return row.height > 0 && row.y >= area.y && row.y + row.height <= area.y + area.height;
    }

    final List<String> selected() {
        return pane.ruleTable().selection().stream().map(RuleRow::id).toList();
    }

    final void select(int row) {
        await(() -> table().getItemCount() > row);
        table().setSelection(row);
        table().notifyListeners(SWT.Selection, new Event());
    }

    final void key(int keyCode, int modifiers) {
        Event event = new Event();
        event.keyCode = keyCode;
        event.stateMask = modifiers;
        table().notifyListeners(SWT.KeyDown, event);
    }

    static void press(Button button) {
        button.notifyListeners(SWT.Selection, new Event());
    }

    static void type(Composite in, String id, String text) {
        find(in, id, Text.class).setText(text);
    }

    static void choose(Composite in, String id, int index) {
        Combo combo = find(in, id, Combo.class);
        combo.select(index);
        combo.notifyListeners(SWT.Selection, new Event());
    }

    Shell shell(String id) {
        for (Shell child : shell.getShells()) {
            if (id.equals(child.getData("parx.id"))) {
                return child;
            }
        }
        throw new AssertionError("no window " + id);
    }

    static <T extends Control> T find(Composite in, String id, Class<T> type) {
        T found = look(in, id, type);
        if (found == null) {
            throw new AssertionError("no " + type.getSimpleName() + " " + id);
        }
        return found;
    }

    private static <T extends Control> T look(Composite in, String id, Class<T> type) {
        for (Control child : in.getChildren()) {
            if (id.equals(child.getData("parx.id")) && type.isInstance(child)) {
                return type.cast(child);
            }
            T below = child instanceof Composite composite ? look(composite, id, type) : null;
            if (below != null) {
                return below;
            }
        }
        return null;
    }

    final void await(BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, "waited in vain");
            if (!display.readAndDispatch()) {
                display.timerExec(5, () -> { });
                display.sleep();
            }
        }
    }
}
