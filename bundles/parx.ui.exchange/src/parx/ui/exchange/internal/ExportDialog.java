package parx.ui.exchange.internal;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import parx.exchange.ExportOrder;
import parx.files.SampleFormat;
import parx.model.Micros;
import parx.service.History.Method;
import parx.ui.LabelText;
import parx.ui.Words;

/** Asks what is to be exported, into which file. UI thread. */
final class ExportDialog extends Dialog {
    private static final Pattern STEP = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|h|d)");

    private final ExchangeKit kit;
    private final Words words;
    private final List<String> chosen;
    private final long fromMicros;
    private final long toMicros;
    private ChannelChecks channels;
    private Text from;
    private Text to;
    private Combo values;
    private Combo step;
    private Combo table;
    private Combo format;
    private Text file;
    private Label problem;
    private Choice choice;

    /** What was chosen. */
    record Choice(ExportOrder order, Path file) {
    }

    ExportDialog(Shell parent, ExchangeKit kit, List<String> chosen, long fromMicros, long toMicros) {
        super(parent);
        this.kit = kit;
        this.words = kit.words();
        this.chosen = chosen;
        this.fromMicros = fromMicros;
        this.toMicros = toMicros;
    }

    /** Empty after cancel. */
    Optional<Choice> choose() {
        return open() == OK ? Optional.of(choice) : Optional.empty();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(words.text("export.title"));
        shell.setData("parx.id", "export.dialog");
    }

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected Point getInitialSize() {
        return new Point(680, 560);
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        channels = new ChannelChecks(area, kit.channels().all(), chosen, words);
        channels.onChange(this::check);
        Form form = new Form(area, words, "export");
        from = form.text("from", TimeText.of(fromMicros));
        to = form.text("to", TimeText.of(toMicros));
        form.note("zone", words.text("export.zone", ZoneId.systemDefault().getId()));
        values = form.combo("values", SWT.READ_ONLY, 0, words.text("export.every"), words.text("export.last"),
                words.text("export.interpolated"), words.text("export.average"), words.text("export.timeWeighted"),
                words.text("export.min"), words.text("export.max"));
        step = form.combo("step", SWT.NONE, 0, "1 s", "10 s", "1 min", "10 min", "1 h", "1 d");
        table = form.combo("table", SWT.READ_ONLY, 0, words.text("export.tall"), words.text("export.wide"));
        format = form.combo("format", SWT.READ_ONLY, 0, words.text("export.csv"), words.text("export.parquet"),
                words.text("export.xlsx"));
        file = form.text("file", Path.of(System.getProperty("user.home"), "history.csv").toString());
        ((GridData) file.getLayoutData()).horizontalSpan = 2;
        Button browse = new Button(form.area(), SWT.PUSH);
        browse.setText(words.text("export.browse"));
        browse.addListener(SWT.Selection, event -> browse());
        problem = new Label(area, SWT.WRAP);
        problem.setData("parx.id", "export.problem");
        problem.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        for (Control field : List.of(from, to, step, file)) {
            field.addListener(SWT.Modify, event -> check());
        }
        values.addListener(SWT.Selection, event -> check());
        format.addListener(SWT.Selection, event -> rename());
        return area;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, words.text("export.ok"), true).setData("parx.id", "export.ok");
        createButton(parent, IDialogConstants.CANCEL_ID, words.text("cancel"), false);
        check();
    }

    private void browse() {
        FileDialog dialog = new FileDialog(getShell(), SWT.SAVE);
        dialog.setFileName(file.getText());
        dialog.setFilterNames(new String[] {words.text("files.of", "*" + format().extension()), words.text("files.all")});
        dialog.setFilterExtensions(new String[] {"*" + format().extension(), "*"});
        dialog.setOverwrite(true);
        String path = dialog.open();
        if (path != null) {
            file.setText(path);
        }
    }

    /** The file's ending follows the format. */
    private void rename() {
        String name = file.getText();
        for (SampleFormat each : SampleFormat.values()) {
            if (name.endsWith(each.extension())) {
                file.setText(name.substring(0, name.length() - each.extension().length()) + format().extension());
                return;
            }
        }
        check();
    }

    private SampleFormat format() {
        return SampleFormat.values()[Math.max(0, format.getSelectionIndex())];
    }

    private void check() {
        step.setEnabled(values.getSelectionIndex() > 0);
        String sentence = read();
        problem.setText(LabelText.plain(sentence));
        problem.getParent().layout(true, true);
        Button ok = getButton(IDialogConstants.OK_ID);
        if (ok != null) {
            ok.setEnabled(sentence.isEmpty());
        }
    }

    /** @return what is wrong, or empty; the choice is there then */
    private String read() {
        OptionalLong begin = TimeText.micros(from.getText());
        OptionalLong end = TimeText.micros(to.getText());
        List<String> ids = channels.checked();
        if (ids.isEmpty()) {
            return words.text("export.noChannels");
        }
        if (begin.isEmpty() || end.isEmpty() || end.getAsLong() <= begin.getAsLong()) {
            return words.text("export.badRange");
        }
        Optional<ExportOrder.Grid> grid = Optional.empty();
        if (values.getSelectionIndex() > 0) {
            long micros = stepMicros(step.getText());
            if (micros == 0) {
                return words.text("export.badStep");
            }
            grid = Optional.of(new ExportOrder.Grid(micros, Method.values()[values.getSelectionIndex() - 1]));
        }
        try {
            Path path = Path.of(file.getText().strip()).toAbsolutePath();
            if (path.getParent() == null || !Files.isDirectory(path.getParent()) || Files.isDirectory(path)) {
                return words.text("export.badFile");
            }
            if (SampleFormat.ofName(path).orElse(format()) != format()) {
                return words.text("export.otherFormat", format.getText(), format().extension());
            }
            choice = new Choice(new ExportOrder(ids, begin.getAsLong(), end.getAsLong(), format(), grid,
                    table.getSelectionIndex() == 1), path);
            return "";
        } catch (InvalidPathException e) {
            return words.text("export.badFile");
        }
    }

    private static long stepMicros(String text) {
        Matcher form = STEP.matcher(text.strip());
        if (!form.matches()) {
            return 0;
        }
        long unit = switch (form.group(2)) {
            case "ms" -> Micros.PER_MILLI;
            case "s" -> Micros.PER_SECOND;
            case "min" -> 60 * Micros.PER_SECOND;
            case "h" -> 3_600 * Micros.PER_SECOND;
            default -> 86_400 * Micros.PER_SECOND;
        };
        return Long.parseLong(form.group(1)) * unit;
    }
}
