package parx.ui.storage.internal;

import java.util.List;
import java.util.function.Supplier;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Channel;
import parx.model.Micros;
import parx.model.SettingsException;
import parx.model.StorageRule;
import parx.service.History.HistoryException;
import parx.service.RulePreview.Preview;
import parx.ui.LabelText;
import parx.ui.Palette.Token;

/** What a rule would have kept of the last hour: in numbers per channel, and as a picture of one of them. UI thread. */
final class PreviewPane {
    private static final Logger LOG = LoggerFactory.getLogger(PreviewPane.class);
    private static final long MINUTE = 60 * Micros.PER_SECOND;
    private static final long[] RANGES = {10 * MINUTE, 60 * MINUTE, 8 * 60 * MINUTE, 24 * 60 * MINUTE};
    private static final int HOUR = 1;
    private static final int TABLE_ROWS = 6;
    private static final int[] WIDTHS = {230, 100, 110, 72, 100};

    private final Composite page;
    private final StorageServices services;
    private final StorageKit ui;
    private final Amounts amounts;
    private final Supplier<StorageRule> rule;
    private final Combo range;
    private final Button start;
    private final Label totals;
    private final Table table;
    private final PreviewChart chart;
    private List<Preview> previews = List.of();
    private long from;
    private long to;

    /** @param rule as it stands in the form, null where it is not valid */
    PreviewPane(Composite parent, StorageServices services, StorageKit ui, Amounts amounts, Supplier<StorageRule> rule) {
        page = new Composite(parent, SWT.NONE);
        this.services = services;
        this.ui = ui;
        this.amounts = amounts;
        this.rule = rule;
        GridLayout layout = new GridLayout(4, false);
        layout.marginWidth = 12;
        layout.marginHeight = 12;
        layout.horizontalSpacing = 12;
        layout.verticalSpacing = 8;
        page.setLayout(layout);
        Label label = new Label(page, SWT.NONE);
        label.setText(ui.words().text("preview.range"));
        range = new Combo(page, SWT.READ_ONLY | SWT.DROP_DOWN);
        range.setData("parx.id", "rule.preview.range");
        for (long span : RANGES) {
            range.add(ui.format().age(span));
        }
        range.select(HOUR);
        range.addListener(SWT.Selection, event -> run());
        start = new Button(page, SWT.PUSH);
        start.setData("parx.id", "rule.preview.run");
        start.addListener(SWT.Selection, event -> toggle());
        GridData steady = new GridData(SWT.FILL, SWT.CENTER, false, false);
        // Of one width, whichever of its two words it says.
        for (String key : new String[] {"preview.cancel", "preview.run"}) {
            start.setText(ui.words().text(key));
            steady.widthHint = Math.max(steady.widthHint, start.computeSize(SWT.DEFAULT, SWT.DEFAULT).x);
        }
        start.setLayoutData(steady);
        Label note = new Label(page, SWT.WRAP);
        note.setText(ui.words().text("preview.note"));
        note.setForeground(ui.palette().color(Token.SECONDARY));
        GridData rest = new GridData(SWT.FILL, SWT.CENTER, true, false);
        rest.widthHint = 300;
        note.setLayoutData(rest);
        totals = new Label(page, SWT.WRAP);
        totals.setData("parx.id", "rule.preview.totals");
        GridData wide = new GridData(SWT.FILL, SWT.CENTER, true, false, 4, 1);
        wide.widthHint = 300;
        totals.setLayoutData(wide);
        table = table();
        Composite picture = new Composite(page, SWT.NONE);
        GridLayout inner = new GridLayout();
        inner.marginWidth = 0;
        inner.marginHeight = 0;
        picture.setLayout(inner);
        picture.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true, 4, 1));
        chart = new PreviewChart(picture, ui);
        page.addListener(SWT.Dispose, event -> ui.background().cancel(this));
        idle();
    }

    Composite page() {
        return page;
    }

    /** Reads the record anew and applies the rule as it stands in the form to it. */
    void run() {
        StorageRule now = rule.get();
        if (services.preview().isEmpty() || now == null) {
            clear(ui.words().text(now == null ? "preview.invalid" : "preview.none"));
            return;
        }
        long end = services.clock().nowMicros();
        long begin = end - RANGES[range.getSelectionIndex()];
        totals.setText(ui.words().text("preview.running"));
        start.setText(ui.words().text("preview.cancel"));
        ui.background().run(this, page, () -> services.preview().get().preview(now, begin, end), answer -> {
            from = begin;
            to = end;
            show(answer);
        }, failure -> clear(sentence(failure)));
    }

    /** Whether an answer is on its way. */
    boolean busy() {
        return ui.background().busy(this);
    }

    /** What is shown no longer belongs to what stands in the form. */
    void outdated() {
        if (busy() || !previews.isEmpty()) {
            ui.background().cancel(this);
            clear(ui.words().text("preview.outdated"));
        }
    }

    private void toggle() {
        if (busy()) {
            ui.background().cancel(this);
            clear(ui.words().text("preview.cancelled"));
        } else {
            run();
        }
    }

    private void idle() {
        start.setText(ui.words().text("preview.run"));
        page.layout();
    }

    private void clear(String sentence) {
        previews = List.of();
        table.removeAll();
        chart.clear();
        totals.setText(LabelText.plain(sentence));
        idle();
    }

    private void show(List<Preview> answer) {
        previews = answer;
        table.setItemCount(0);
        PreviewNumbers sum = PreviewNumbers.of(answer, from, to);
        from = sum.samples() == 0 ? from : sum.fromMicros();
        for (Preview preview : answer) {
            PreviewNumbers one = PreviewNumbers.of(List.of(preview), from, to);
            PreviewNumbers numbers = new PreviewNumbers(one.samples(), one.kept(), from, to);
            new TableItem(table, SWT.NONE).setText(new String[] {name(preview), amounts.whole(numbers.samples()),
                    amounts.whole(numbers.kept()), amounts.share(numbers.kept(), numbers.samples()), amounts.count(numbers.rowsPerDay())});
        }
        double bytes = sum.rowsPerDay() * PreviewNumbers.bytesPerRow(services.storage().rules());
        long inPart = PreviewNumbers.recordedInPart(answer, services.rules().all());
        String more = inPart == 0 ? "" : "\n" + ui.words().text("preview.inPart", inPart, answer.size());
        totals.setText(answer.isEmpty() ? ui.words().text("preview.noChannels")
                : ui.words().text(Double.isNaN(bytes) ? "preview.totals" : "preview.totalsWithBytes", amounts.whole(sum.kept()),
                        amounts.whole(sum.samples()), amounts.share(sum.kept(), sum.samples()), amounts.count(sum.rowsPerDay()),
                        amounts.bytes(bytes), ui.format().age(to - from)) + more);
        if (!answer.isEmpty()) {
            table.select(busiest());
            table.showSelection();
        }
        picture();
        idle();
    }

    /** What moves most shows best what a rule does. */
    private int busiest() {
        int busiest = 0;
        for (int i = 1; i < previews.size(); i++) {
            busiest = previews.get(i).samples().length() > previews.get(busiest).samples().length() ? i : busiest;
        }
        return busiest;
    }

    private void picture() {
        int index = table.getSelectionIndex();
        if (index < 0) {
            chart.clear();
        } else {
            Preview preview = previews.get(index);
            chart.show(preview, services.channels().byId(preview.channelId()).orElse(null), from, to);
        }
    }

    private String name(Preview preview) {
        return services.channels().byId(preview.channelId()).map(Channel::name).orElse(preview.channelId());
    }

    private Table table() {
        Table made = new Table(page, SWT.SINGLE | SWT.FULL_SELECTION | SWT.BORDER);
        made.setHeaderVisible(true);
        made.setData("parx.id", "rule.preview.table");
        GridData data = new GridData(SWT.FILL, SWT.FILL, true, false, 4, 1);
        data.heightHint = TABLE_ROWS * made.getItemHeight();
        made.setLayoutData(data);
        String[] titles = {"preview.channel", "preview.samples", "preview.kept", "preview.share", "preview.perDay"};
        for (int i = 0; i < titles.length; i++) {
            TableColumn column = new TableColumn(made, i == 0 ? SWT.LEFT : SWT.RIGHT);
            column.setText(ui.words().text(titles[i]));
            column.setWidth(WIDTHS[i]);
        }
        made.addListener(SWT.Selection, event -> picture());
        return made;
    }

    private String sentence(Exception failure) {
        if (failure instanceof HistoryException || failure instanceof SettingsException) {
            return "✕ " + failure.getLocalizedMessage();
        }
        LOG.error("A preview of a storage rule failed unexpectedly", failure);
        return "✕ " + ui.words().text("edit.fault");
    }
}
