package parx.ui.internal;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import parx.ui.Themes;

/** Changes between light and dark. UI thread. */
public final class ToggleTheme extends AbstractHandler {
    private final Themes themes;

    public ToggleTheme(Themes themes) {
        this.themes = themes;
    }

    @Override
    public Object execute(ExecutionEvent event) {
        themes.use(!themes.dark());
        return null;
    }
}
