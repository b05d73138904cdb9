package parx.ui.channels.internal;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import parx.ui.Palette.Token;

/** What the view shows until the channels are known: that it is at work, and is not empty. UI thread. */
final class WaitingPage {
    private final Composite page;

    WaitingPage(Composite parent, ViewKit ui) {
        page = new Composite(parent, SWT.NONE);
        page.setLayout(new GridLayout());
        Label text = new Label(page, SWT.CENTER);
        text.setText(ui.words().text("tree.waiting"));
        text.setForeground(ui.palette().color(Token.SECONDARY));
        text.setData("parx.id", "channels.waiting");
        text.setLayoutData(new GridData(SWT.CENTER, SWT.CENTER, true, true));
    }

    Composite page() {
        return page;
    }
}
