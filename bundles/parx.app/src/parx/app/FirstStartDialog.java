package parx.app;

import java.nio.file.Path;
import java.util.Map;
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
import parx.ui.Palette;
import parx.ui.Palette.Token;
import parx.ui.Ui;
import parx.ui.Words;

/** Asks, at the very first start, what ParX is to work with. UI thread only. */
final class FirstStartDialog extends Dialog {
    private static final int INDENT = 24;
    private static final int WIDTH = 460;

    private final Words words;
    private final Palette palette;
    private final Background background;
    private final ExistingServers before;
    private final Path properties;
    private ServerFields fields;
    private Button demo;
    private Button empty;
    private Button existing;
    private Button test;
    private Label message;
    private Choice choice;
    private ExistingServers entered;

    /** @param before what was typed at an earlier try @param properties the file that keeps the answer */
    FirstStartDialog(Display display, Words words, ExistingServers before, Path properties) {
        super((IShellProvider) () -> null);
        this.words = words;
        this.before = before;
        this.properties = properties;
        palette = Ui.of(display).palette();
        background = Ui.of(display).background();
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
        shell.setText(words.text("first.title"));
        shell.setImages(Branding.windowImages(shell.getDisplay()));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        GridLayout layout = (GridLayout) area.getLayout();
        layout.marginWidth = 20;
        layout.marginTop = 12;
        layout.verticalSpacing = 4;
        note(area, "first.question", 0);
        demo = option(area, "first.demo", "demo");
        empty = option(area, "first.empty", "empty");
        existing = option(area, "first.existing", "existing");
        fields = new ServerFields(area, INDENT, words, before, this::update);
        // The file's own path, so that it can be found; a long one breaks over lines.
        Label later = note(area, null, 0);
        later.setText(words.text("first.later", properties.getFileName(), properties.getParent()).replace("&", "&&"));
        later.setForeground(palette.color(Token.SECONDARY));
        later.setData("parx.id", "first.later");
        message = note(area, null, 0);
        ((GridData) message.getLayoutData()).heightHint = message.getFont().getFontData()[0].getHeight() * 4;
        boolean again = !before.host().isEmpty();
        demo.setSelection(!again);
        existing.setSelection(again);
        return area;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        test = createButton(parent, IDialogConstants.CLIENT_ID, words.text("first.test"), false);
        test.setToolTipText(words.text("first.test.help"));
        createButton(parent, IDialogConstants.OK_ID, words.text("first.start"), true);
        createButton(parent, IDialogConstants.CANCEL_ID, words.text("first.quit"), false);
        update();
        if (existing.getSelection()) {
            fields.setFocus();
        } else {
            demo.setFocus();
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

    @Override
    protected void okPressed() {
        choice = existing.getSelection() ? new Choice.Existing(entered.endpoints())
                : empty.getSelection() ? new Choice.EmptyProject() : new Choice.DemoPlant();
        super.okPressed();
    }

    private Button option(Composite parent, String key, String id) {
        Button button = new Button(parent, SWT.RADIO);
        button.setText(words.text(key));
        button.setData("parx.id", "first." + id);
        button.addListener(SWT.Selection, event -> update());
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.verticalIndent = 8;
        button.setLayoutData(data);
        note(parent, key + ".help", INDENT);
        return button;
    }

    private Label note(Composite parent, String key, int indent) {
        Label label = new Label(parent, SWT.WRAP);
        label.setText(key == null ? "" : words.text(key));
        if (indent > 0) {
            label.setForeground(palette.color(Token.SECONDARY));
        }
        GridData data = new GridData(SWT.FILL, SWT.BEGINNING, true, false);
        data.horizontalIndent = indent;
        data.widthHint = WIDTH - indent;
        label.setLayoutData(data);
        return label;
    }

    private void update() {
        boolean own = existing.getSelection();
        fields.setEnabled(own);
        entered = fields.entered();
        Map<String, String> problems = own ? entered.problems() : Map.of();
        background.cancel(this);
        say(problems.isEmpty() ? "" : words.text(problems.values().iterator().next()), Token.BAD);
        if (test != null) {
            test.setEnabled(own && problems.isEmpty());
            getButton(IDialogConstants.OK_ID).setEnabled(problems.isEmpty());
        }
    }

    private void test() {
        ExistingServers asked = entered;
        say(words.text("first.testing"), Token.SECONDARY);
        background.run(this, message, () -> ServerProbe.all(asked),
                problem -> say(problem.isEmpty() ? words.text("first.reachable") : problem, problem.isEmpty() ? Token.TEXT : Token.BAD),
                failure -> say(String.valueOf(failure.getMessage()), Token.BAD));
    }

    private void say(String text, Token token) {
        if (message != null) {
            message.setText(text);
            message.setForeground(palette.color(token));
        }
    }
}
