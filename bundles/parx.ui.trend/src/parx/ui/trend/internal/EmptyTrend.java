package parx.ui.trend.internal;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import parx.ui.Icons;
import parx.ui.Words;

/** What the view shows where there is no channel on it: what it is for, and the next step. UI thread only. */
final class EmptyTrend extends Composite {
    EmptyTrend(Composite parent, Icons icons, Words words, Runnable add) {
        super(parent, SWT.NONE);
        GridLayout layout = new GridLayout();
        layout.verticalSpacing = 12;
        setLayout(layout);
        Label title = new Label(this, SWT.NONE);
        title.setText(words.text("empty.title"));
        title.setFont(JFaceResources.getHeaderFont());
        title.setLayoutData(new GridData(SWT.CENTER, SWT.END, true, true));
        Label text = new Label(this, SWT.WRAP | SWT.CENTER);
        text.setText(words.text("empty.text"));
        GridData wide = new GridData(SWT.CENTER, SWT.CENTER, true, false);
        wide.widthHint = 440;
        text.setLayoutData(wide);
        Button button = new Button(this, SWT.PUSH);
        button.setText(words.text("empty.add"));
        icons.show(button, "add");
        button.setData("parx.id", "trend.empty.add");
        button.setLayoutData(new GridData(SWT.CENTER, SWT.BEGINNING, true, true));
        button.addListener(SWT.Selection, event -> add.run());
    }
}
