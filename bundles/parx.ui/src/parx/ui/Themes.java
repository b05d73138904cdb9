package parx.ui;

import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.e4.ui.css.swt.theme.IThemeEngine;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PlatformUI;
import org.osgi.service.prefs.BackingStoreException;
import org.slf4j.LoggerFactory;

/**
 * Which theme the workbench and everything that ParX paints wear, kept between starts; until a person chooses, the
 * system's. UI thread only.
 */
public final class Themes {
    private static final String LIGHT_ID = "parx.theme.light";
    private static final String DARK_ID = "parx.theme.dark";
    private static final String NODE = "parx.ui";
    private static final String KEY = "theme";
    private static final String LIGHT = "light";
    private static final String DARK = "dark";

    private final Palette palette;

    Themes(Palette palette) {
        this.palette = palette;
    }

    public boolean dark() {
        return palette.dark();
    }

    /** Changes the theme at once and for the next start. */
    public void use(boolean dark) {
        var node = InstanceScope.INSTANCE.getNode(NODE);
        node.put(KEY, dark ? DARK : LIGHT);
        try {
            node.flush();
        } catch (BackingStoreException e) {
            LoggerFactory.getLogger(Themes.class).warn("The choice of theme could not be kept for the next start: {}", e.getMessage());
        }
        show(dark);
    }

    /** Gives the workbench the theme of the last start. Called once it exists. */
    public void restore() {
        show(preferDark());
    }

    /** What was chosen, else what the system wears. */
    static boolean preferDark() {
        if (!Platform.isRunning()) {
            // A view in a plain shell, without a workbench that keeps preferences.
            return Display.isSystemDarkTheme();
        }
        String chosen = InstanceScope.INSTANCE.getNode(NODE).get(KEY, "");
        return chosen.isEmpty() ? Display.isSystemDarkTheme() : chosen.equals(DARK);
    }

    private void show(boolean dark) {
        palette.setDark(dark, () -> restyle(dark));
    }

    private static void restyle(boolean dark) {
        IThemeEngine engine = PlatformUI.getWorkbench().getService(IThemeEngine.class);
        String wanted = dark ? DARK_ID : LIGHT_ID;
        if (engine != null && (engine.getActiveTheme() == null || !wanted.equals(engine.getActiveTheme().getId()))) {
            engine.setTheme(wanted, true);
        }
    }
}
