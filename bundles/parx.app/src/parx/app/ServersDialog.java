package parx.app;

import java.nio.file.Path;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Shell;
import parx.service.StartException;
import parx.startup.Startup;
import parx.startup.Startup.Choice;
import parx.ui.Words;

/** Shows and changes which databases the next start works with. UI thread only. */
final class ServersDialog extends DatabaseDialog {
    private final Startup startup;
    private final Choice before;

    /** @param before what the next start would work with now @param known what the fields show of it */
    ServersDialog(Shell parent, Words words, Startup startup, Choice before, ExistingServers known) {
        super(() -> parent, parent.getDisplay(), words, "servers.title", known);
        this.startup = startup;
        this.before = before;
        setShellStyle(SWT.TITLE | SWT.CLOSE | SWT.RESIZE | SWT.APPLICATION_MODAL);
    }

    @Override
    void createOwnOptions(Composite area) {
        Button own = option(area, "servers.own");
        own.setSelection(!beginsWithExisting());
    }

    @Override
    String footnote() {
        Path file = startup.folders().properties();
        return words().text("servers.later", file.getFileName(), file.getParent());
    }

    @Override
    boolean beginsWithExisting() {
        return before instanceof Choice.Existing;
    }

    @Override
    String confirmKey() {
        return "servers.save";
    }

    @Override
    String leaveKey() {
        return "servers.cancel";
    }

    @Override
    protected void okPressed() {
        Choice next = existingChoice().<Choice>map(existing -> existing).orElse(new Choice.Own());
        Button save = getButton(IDialogConstants.OK_ID);
        save.setEnabled(false);
        background().run(this, save, () -> save(next), saved -> super.okPressed(), failure -> {
            save.setEnabled(true);
            problem(String.valueOf(failure.getLocalizedMessage()));
        });
    }

    private Choice save(Choice next) throws StartException {
        startup.choose(next);
        return next;
    }
}
