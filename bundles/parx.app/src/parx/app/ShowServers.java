package parx.app;

import java.util.Optional;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jface.window.Window;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.handlers.HandlerUtil;
import parx.startup.Startup;
import parx.startup.Startup.Choice;
import parx.ui.Background;
import parx.ui.Notifications;
import parx.ui.Words;

/** Opens the dialog for the databases of the next start. UI thread. */
public final class ShowServers extends AbstractHandler {
    private final Startup startup;
    private final Background background;
    private final Notifications notifications;
    private final Words words = new Words(ShowServers.class);

    public ShowServers(Startup startup, Background background, Notifications notifications) {
        this.startup = startup;
        this.background = background;
        this.notifications = notifications;
    }

    @Override
    public Object execute(ExecutionEvent event) {
        Shell window = HandlerUtil.getActiveShell(event);
        background.run(this, window, startup::next, before -> open(window, before),
                failure -> notifications.problem(String.valueOf(failure.getLocalizedMessage())));
        return null;
    }

    private void open(Shell window, Choice before) {
        Optional<ExistingServers> known = before instanceof Choice.Existing existing
                ? ExistingServers.of(existing.endpoints()) : Optional.of(ExistingServers.STANDARD);
        if (known.isEmpty()) {
            notifications.problem(words.text("servers.byhand", startup.folders().properties()));
        } else if (new ServersDialog(window, words, startup, before, known.get()).open() == Window.OK) {
            notifications.note(words.text("servers.saved"));
        }
    }
}
