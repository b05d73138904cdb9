package parx.ui;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import org.eclipse.swt.widgets.Shell;

/**
 * Quiet messages in the window's corner that never take the focus and go by themselves, with an action where there is
 * one: "Deleted 3 channels – Undo". UI thread only.
 */
public final class Notifications {
    private static final int MOST = 4;
    private static final int GAP = 8;
    /** The status line's height, which stays free. */
    private static final int BELOW = 32;
    private static final int WIDTH = 360;
    private static final int MILLIS = 6_000;
    private static final int MILLIS_WITH_ACTION = 12_000;
    private static final int MILLIS_PROBLEM = 15_000;

    /** How much the message matters. */
    public enum Kind { NOTE, PROBLEM }

    private final Display display;
    private final Palette palette;
    private final Words words = new Words(Notifications.class);
    private final Deque<Toast> toasts = new ArrayDeque<>();

    Notifications(Display display, Palette palette) {
        this.display = display;
        this.palette = palette;
        // A dialog that opens must not lie under what was said before.
        display.addFilter(SWT.Activate, event -> {
            if (event.widget instanceof Shell && !toasts.isEmpty()) {
                arrange((Shell) toasts.peekFirst().shell.getParent());
            }
        });
    }

    /** What was done. */
    public void note(String sentence) {
        show(Kind.NOTE, sentence, "", null);
    }

    /** What was done, and a way back or on. The action also runs by {@link #act}. */
    public void note(String sentence, String actionLabel, Runnable action) {
        show(Kind.NOTE, sentence, actionLabel, action);
    }

    /** What went wrong, why, and what to do next. */
    public void problem(String sentence) {
        show(Kind.PROBLEM, sentence, "", null);
    }

    public void problem(String sentence, String actionLabel, Runnable action) {
        show(Kind.PROBLEM, sentence, actionLabel, action);
    }

    /** Takes the newest notification's action, for the keyboard. @return whether there was one */
    public boolean act() {
        for (Toast toast : toasts) {
            if (toast.action != null) {
                toast.act();
                return true;
            }
        }
        return false;
    }

    /** The newest sentence on show, or empty. */
    public String showing() {
        return toasts.isEmpty() ? "" : toasts.peekFirst().sentence;
    }

    private void show(Kind kind, String sentence, String actionLabel, Runnable action) {
        Shell window = window();
        if (window == null) {
            return;
        }
        for (Toast same : toasts.stream().filter(t -> t.sentence.equals(sentence)).toList()) {
            same.shell.dispose();
        }
        if (toasts.size() >= MOST) {
            toasts.peekLast().shell.dispose();
        }
        toasts.addFirst(new Toast(window, kind, sentence, actionLabel, action));
        arrange(window);
    }

    private Shell window() {
        Shell active = display.getActiveShell();
        for (Shell shell = active; shell != null; shell = (Shell) shell.getParent()) {
            if (shell.getParent() == null && shell.isVisible()) {
                return shell;
            }
        }
        for (Shell shell : display.getShells()) {
            if (shell.getParent() == null && shell.isVisible() && (shell.getStyle() & SWT.TITLE) != 0) {
                return shell;
            }
        }
        return null;
    }

    private void arrange(Shell window) {
        Rectangle area = window.getClientArea();
        Point corner = window.toDisplay(area.x, area.y);
        Rectangle inside = new Rectangle(corner.x, corner.y, area.width, area.height - BELOW);
        boolean left = place(inside, true, false).stream().anyMatch(this::coversDialog)
                && place(inside, true, true).stream().noneMatch(this::coversDialog);
        boolean low = left || place(inside, true, false).stream().noneMatch(this::coversDialog);
        List<Rectangle> places = place(inside, low, left);
        int number = 0;
        for (Toast toast : toasts) {
            Rectangle place = places.get(number++);
            toast.shell.setLocation(place.x, place.y);
            toast.shell.setVisible(true);
        }
    }

    /** Where each stands, the newest nearest to the corner. */
    private List<Rectangle> place(Rectangle inside, boolean low, boolean left) {
        List<Rectangle> places = new ArrayList<>();
        int edge = low ? inside.y + inside.height : inside.y + GAP;
        for (Toast toast : toasts) {
            Point size = toast.shell.getSize();
            int x = left ? inside.x + GAP : inside.x + inside.width - size.x - GAP;
            edge -= low ? size.y + GAP : 0;
            places.add(new Rectangle(x, edge, size.x, size.y));
            edge += low ? 0 : size.y + GAP;
        }
        return places;
    }

    /** A dialog's buttons are what a person reaches for next. */
    private boolean coversDialog(Rectangle place) {
        for (Shell shell : display.getShells()) {
            boolean dialog = shell.getParent() != null && shell.isVisible() && (shell.getStyle() & SWT.TITLE) != 0;
            if (dialog && shell.getBounds().intersects(place)) {
                return true;
            }
        }
        return false;
    }

    /** One message on screen. UI thread only. */
    private final class Toast {
        private final String sentence;
        private final Runnable action;
        private final Shell shell;

        private Toast(Shell window, Kind kind, String sentence, String actionLabel, Runnable action) {
            this.sentence = sentence;
            this.action = action;
            shell = new Shell(window, SWT.NO_TRIM | SWT.TOOL | SWT.NO_FOCUS);
            shell.setData("parx.id", "notification");
            GridLayout layout = new GridLayout(2, false);
            layout.marginWidth = 12;
            layout.marginHeight = 8;
            layout.horizontalSpacing = 12;
            shell.setLayout(layout);
            Label text = new Label(shell, SWT.WRAP);
            text.setText(LabelText.plain(kind == Kind.PROBLEM ? "! " + sentence : sentence));
            GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false, action == null ? 1 : 2, 1);
            wide.widthHint = WIDTH;
            text.setLayoutData(wide);
            if (action != null) {
                link(actionLabel, this::act);
            }
            link(words.text("notification.close"), shell::dispose);
            colour(kind, text);
            shell.pack();
            shell.addListener(SWT.Dispose, event -> toasts.remove(this));
            shell.addListener(SWT.Paint, event -> {
                event.gc.setForeground(palette.color(kind == Kind.PROBLEM ? Palette.Token.WARNING : Palette.Token.LINE));
                Point size = shell.getSize();
                event.gc.drawRectangle(0, 0, size.x - 1, size.y - 1);
            });
            display.timerExec(kind == Kind.PROBLEM ? MILLIS_PROBLEM : action != null ? MILLIS_WITH_ACTION : MILLIS, () -> {
                if (!shell.isDisposed()) {
                    shell.dispose();
                }
            });
        }

        private void link(String label, Runnable onClick) {
            Link link = new Link(shell, SWT.NONE);
            link.setText("<a>" + label + "</a>");
            link.setLayoutData(new GridData(SWT.END, SWT.CENTER, false, false));
            link.addListener(SWT.Selection, event -> onClick.run());
        }

        private void colour(Kind kind, Label text) {
            shell.setBackground(palette.color(Palette.Token.RAISED));
            for (Control child : shell.getChildren()) {
                child.setBackground(palette.color(Palette.Token.RAISED));
                if (child instanceof Link link) {
                    link.setLinkForeground(palette.color(Palette.Token.ACCENT));
                }
            }
            text.setForeground(palette.color(Palette.Token.TEXT));
        }

        private void act() {
            Runnable chosen = action;
            shell.dispose();
            chosen.run();
        }
    }
}
