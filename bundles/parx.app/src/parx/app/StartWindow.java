package parx.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.FontData;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import parx.ui.BusyBar;
import parx.ui.LabelText;
import parx.ui.Palette;
import parx.ui.Palette.Token;
import parx.ui.Ui;
import parx.ui.Words;

/** The calm window before and after the workbench: says what happens, and what went wrong. UI thread only. */
final class StartWindow implements AutoCloseable {
    private static final int WIDTH = 460;

    /** One answer to a failure. */
    record Choice(String label, String id) {
    }

    private final Display display;
    private final Palette palette;
    private final Words words;
    private final Shell shell;
    private final Composite body;
    private Label sentence;
    private Thread running;

    StartWindow(Display display, Words words) {
        this.display = display;
        this.words = words;
        palette = Ui.of(display).palette();
        shell = new Shell(display, SWT.TITLE | SWT.CLOSE | SWT.MIN);
        shell.setText("ParX");
        // Drawing them loads the SVG engine: that waits until the work is under way and this thread has time.
        display.asyncExec(() -> {
            if (!shell.isDisposed()) {
                shell.setImages(Branding.windowImages(display));
            }
        });
        shell.setBackground(palette.color(Token.RAISED));
        GridLayout layout = new GridLayout();
        layout.marginWidth = 24;
        layout.marginHeight = 20;
        layout.verticalSpacing = 12;
        shell.setLayout(layout);
        Label name = new Label(shell, SWT.NONE);
        name.setText("ParX");
        FontData large = name.getFont().getFontData()[0];
        large.setHeight(large.getHeight() * 2);
        Font font = new Font(display, large);
        name.setFont(font);
        name.addListener(SWT.Dispose, event -> font.dispose());
        paint(name, Token.TEXT);
        body = new Composite(shell, SWT.NONE);
        GridLayout inner = new GridLayout();
        inner.marginWidth = 0;
        inner.marginHeight = 0;
        inner.verticalSpacing = 12;
        body.setLayout(inner);
        body.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        body.setBackground(palette.color(Token.RAISED));
        shell.addListener(SWT.Close, event -> {
            // Closing while work is under way asks it to stop; the window goes when it has.
            if (running != null) {
                event.doit = false;
                running.interrupt();
                progress(words.text("start.stopping"));
            }
        });
    }

    /** Runs the work on a thread of its own and shows its progress; the display stays alive meanwhile. */
    <T> T await(String firstSentence, Callable<T> work) throws Exception {
        showProgress(firstSentence);
        CompletableFuture<T> outcome = new CompletableFuture<>();
        running = new Thread(() -> {
            try {
                outcome.complete(work.call());
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
            display.wake();
        }, "start");
        running.setDaemon(true);
        running.start();
        while (!outcome.isDone()) {
            if (!display.readAndDispatch()) {
                display.sleep();
            }
        }
        running = null;
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** What is done on this very thread next: painted now, for later nobody is there to do so. */
    void lastStep(String text) {
        if (shell.isDisposed()) {
            return;
        }
        sentence.setText(LabelText.plain(text));
        shell.update();
        while (display.readAndDispatch()) {
            continue;
        }
    }

    /** What is happening now. Any thread. */
    void progress(String text) {
        if (!display.isDisposed()) {
            display.asyncExec(() -> {
                if (sentence != null && !sentence.isDisposed()) {
                    sentence.setText(LabelText.plain(text));
                }
            });
        }
    }

    /** Says what went wrong and waits for an answer. @return the chosen id; the last one where the window was closed */
    String ask(String problem, String details, List<Choice> choices) {
        clear();
        Label text = new Label(body, SWT.WRAP);
        text.setText(LabelText.plain(problem));
        text.setLayoutData(wide());
        paint(text, Token.TEXT);
        String[] answer = new String[1];
        Composite buttons = new Composite(body, SWT.NONE);
        GridLayout row = new GridLayout(choices.size() + 1, false);
        row.marginWidth = 0;
        row.marginHeight = 0;
        buttons.setLayout(row);
        buttons.setLayoutData(new GridData(SWT.FILL, SWT.END, true, false));
        buttons.setBackground(palette.color(Token.RAISED));
        addDetails(buttons, details);
        List<Button> all = new ArrayList<>();
        for (Choice choice : choices) {
            Button button = new Button(buttons, SWT.PUSH);
            button.setText(choice.label());
            button.setData("parx.id", "start." + choice.id());
            GridData data = new GridData(SWT.END, SWT.CENTER, false, false);
            data.widthHint = Math.max(96, button.computeSize(SWT.DEFAULT, SWT.DEFAULT).x);
            button.setLayoutData(data);
            button.addListener(SWT.Selection, event -> answer[0] = choice.id());
            all.add(button);
        }
        shell.setDefaultButton(all.getFirst());
        open();
        all.getFirst().setFocus();
        while (answer[0] == null && !shell.isDisposed()) {
            if (!display.readAndDispatch()) {
                display.sleep();
            }
        }
        return answer[0] == null ? choices.getLast().id() : answer[0];
    }

    /** Brings the window to the front. */
    void show() {
        if (!shell.isDisposed()) {
            shell.setMinimized(false);
            shell.forceActive();
        }
    }

    @Override
    public void close() {
        if (!shell.isDisposed()) {
            shell.dispose();
        }
    }

    private void addDetails(Composite buttons, String details) {
        Button unfold = new Button(buttons, SWT.PUSH);
        unfold.setText(words.text("start.details"));
        unfold.setLayoutData(new GridData(SWT.BEGINNING, SWT.CENTER, true, false));
        unfold.setEnabled(!details.isBlank());
        unfold.addListener(SWT.Selection, event -> {
            unfold.setEnabled(false);
            Text text = new Text(body, SWT.MULTI | SWT.READ_ONLY | SWT.WRAP | SWT.V_SCROLL | SWT.BORDER);
            text.setText(details);
            GridData data = new GridData(SWT.FILL, SWT.FILL, true, true);
            data.widthHint = WIDTH;
            data.heightHint = 120;
            text.setLayoutData(data);
            open();
            text.setFocus();
        });
    }

    private void showProgress(String first) {
        clear();
        sentence = new Label(body, SWT.WRAP);
        sentence.setText(LabelText.plain(first));
        GridData data = wide();
        // Two lines are kept, so that the window does not jump with each sentence.
        data.heightHint = sentence.getFont().getFontData()[0].getHeight() * 4;
        sentence.setLayoutData(data);
        paint(sentence, Token.SECONDARY);
        new BusyBar(body, palette).setLayoutData(new GridData(SWT.FILL, SWT.END, true, false));
        open();
    }

    private void clear() {
        for (Control child : body.getChildren()) {
            child.dispose();
        }
        sentence = null;
    }

    private void open() {
        boolean first = !shell.isVisible();
        shell.pack();
        if (first) {
            Rectangle screen = display.getPrimaryMonitor().getClientArea();
            shell.setLocation(screen.x + (screen.width - shell.getSize().x) / 2, screen.y + (screen.height - shell.getSize().y) / 3);
        }
        shell.open();
    }

    private static GridData wide() {
        GridData data = new GridData(SWT.FILL, SWT.BEGINNING, true, false);
        data.widthHint = WIDTH;
        return data;
    }

    private void paint(Control control, Token token) {
        control.setBackground(palette.color(Token.RAISED));
        control.setForeground(palette.color(token));
    }
}
