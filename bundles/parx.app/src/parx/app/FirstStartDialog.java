package parx.app;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import parx.startup.Startup.Choice;
import parx.ui.Words;

/** Asks, at the very first start, what ParX is to work with. UI thread only. */
final class FirstStartDialog extends DatabaseDialog {
    private final ExistingServers before;
    private final Path properties;
    private Button demo;
    private Button empty;
    private Choice choice;
    private ExistingServers entered;

    /** @param before what was typed at an earlier try @param properties the file that keeps the answer */
    FirstStartDialog(Display display, Words words, ExistingServers before, Path properties) {
        super(() -> null, display, words, "first.title", before);
        this.before = before;
        this.properties = properties;
        entered = before;
        setShellStyle(SWT.TITLE | SWT.CLOSE | SWT.RESIZE);
        setBlockOnOpen(true);
    }

    /** Asks. @return empty where the person wants to leave */
    Optional<Choice> ask() {
        return open() == OK ? Optional.ofNullable(choice) : Optional.empty();
    }

    ExistingServers entered() {
        return entered;
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setImages(Branding.windowImages(shell.getDisplay()));
    }

    @Override
    void createOwnOptions(Composite area) {
        text(area, words().text("first.question"), 0);
        demo = option(area, "first.demo");
        empty = option(area, "first.empty");
        demo.setSelection(!beginsWithExisting());
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        super.createButtonsForButtonBar(parent);
        if (demo.getSelection()) {
            demo.setFocus();
        }
    }

    @Override
    String footnote() {
        return words().text("first.later", properties.getFileName(), properties.getParent());
    }

    @Override
    boolean beginsWithExisting() {
        return !before.host().isEmpty();
    }

    @Override
    String confirmKey() {
        return "first.start";
    }

    @Override
    String leaveKey() {
        return "first.quit";
    }

    @Override
    public boolean close() {
        if (getShell() != null && !getShell().isDisposed()) {
            entered = typed();
        }
        return super.close();
    }

    @Override
    protected void okPressed() {
        Choice own = empty.getSelection() ? new Choice.EmptyProject() : new Choice.DemoPlant();
        choice = existingChoice().<Choice>map(existing -> existing).orElse(own);
        super.okPressed();
    }
}
