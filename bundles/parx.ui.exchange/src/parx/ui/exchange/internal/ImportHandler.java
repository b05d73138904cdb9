package parx.ui.exchange.internal;

import java.nio.file.Path;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.handlers.HandlerUtil;
import parx.exchange.ExchangeException;
import parx.exchange.Export;
import parx.exchange.Import;
import parx.exchange.ImportPreview;
import parx.service.Channels;
import parx.service.Users;
import parx.ui.Ui;
import parx.ui.Words;

/** The command {@code parx.ui.exchange.import}; without its parameter {@code file} it asks for one. UI thread. */
public final class ImportHandler extends AbstractHandler {
    private final ExchangeKit kit;

    public ImportHandler(Export exports, Import imports, Channels channels, Users users, Ui ui) {
        kit = new ExchangeKit(exports, imports, channels, users, ui, new Words(ImportHandler.class));
    }

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        Shell window = HandlerUtil.getActiveShellChecked(event);
        String file = event.getParameter("file");
        String chosen = file == null ? ask(window) : file;
        if (chosen != null) {
            Path path = Path.of(chosen);
            kit.ui().background().run(this, window, () -> kit.imports().preview(path), preview -> open(window, path, preview),
                    e -> kit.ui().notifications().problem(e instanceof ExchangeException ? e.getLocalizedMessage()
                            : kit.words().text("failed", e.toString())));
        }
        return null;
    }

    private String ask(Shell window) {
        FileDialog dialog = new FileDialog(window, SWT.OPEN);
        dialog.setText(kit.words().text("import.title"));
        dialog.setFilterNames(new String[] {kit.words().text("files.csv"), kit.words().text("files.all")});
        dialog.setFilterExtensions(new String[] {"*.csv;*.txt", "*"});
        return dialog.open();
    }

    private void open(Shell window, Path file, ImportPreview preview) {
        new ImportDialog(window, kit, file, preview).choose()
                .ifPresent(mapping -> Transfers.load(window, kit, file, mapping));
    }
}
