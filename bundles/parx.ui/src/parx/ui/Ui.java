package parx.ui;

import java.util.Objects;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;

/**
 * What every view shares on one display: look, timer, background work, icons, notifications. Lives in the display's
 * data and ends with it. UI thread only. Views get it, or one of its parts, as a constructor parameter.
 */
public final class Ui {
    private static final String KEY = "parx.ui";

    private final Palette palette;
    private final Themes themes;
    private final UiTick tick;
    private final Background background;
    private final Icons icons;
    private final Notifications notifications;

    private Ui(Display display) {
        palette = new Palette(Themes.preferDark());
        themes = new Themes(palette);
        tick = new UiTick(display);
        background = new Background(display);
        icons = new Icons(display, palette);
        notifications = new Notifications(display, palette);
        display.addFilter(SWT.Skin, event -> palette.keep(event.widget));
        display.addListener(SWT.Dispose, event -> {
            background.close();
            icons.close();
        });
    }

    /** The kit of this display, made on the first call. */
    public static Ui of(Display display) {
        Objects.requireNonNull(display, "no display on this thread: call from the UI thread");
        if (display.getData(KEY) instanceof Ui known) {
            return known;
        }
        Ui made = new Ui(display);
        display.setData(KEY, made);
        return made;
    }

    public Palette palette() {
        return palette;
    }

    public Themes themes() {
        return themes;
    }

    public UiTick tick() {
        return tick;
    }

    public Background background() {
        return background;
    }

    public Icons icons() {
        return icons;
    }

    public Notifications notifications() {
        return notifications;
    }
}
