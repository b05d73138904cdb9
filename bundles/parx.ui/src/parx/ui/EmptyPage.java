package parx.ui;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;

/** What a view shows where there is nothing yet: what it is for, and the next step. UI thread. */
public final class EmptyPage {
    private final Composite page;

    /** @param id of the button @param action its label @param run what it does */
    public EmptyPage(Composite parent, Icons icons, String id, String heading, String sentences, String action, Runnable run) {
        page = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.verticalSpacing = 12;
        page.setLayout(layout);
        Label title = centred(new Label(page, SWT.NONE));
        title.setText(heading);
        title.setFont(JFaceResources.getHeaderFont());
        ((GridData) title.getLayoutData()).grabExcessVerticalSpace = true;
        ((GridData) title.getLayoutData()).verticalAlignment = SWT.END;
        Label text = centred(new Label(page, SWT.WRAP | SWT.CENTER));
        text.setText(LabelText.plain(sentences));
        ((GridData) text.getLayoutData()).widthHint = 420;
        Button button = new Button(page, SWT.PUSH);
        button.setText(action);
        icons.show(button, "add");
        button.setData("parx.id", id);
        button.setLayoutData(new GridData(SWT.CENTER, SWT.BEGINNING, true, true));
        button.addListener(SWT.Selection, event -> run.run());
    }

    public Composite page() {
        return page;
    }

    private static Label centred(Label label) {
        label.setLayoutData(new GridData(SWT.CENTER, SWT.CENTER, true, false));
        return label;
    }
}
