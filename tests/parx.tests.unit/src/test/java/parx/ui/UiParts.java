package parx.ui;

import org.eclipse.swt.widgets.Display;

/** The parts of {@link Ui} without the workbench, whose preferences decide the theme there. UI thread. */
public record UiParts(Palette palette, UiTick tick, Background background, Icons icons, Notifications notifications) {
    public static UiParts of(Display display, boolean dark) {
        Palette palette = new Palette(dark);
        return new UiParts(palette, new UiTick(display), new Background(display), new Icons(display, palette),
                new Notifications(display, palette));
    }
}
