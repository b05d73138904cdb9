package parx.ui.exchange.internal;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.ProgressBar;
import org.eclipse.swt.widgets.Shell;
import parx.exchange.Progress;
import parx.ui.Words;

/**
 * A small window that shows how far an export or import is and lets it be cancelled, while work goes on in the others.
 * UI thread, but for what {@link Progress} says.
 */
final class TransferWindow implements Progress {
    private static final int WIDTH = 360;
    private static final int REFRESH_MILLIS = 200;
    private static final int FULL = 1_000;

    private final Words words;
    private final Shell shell;
    private final ProgressBar bar;
    private final Label state;
    private volatile double share;
    private volatile long rows;
    private volatile boolean cancelled;

    TransferWindow(Shell parent, Words words, String title) {
        this.words = words;
        shell = new Shell(parent, SWT.TITLE | SWT.BORDER);
        shell.setText(title);
        shell.setData("parx.id", "transfer");
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 12;
        layout.marginHeight = 12;
        shell.setLayout(layout);
        bar = new ProgressBar(shell, SWT.HORIZONTAL);
        bar.setMaximum(FULL);
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false);
        wide.widthHint = WIDTH;
        bar.setLayoutData(wide);
        Button cancel = new Button(shell, SWT.PUSH);
        cancel.setText(words.text("cancel"));
        cancel.setData("parx.id", "transfer.cancel");
        cancel.addListener(SWT.Selection, event -> {
            cancelled = true;
            cancel.setEnabled(false);
        });
        state = new Label(shell, SWT.NONE);
        state.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, 2, 1));
        shell.addListener(SWT.Close, event -> {
            cancelled = true;
            event.doit = false;
        });
        refresh();
        shell.pack();
        shell.open();
    }

    private void refresh() {
        if (!shell.isDisposed()) {
            bar.setSelection((int) (share * FULL));
            state.setText(words.text("progress", rows));
            shell.getDisplay().timerExec(REFRESH_MILLIS, this::refresh);
        }
    }

    void close() {
        shell.dispose();
    }

    @Override
    public void done(double newShare, long newRows) {
        share = newShare;
        rows = newRows;
    }

    @Override
    public boolean cancelled() {
        return cancelled || Thread.currentThread().isInterrupted();
    }
}
