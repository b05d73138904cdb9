package parx.ui.trend.internal;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Link;
import parx.ui.LabelText;
import parx.ui.Palette;
import parx.ui.Words;

/** A quiet line over the chart that says what went wrong, with a way to try again. UI thread only. */
final class Banner extends Composite {
    private final Label sentence;
    private String said = "";

    Banner(Composite parent, Palette palette, Words words, Runnable retry) {
        super(parent, SWT.NONE);
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 12;
        layout.marginHeight = 4;
        setLayout(layout);
        sentence = new Label(this, SWT.WRAP);
        sentence.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        sentence.setData("parx.id", "trend.problem");
        Link link = new Link(this, SWT.NONE);
        link.setText("<a>" + words.text("retry") + "</a>");
        link.setData("parx.id", "trend.retry");
        link.addListener(SWT.Selection, event -> retry.run());
        addListener(SWT.Paint, event -> {
            event.gc.setBackground(palette.color(Palette.Token.WARNING));
            event.gc.fillRectangle(0, 0, 4, getSize().y);
        });
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.exclude = true;
        setLayoutData(data);
        setVisible(false);
    }

    /** An empty text hides the banner. */
    void show(String text) {
        if (text.equals(said)) {
            return;
        }
        said = text;
        sentence.setText(LabelText.plain(text));
        boolean shown = !text.isEmpty();
        ((GridData) getLayoutData()).exclude = !shown;
        setVisible(shown);
        getParent().layout(true, true);
    }
}
