package parx.app;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import parx.service.StartException;
import parx.startup.Startup;
import parx.startup.Startup.Choice;
import parx.ui.Background;
import parx.ui.Palette;
import parx.ui.Palette.Token;
import parx.ui.Ui;
import parx.ui.Words;

/** Shows and changes which databases the next start works with. UI thread only. */
final class ServersDialog extends Dialog {
    private static final int INDENT = 24;
    private static final int WIDTH = 460;

    private final Words words;
    private final Palette palette;
    private final Background background;
    private final Startup startup;
    private final Choice before;
    private final ExistingServers known;
    private Button own;
    private Button existing;
    private ServerFields fields;
    private Label message;

    /** @param before what the next start would work with now @param known what the fields show of it */
    ServersDialog(Shell parent, Words words, Startup startup, Choice before, ExistingServers known) {
        super(parent);
        this.words = words;
        this.startup = startup;
        this.before = before;
        this.known = known;
        palette = Ui.of(parent.getDisplay()).palette();
        background = Ui.of(parent.getDisplay()).background();
        setShellStyle(SWT.TITLE | SWT.CLOSE | SWT.RESIZE | SWT.APPLICATION_MODAL);
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(words.text("servers.title"));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        GridLayout layout = (GridLayout) area.getLayout();
        layout.marginWidth = 20;
        layout.marginTop = 12;
        own = option(area, "servers.own");
        existing = option(area, "first.existing");
        boolean shared = before instanceof Choice.Existing;
        own.setSelection(!shared);
        existing.setSelection(shared);
        fields = new ServerFields(area, INDENT, words, known, this::update);
        Path file = startup.folders().properties();
        note(area, 0).setText(words.text("servers.later", file.getFileName(), file.getParent()).replace("&", "&&"));
        message = note(area, 0);
        ((GridData) message.getLayoutData()).heightHint = message.getFont().getFontData()[0].getHeight() * 4;
        return area;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.CLIENT_ID, words.text("first.test"), false).setToolTipText(words.text("first.test.help"));
        createButton(parent, IDialogConstants.OK_ID, words.text("servers.save"), true);
        createButton(parent, IDialogConstants.CANCEL_ID, words.text("servers.cancel"), false);
        update();
    }

    @Override
    protected void buttonPressed(int id) {
        if (id == IDialogConstants.CLIENT_ID) {
            test();
        } else {
            super.buttonPressed(id);
        }
    }

    @Override
    protected void okPressed() {
        Choice next = chosen();
        getButton(IDialogConstants.OK_ID).setEnabled(false);
        background.run(this, message, () -> save(next), saved -> super.okPressed(),
                failure -> say(String.valueOf(failure.getMessage()), Token.BAD));
    }

    private Choice save(Choice next) throws StartException {
        startup.choose(next);
        return next;
    }

    /** ParX's own databases keep the demo plant where it runs; it is not added to others. */
    private Choice chosen() {
        if (existing.getSelection()) {
            return new Choice.Existing(fields.entered().endpoints());
        }
        return before instanceof Choice.DemoPlant ? before : new Choice.EmptyProject();
    }

    private Button option(Composite parent, String key) {
        Button button = new Button(parent, SWT.RADIO);
        button.setText(words.text(key));
        button.setData("parx.id", key);
        button.addListener(SWT.Selection, event -> update());
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.verticalIndent = 8;
        button.setLayoutData(data);
        note(parent, INDENT).setText(words.text(key + ".help"));
        return button;
    }

    private Label note(Composite parent, int indent) {
        Label label = new Label(parent, SWT.WRAP);
        label.setForeground(palette.color(Token.SECONDARY));
        GridData data = new GridData(SWT.FILL, SWT.BEGINNING, true, false);
        data.horizontalIndent = indent;
        data.widthHint = WIDTH - indent;
        label.setLayoutData(data);
        return label;
    }

    private void update() {
        Button save = getButton(IDialogConstants.OK_ID);
        if (save == null) {
            return;
        }
        boolean shared = existing.getSelection();
        fields.setEnabled(shared);
        background.cancel(this);
        Optional<String> problem = shared ? fields.entered().problems().values().stream().findFirst() : Optional.empty();
        say(problem.map(words::text).orElse(""), Token.BAD);
        getButton(IDialogConstants.CLIENT_ID).setEnabled(shared && problem.isEmpty());
        save.setEnabled(problem.isEmpty());
    }

    private void test() {
        ExistingServers asked = fields.entered();
        say(words.text("first.testing"), Token.SECONDARY);
        background.run(this, message, () -> ServerProbe.all(asked),
                problem -> say(problem.isEmpty() ? words.text("first.reachable") : problem, problem.isEmpty() ? Token.TEXT : Token.BAD),
                failure -> say(String.valueOf(failure.getMessage()), Token.BAD));
    }

    private void say(String text, Token token) {
        message.setText(text);
        message.setForeground(palette.color(token));
    }
}
