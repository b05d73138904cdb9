package parx.app;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Text;
import parx.ui.Palette;
import parx.ui.Words;

/** The fields that name an existing PostgreSQL and Redis. UI thread only. */
final class ServerFields {
    private static final int FIELD_WIDTH = 120;

    private final Palette palette;
    private final Words words;
    private final Runnable changed;
    private final List<Text> fields = new ArrayList<>();

    /** @param indent to the right, in pixels @param before what the fields show at first @param changed run at each change by the person */
    ServerFields(Composite parent, int indent, Palette palette, Words words, ExistingServers before, Runnable changed) {
        this.palette = palette;
        this.words = words;
        this.changed = changed;
        Composite grid = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(4, false);
        layout.marginWidth = 0;
        grid.setLayout(layout);
        GridData data = new GridData(SWT.FILL, SWT.BEGINNING, true, false);
        data.horizontalIndent = indent;
        grid.setLayoutData(data);
        field(grid, "first.host", before.host(), SWT.NONE);
        field(grid, "first.port", before.port(), SWT.NONE);
        field(grid, "first.database", before.database(), SWT.NONE);
        field(grid, "first.user", before.user(), SWT.NONE);
        field(grid, "first.password", before.password(), SWT.PASSWORD);
        new Label(grid, SWT.NONE);
        new Label(grid, SWT.NONE);
        field(grid, "first.redis.host", before.redisHost(), SWT.NONE);
        field(grid, "first.port", before.redisPort(), SWT.NONE);
        field(grid, "first.redis.password", before.redisPassword(), SWT.PASSWORD);
    }

    ExistingServers entered() {
        List<String> typed = fields.stream().map(Text::getText).toList();
        return new ExistingServers(typed.get(0), typed.get(1), typed.get(2), typed.get(3), typed.get(4),
                typed.get(5), typed.get(6), typed.get(7));
    }

    void setEnabled(boolean enabled) {
        fields.forEach(field -> palette.enable(field, enabled));
    }

    void setFocus() {
        fields.getFirst().setFocus();
    }

    private void field(Composite parent, String key, String value, int style) {
        Label label = new Label(parent, SWT.NONE);
        label.setText(words.text(key));
        Text text = new Text(parent, SWT.BORDER | style);
        text.setText(value);
        text.setData("parx.id", key + (fields.size() == 6 ? ".redis" : ""));
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.widthHint = FIELD_WIDTH;
        text.setLayoutData(data);
        text.addListener(SWT.Modify, event -> changed.run());
        fields.add(text);
    }
}
