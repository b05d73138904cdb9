package parx.ui.channels.internal;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

/** What the view shows where there is no channel: what it is for, and the next step. UI thread. */
final class EmptyPage {
    private final Composite page;

    EmptyPage(Composite parent, ViewKit ui, Runnable add) {
        page = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.verticalSpacing = 12;
        page.setLayout(layout);
        Label title = centred(new Label(page, SWT.NONE));
        title.setText(ui.words().text("empty.title"));
        title.setFont(org.eclipse.jface.resource.JFaceResources.getHeaderFont());
        ((GridData) title.getLayoutData()).grabExcessVerticalSpace = true;
        ((GridData) title.getLayoutData()).verticalAlignment = SWT.END;
        Label text = centred(new Label(page, SWT.WRAP | SWT.CENTER));
        text.setText(ui.words().text("empty.text"));
        ((GridData) text.getLayoutData()).widthHint = 420;
        Button button = new Button(page, SWT.PUSH);
        button.setText(ui.words().text("empty.add"));
        button.setImage(ui.icons().image("add"));
        button.setData("parx.id", "channels.add");
        button.setLayoutData(new GridData(SWT.CENTER, SWT.BEGINNING, true, true));
        button.addListener(SWT.Selection, event -> add.run());
    }

    Composite page() {
        return page;
    }

    private static Label centred(Label label) {
        label.setLayoutData(new GridData(SWT.CENTER, SWT.CENTER, true, false));
        return label;
    }
}
