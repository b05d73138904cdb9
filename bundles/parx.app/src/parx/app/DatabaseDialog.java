package parx.app;

import java.util.Optional;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.jface.window.IShellProvider;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import parx.startup.Startup.Choice;
import parx.ui.Background;
import parx.ui.LabelText;
import parx.ui.Palette;
import parx.ui.Palette.Token;
import parx.ui.Ui;
import parx.ui.Words;

/** Asks which databases ParX works with: its own, or existing ones that are tried by a button. UI thread only. */
abstract class DatabaseDialog extends Dialog {
    private static final int INDENT = 24;
    private static final int WIDTH = 460;
    /** The message's room, in heights of a letter: two lines and what is between them. */
    private static final int MESSAGE_HEIGHT = 4;

    private final Words words;
    private final Palette palette;
    private final Background background;
    private final String title;
    private final ExistingServers before;
    private Button existing;
    private ServerFields fields;
    private Label message;

    /** @param title the key of the window's title @param before what the fields show at first */
    DatabaseDialog(IShellProvider parent, Display display, Words words, String title, ExistingServers before) {
        super(parent);
        this.words = words;
        this.title = title;
        this.before = before;
        palette = Ui.of(display).palette();
        background = Ui.of(display).background();
    }

    /** Adds what stands above the choice of existing servers, by {@link #option} and {@link #text}. */
    abstract void createOwnOptions(Composite area);

    /** The sentence below the fields. */
    abstract String footnote();

    /** Whether existing servers are chosen when the dialog opens. */
    abstract boolean beginsWithExisting();

    /** The key of the confirming button's text. */
    abstract String confirmKey();

    /** The key of the leaving button's text. */
    abstract String leaveKey();

    /** What is chosen, as long as the dialog is open. */
    final Optional<Choice.Existing> existingChoice() {
        return existing.getSelection() ? Optional.of(new Choice.Existing(fields.entered().endpoints())) : Optional.empty();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(words.text(title));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        GridLayout layout = (GridLayout) area.getLayout();
        layout.marginWidth = 20;
        layout.marginTop = 12;
        layout.verticalSpacing = 4;
        createOwnOptions(area);
        existing = option(area, "first.existing");
        existing.setSelection(beginsWithExisting());
        fields = new ServerFields(area, INDENT, palette, words, before, this::update);
        // A file's own path stands in it, so that it can be found; a long one breaks over lines.
        Label footnote = text(area, LabelText.plain(footnote()), 0);
        footnote.setForeground(palette.color(Token.SECONDARY));
        footnote.setData("parx.id", "first.later");
        message = text(area, "", 0);
        ((GridData) message.getLayoutData()).heightHint = message.getFont().getFontData()[0].getHeight() * MESSAGE_HEIGHT;
        return area;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.CLIENT_ID, words.text("first.test"), false).setToolTipText(words.text("first.test.help"));
        createButton(parent, IDialogConstants.OK_ID, words.text(confirmKey()), true);
        createButton(parent, IDialogConstants.CANCEL_ID, words.text(leaveKey()), false);
        update();
        if (existing.getSelection()) {
            fields.setFocus();
        }
    }

    @Override
    protected void buttonPressed(int id) {
        if (id == IDialogConstants.CLIENT_ID) {
            test();
        } else {
            super.buttonPressed(id);
        }
    }

    final Button option(Composite parent, String key) {
        Button button = new Button(parent, SWT.RADIO);
        button.setText(words.text(key));
        button.setData("parx.id", key);
        button.addListener(SWT.Selection, event -> update());
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.verticalIndent = 8;
        button.setLayoutData(data);
        text(parent, words.text(key + ".help"), INDENT).setForeground(palette.color(Token.SECONDARY));
        return button;
    }

    final Label text(Composite parent, String text, int indent) {
        Label label = new Label(parent, SWT.WRAP);
        label.setText(text);
        GridData data = new GridData(SWT.FILL, SWT.BEGINNING, true, false);
        data.horizontalIndent = indent;
        data.widthHint = WIDTH - indent;
        label.setLayoutData(data);
        return label;
    }

    final void problem(String sentence) {
        say(sentence, Token.BAD);
    }

    private void update() {
        Button confirm = getButton(IDialogConstants.OK_ID);
        if (confirm == null) {
            return;
        }
        boolean shared = existing.getSelection();
        fields.setEnabled(shared);
        background.cancel(this);
        Optional<String> wrong = shared ? fields.entered().problems().values().stream().findFirst() : Optional.empty();
        problem(wrong.map(words::text).orElse(""));
        getButton(IDialogConstants.CLIENT_ID).setEnabled(shared && wrong.isEmpty());
        confirm.setEnabled(wrong.isEmpty());
    }

    private void test() {
        ExistingServers asked = fields.entered();
        say(words.text("first.testing"), Token.SECONDARY);
        background.run(this, message, () -> ServerProbe.all(asked),
                problem -> say(problem.isEmpty() ? words.text("first.reachable") : problem, problem.isEmpty() ? Token.TEXT : Token.BAD),
                failure -> problem(String.valueOf(failure.getLocalizedMessage())));
    }

    private void say(String text, Token token) {
        message.setText(LabelText.plain(text));
        message.setForeground(palette.color(token));
    }

    final Words words() {
        return words;
    }

    final Background background() {
        return background;
    }

    final ExistingServers typed() {
        return fields.entered();
    }
}
