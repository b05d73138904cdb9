package parx.workbench;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;
import org.eclipse.swt.widgets.Widget;
import org.eclipse.ui.PlatformUI;

/**
 * What is on screen, found by the widgets' ids and driven by their events as a person's hands would cause them. Called
 * on any thread but the UI thread.
 */
final class Screen {
    private static final String ID = "parx.id";

    private final Display display = PlatformUI.getWorkbench().getDisplay();

    Display display() {
        return display;
    }

    /** What this gives on the UI thread. */
    <T> T ask(Supplier<T> question) {
        List<T> answer = new ArrayList<>(1);
        display.syncExec(() -> answer.add(question.get()));
        return answer.get(0);
    }

    void act(Runnable action) {
        display.syncExec(action);
    }

    Shell window() {
        return ask(() -> PlatformUI.getWorkbench().getWorkbenchWindows()[0].getShell());
    }

    /** The widget of this id that is on show, or the first at all. On the UI thread only. */
    <T extends Widget> Optional<T> look(Class<T> type, String id) {
        List<T> found = new ArrayList<>();
        for (Shell shell : display.getShells()) {
            collect(shell, type, id, found);
        }
        return found.stream().filter(widget -> !(widget instanceof Control control) || control.isVisible()).findFirst()
                .or(() -> found.stream().findFirst());
    }

    boolean shows(String id) {
        return ask(() -> look(Control.class, id).filter(Control::isVisible).isPresent());
    }

    /** Waits for the widget and does this with it on the UI thread. */
    <T extends Widget> void with(Class<T> type, String id, Consumer<T> action) {
        await(type, id);
        act(() -> action.accept(look(type, id).orElseThrow()));
    }

    <T extends Widget> void await(Class<T> type, String id) {
        Await.until("the widget " + id, () -> ask(() -> look(type, id).isPresent()));
    }

    void type(String id, String text) {
        with(Text.class, id, field -> field.setText(text));
    }

    String text(String id) {
        return ask(() -> look(Control.class, id).map(Screen::textOf).orElse(""));
    }

    void press(String id) {
        with(Button.class, id, button -> {
            if (!button.isEnabled()) {
                fail("the button " + id + " is greyed");
            }
            select(button);
        });
    }

    boolean isEnabled(String id) {
        return ask(() -> look(Control.class, id).map(Control::isEnabled).orElse(false));
    }

    void choose(String id, int index) {
        with(Combo.class, id, combo -> {
            combo.select(index);
            select(combo);
        });
    }

    void tool(String id) {
        with(ToolItem.class, id, item -> {
            if (!item.isEnabled()) {
                fail("the tool " + id + " is greyed");
            }
            if ((item.getStyle() & (SWT.CHECK | SWT.RADIO)) != 0) {
                item.setSelection((item.getStyle() & SWT.RADIO) != 0 || !item.getSelection());
            }
            select(item);
        });
    }

    void key(String id, int keyCode, int modifiers) {
        with(Control.class, id, control -> {
            Event event = new Event();
            event.keyCode = keyCode;
            event.stateMask = modifiers;
            control.notifyListeners(SWT.KeyDown, event);
        });
    }

    static void select(Widget widget) {
        widget.notifyListeners(SWT.Selection, new Event());
    }

    /** What the control paints. */
    ImageData picture(String id) {
        return ask(() -> {
            Control control = look(Control.class, id).orElseThrow();
            Image image = new Image(display, control.getSize().x, control.getSize().y);
            GC gc = new GC(image);
            try {
                control.print(gc);
                return image.getImageData(100);
            } finally {
                gc.dispose();
                image.dispose();
            }
        });
    }

    private static String textOf(Control control) {
        return switch (control) {
            case Text text -> text.getText();
            case org.eclipse.swt.widgets.Label label -> label.getText();
            case org.eclipse.swt.custom.CLabel label -> label.getText();
            case Button button -> button.getText();
            case Combo combo -> combo.getText();
            default -> "";
        };
    }

    private static <T extends Widget> void collect(Widget from, Class<T> type, String id, List<T> into) {
        if (id.equals(from.getData(ID)) && type.isInstance(from)) {
            into.add(type.cast(from));
        }
        if (from instanceof ToolBar bar) {
            for (ToolItem item : bar.getItems()) {
                collect(item, type, id, into);
            }
        }
        if (from instanceof Composite composite) {
            for (Control child : composite.getChildren()) {
                collect(child, type, id, into);
            }
        }
    }
}
