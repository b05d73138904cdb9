package parx.ui.channels.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import parx.model.Channel;
import parx.ui.ValueFormat;

/** The channels view in a shell of its own, over services in memory. On the thread of its display. */
abstract class ChannelsPaneFixture {
    private static final long DEADLINE_NANOS = 120_000_000_000L;
    final Plant plant = new Plant();
    final ValueFormat format = new ValueFormat();
    final List<Channel> shownInTrend = new ArrayList<>();
    Display display;
    boolean ownDisplay;
    Shell shell;
    ViewKit kit;
    ChannelsPane pane;

    @BeforeEach
    void aWindow() {
        ownDisplay = Display.getCurrent() == null;
        display = ownDisplay ? new Display() : Display.getCurrent();
    }

    @AfterEach
    void closeIt() {
        if (shell != null) {
            kit.background().close();
            shell.dispose();
        }
        if (ownDisplay) {
            display.dispose();
        }
    }

    final void open() {
        show();
        await(() -> tree().getData(ChannelsPane.SHOWN_FILTER) != null);
        drain();
    }

    final void show() {
        shell = new Shell(display, SWT.SHELL_TRIM);
        shell.setLayout(new FillLayout());
        kit = Kits.of(display, false);
        pane = new ChannelsPane(shell, plant.services(), kit, format, shownInTrend::addAll);
        shell.setSize(1_000, 600);
        shell.open();
    }

    final void filter(String typed) {
        find(shell, "channels.filter", Text.class).setText(typed);
        await(() -> typed.equals(tree().getData(ChannelsPane.SHOWN_FILTER)));
    }

    final void drain() {
        while (display.readAndDispatch()) {
            continue;
        }
    }

    final Tree tree() {
        return pane.treeControl().tree();
    }

    final TreeItem leaf(int branch, int child) {
        TreeItem item = tree().getItem(branch).getItem(child);
        item.getText();
        return item;
    }

    /** Whether the whole of this row is on screen. */
    final boolean isOnScreen(TreeItem item) {
        Rectangle row = item.getBounds();
        Rectangle area = tree().getClientArea();
        return row.height > 0 && row.y >= area.y && row.y + row.height <= area.y + area.height;
    }

    final List<String> selectedIds() {
        return pane.selection().stream().map(Channel::id).toList();
    }

    final void select(TreeItem item) {
        tree().setSelection(item);
        tree().notifyListeners(SWT.Selection, new Event());
    }

    final void key(int keyCode, int modifiers) {
        Event event = new Event();
        event.keyCode = keyCode;
        event.stateMask = modifiers;
        event.doit = true;
        tree().notifyListeners(SWT.KeyDown, event);
        assertFalse(event.doit, "the tree's own search must not have it as well");
    }

    final Shell editor() {
        return dialog("editor");
    }

    final Shell dialog(String id) {
        for (Shell candidate : display.getShells()) {
            if (id.equals(candidate.getData("parx.id"))) {
                return candidate;
            }
        }
        throw new AssertionError("no dialog ‘" + id + "’ is open");
    }

    static void press(Button button) {
        assertTrue(button.getEnabled(), button.getText());
        button.notifyListeners(SWT.Selection, new Event());
    }

    static void type(Shell in, String id, String text) {
        find(in, id, Text.class).setText(text);
    }

    static <T extends Control> T find(Composite in, String id, Class<T> type) {
        return assertInstanceOf(type, search(in, id), id);
    }

    private static Control search(Composite in, String id) {
        for (Control child : in.getChildren()) {
            if (id.equals(child.getData("parx.id"))) {
                return child;
            }
            Control found = child instanceof Composite composite ? search(composite, id) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    final void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        // The display is woken by its own timer, so that it never sleeps past the deadline.
        Runnable[] wake = new Runnable[1];
        wake[0] = () -> display.timerExec(20, wake[0]);
        wake[0].run();
        try {
            while (!condition.getAsBoolean()) {
                assertTrue(System.nanoTime() < deadline, "what was waited for did not come");
                if (!display.readAndDispatch()) {
                    display.sleep();
                }
            }
        } finally {
            display.timerExec(-1, wake[0]);
        }
    }
}
