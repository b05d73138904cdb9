package parx.ui.channels.internal;

import java.lang.reflect.Constructor;
import java.util.Locale;
import org.eclipse.swt.widgets.Display;
import parx.ui.Background;
import parx.ui.Icons;
import parx.ui.Notifications;
import parx.ui.Palette;
import parx.ui.UiTick;
import parx.ui.Words;

/** The parts of parx.ui without the workbench, whose preferences decide the theme there. */
final class Kits {
    private Kits() {
    }

    static ViewKit of(Display display, boolean dark) {
        Palette palette = make(Palette.class, dark);
        return new ViewKit(palette, make(UiTick.class, display), make(Background.class, display),
                make(Icons.class, display, palette), make(Notifications.class, display, palette),
                new Words(ViewKit.class, Locale.ENGLISH));
    }

    private static <T> T make(Class<T> type, Object... arguments) {
        try {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == arguments.length) {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(arguments));
                }
            }
            throw new IllegalStateException("no such constructor of " + type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
