package parx.ui.exchange.internal;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import parx.exchange.ExchangeException;
import parx.exchange.ImportMapping;
import parx.exchange.ImportPreview;
import parx.exchange.TimeFormat;
import parx.model.Retention;
import parx.model.SettingsException;
import parx.ui.Words;

/** Shows what a file's first lines mean, lets a person correct it, and shows it again. UI thread. */
final class ImportDialog extends Dialog {
    private static final String[] KEEP = {"90d", "1y", "5y", "10y", "30y"};

    private final ExchangeKit kit;
    private final Words words;
    private final Path file;
    private ImportPreview preview;
    private ImportMapping mapping;
    private Combo format;
    private Combo zone;
    private Combo keep;
    private Combo decimal;
    private Label problem;
    private SampleTable samples;
    private NameTable names;

    ImportDialog(Shell parent, ExchangeKit kit, Path file, ImportPreview preview) {
        super(parent);
        this.kit = kit;
        this.words = kit.words();
        this.file = file;
        this.preview = preview;
        mapping = preview.mapping();
    }

    /** Empty after cancel. */
    Optional<ImportMapping> choose() {
        return open() == OK ? Optional.of(mapping) : Optional.empty();
    }

    @Override
    protected void configureShell(Shell shell) {
        super.configureShell(shell);
        shell.setText(words.text("import.titleOf", file.getFileName()));
        shell.setData("parx.id", "import.dialog");
    }

    @Override
    protected boolean isResizable() {
        return true;
    }

    @Override
    protected Point getInitialSize() {
        return new Point(760, 620);
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        Label recognised = new Label(area, SWT.WRAP);
        recognised.setText(words.text(preview.own() ? "import.own" : "import.foreign"));
        recognised.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        Form form = new Form(area, words, "import");
        TimeFormat time = mapping.times().format();
        format = form.combo("format", SWT.NONE, -1, TimeFormat.PATTERNS.toArray(String[]::new));
        format.setText(time.pattern());
        zone = form.combo("zone", SWT.NONE, -1, zones());
        zone.setText(time.zone().getId());
        decimal = form.combo("decimal", SWT.READ_ONLY, mapping.decimalComma() ? 1 : 0, words.text("import.point"),
                words.text("import.comma"));
        keep = form.combo("keep", SWT.NONE, -1, KEEP);
        keep.setText(KEEP[3]);
        samples = new SampleTable(area, words);
        names = new NameTable(area, kit.channels().all(), words, this::nameChosen);
        problem = new Label(area, SWT.WRAP);
        problem.setData("parx.id", "import.problem");
        problem.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        for (Combo combo : List.of(format, zone, keep)) {
            combo.addListener(SWT.Modify, event -> changed());
        }
        decimal.addListener(SWT.Selection, event -> changed());
        return area;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, IDialogConstants.OK_ID, words.text("import.ok"), true).setData("parx.id", "import.ok");
        createButton(parent, IDialogConstants.CANCEL_ID, words.text("cancel"), false);
        show(preview);
    }

    private static String[] zones() {
        List<String> zones = new ArrayList<>(List.of("UTC", ZoneId.systemDefault().getId()));
        ZoneId.getAvailableZoneIds().stream().filter(z -> z.contains("/")).sorted().forEach(zones::add);
        return zones.stream().distinct().toArray(String[]::new);
    }

    private void nameChosen(String name, String channelId) {
        var chosen = new java.util.HashMap<>(mapping.channels());
        chosen.put(name, channelId);
        mapping = mapping.withChannels(chosen);
        changed();
    }

    /** Reads the fields and, in the background, the file's first lines anew. */
    private void changed() {
        try {
            ImportMapping wanted = read();
            mapping = wanted;
            kit.ui().background().run(this, getShell(), () -> kit.imports().preview(file, wanted), this::show,
                    e -> say(e instanceof ExchangeException ? e.getLocalizedMessage() : words.text("failed", e.toString())));
        } catch (SettingsException e) {
            say(words.text("import.badKeep"));
        } catch (DateTimeException e) {
            say(words.text("import.badZone"));
        } catch (IllegalArgumentException e) {
            say(words.text("import.badFormat"));
        }
    }

    private ImportMapping read() {
        TimeFormat time = new TimeFormat(format.getText().strip(), ZoneId.of(zone.getText().strip()));
        return new ImportMapping(mapping.encoding(), mapping.separator(), decimal.getSelectionIndex() == 1,
                mapping.headerLines(), new ImportMapping.Times(mapping.times().columns(), time), mapping.layout(),
                mapping.channels(), Retention.parse(keep.getText()));
    }

    private void show(ImportPreview fresh) {
        preview = fresh;
        samples.show(fresh.samples());
        names.show(fresh.channels(), mapping.channels());
        long wrong = fresh.samples().stream().filter(line -> !line.problem().isEmpty()).count();
        boolean none = wrong == fresh.samples().size();
        say(none ? words.text("import.nothing") : wrong > 0 ? words.text("import.some", wrong) : "");
        enable(!none);
    }

    private void say(String sentence) {
        problem.setText(sentence);
        problem.getParent().layout(true, true);
        enable(sentence.isEmpty());
    }

    private void enable(boolean ok) {
        Button button = getButton(IDialogConstants.OK_ID);
        if (button != null) {
            button.setEnabled(ok);
        }
    }
}
