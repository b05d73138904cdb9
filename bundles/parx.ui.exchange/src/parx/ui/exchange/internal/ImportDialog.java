package parx.ui.exchange.internal;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.eclipse.jface.dialogs.Dialog;
import org.eclipse.jface.dialogs.IDialogConstants;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import parx.exchange.ExchangeException;
import parx.exchange.ImportChoices;
import parx.exchange.ImportMapping;
import parx.exchange.ImportPreview;
import parx.ui.LabelText;
import parx.ui.Words;

/** Shows what a file's first lines mean, lets a person correct it, and shows it again. UI thread. */
final class ImportDialog extends Dialog {
    private static final int LOAD = IDialogConstants.CLIENT_ID;
    private static final int SAVE = IDialogConstants.CLIENT_ID + 1;
    private static final String MAPPING = "*.mapping";

    private final ExchangeKit kit;
    private final Words words;
    private final Path file;
    private ImportPreview preview;
    private ChoiceFields fields;
    private Label recognised;
    private Label problem;
    private SampleTable samples;
    private NameTable names;

    ImportDialog(Shell parent, ExchangeKit kit, Path file, ImportPreview preview) {
        super(parent);
        this.kit = kit;
        this.words = kit.words();
        this.file = file;
        this.preview = preview;
    }

    /** Empty after cancel. */
    Optional<ImportMapping> choose() {
        return open() == OK ? Optional.of(preview.mapping()) : Optional.empty();
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
        // On a low screen the tables give way, down to a few rows each.
        return new Point(820, Math.max(720, getShell().computeSize(820, SWT.DEFAULT).y));
    }

    @Override
    protected Control createDialogArea(Composite parent) {
        Composite area = (Composite) super.createDialogArea(parent);
        recognised = new Label(area, SWT.WRAP);
        recognised.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        fields = new ChoiceFields(area, words, ImportChoices.NONE, this::look, this::say);
        samples = new SampleTable(area, words);
        names = new NameTable(area, kit.channels().all(), words,
                (name, id) -> fields.choose(fields.choices().with(ImportChoices.CHANNEL + name, id)));
        problem = new Label(area, SWT.WRAP);
        problem.setData("parx.id", "import.problem");
        problem.setLayoutData(new GridData(SWT.FILL, SWT.TOP, true, false));
        return area;
    }

    @Override
    protected void createButtonsForButtonBar(Composite parent) {
        createButton(parent, LOAD, words.text("import.load"), false).setData("parx.id", "import.load");
        createButton(parent, SAVE, words.text("import.save"), false).setData("parx.id", "import.save");
        createButton(parent, IDialogConstants.OK_ID, words.text("import.ok"), true).setData("parx.id", "import.ok");
        createButton(parent, IDialogConstants.CANCEL_ID, words.text("cancel"), false);
        show(preview);
    }

    @Override
    protected void buttonPressed(int id) {
        if (id == LOAD) {
            mapping(SWT.OPEN).ifPresent(from -> run(() -> ImportChoices.read(from), fields::choose));
        } else if (id == SAVE) {
            ImportChoices all = ImportChoices.of(preview.mapping(), preview.columns());
            mapping(SWT.SAVE).ifPresent(to -> run(() -> {
                all.write(to);
                return to;
            }, saved -> kit.ui().notifications().note(words.text("import.saved", saved))));
        } else {
            super.buttonPressed(id);
        }
    }

    /** The file of a mapping that a person chooses. */
    private Optional<Path> mapping(int style) {
        FileDialog dialog = new FileDialog(getShell(), style);
        dialog.setFilterNames(new String[] {words.text("files.mapping"), words.text("files.all")});
        dialog.setFilterExtensions(new String[] {MAPPING, "*"});
        dialog.setFileName(style == SWT.SAVE ? "import.mapping" : "");
        dialog.setOverwrite(true);
        return Optional.ofNullable(dialog.open()).map(Path::of);
    }

    /** Reads, in the background, the file's first lines anew. */
    private void look(ImportChoices choices) {
        enable(false);
        run(() -> kit.imports().preview(file, choices), this::show);
    }

    private <T> void run(Callable<T> work, Consumer<T> done) {
        kit.ui().background().run(this, getShell(), work, done,
                e -> say(e instanceof ExchangeException ? e.getLocalizedMessage() : words.text("failed", e.toString())));
    }

    private void show(ImportPreview fresh) {
        preview = fresh;
        recognised.setText(words.text(fresh.own() ? "import.own" : "import.foreign"));
        fields.show(fresh);
        samples.show(fresh.samples());
        names.show(fresh.channels(), fresh.mapping().channels());
        long wrong = fresh.samples().stream().filter(line -> !line.problem().isEmpty()).count();
        boolean none = wrong == fresh.samples().size();
        Optional<String> open = fresh.columnWithoutChannel();
        String some = wrong > 0 ? words.text("import.some", wrong) : "";
        say(none ? nothing(fresh) : open.map(name -> words.text("import.noChannel", name)).orElse(some));
        enable(!none && open.isEmpty());
    }

    /** Why none of the lines can be read, as the first one tells. */
    private String nothing(ImportPreview fresh) {
        return fresh.samples().stream().findFirst()
                .map(line -> words.text("import.nothing", line.number(), line.problem(), line.text()))
                .orElseGet(() -> words.text("import.noLines"));
    }

    private void say(String sentence) {
        problem.setText(LabelText.plain(sentence));
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
