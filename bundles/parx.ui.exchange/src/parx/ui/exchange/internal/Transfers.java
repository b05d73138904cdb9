package parx.ui.exchange.internal;

import java.nio.file.Path;
import org.eclipse.swt.widgets.Shell;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.exchange.ExchangeException;
import parx.exchange.Export;
import parx.exchange.ImportMapping;
import parx.exchange.ImportReport;
import parx.ui.Words;

/** Runs exports and imports in the background and tells how they ended. UI thread. */
final class Transfers {
    private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);
    private static final String REJECTS = ".rejects.csv";

    private Transfers() {
    }

    static void export(Shell window, ExchangeKit kit, ExportDialog.Choice choice) {
        TransferWindow progress = new TransferWindow(window, kit.words(),
                kit.words().text("export.running", choice.file().getFileName()));
        kit.ui().background().run(progress, window, () -> kit.exports().run(choice.order(), choice.file(), progress),
                result -> {
                    progress.close();
                    kit.ui().notifications().note(exported(kit.words(), choice.file(), result));
                }, e -> failed(kit, progress, e));
    }

    private static String exported(Words words, Path file, Export.Result result) {
        return result.cancelled() ? words.text("export.cancelled")
                : words.text("export.done", result.rows(), file.toString());
    }

    static void load(Shell window, ExchangeKit kit, Path file, ImportMapping mapping) {
        TransferWindow progress = new TransferWindow(window, kit.words(),
                kit.words().text("import.running", file.getFileName()));
        kit.ui().background().run(progress, window, () -> kit.imports().run(kit.users().current(), file, mapping,
                file.resolveSibling(file.getFileName() + REJECTS), progress), report -> {
                    progress.close();
                    new ReportDialog(window, kit.words(), file, report).open();
                }, e -> failed(kit, progress, e));
    }

    private static void failed(ExchangeKit kit, TransferWindow progress, Exception e) {
        progress.close();
        if (e instanceof ExchangeException) {
            kit.ui().notifications().problem(e.getLocalizedMessage());
        } else {
            LOG.error("An export or import failed", e);
            kit.ui().notifications().problem(kit.words().text("failed", e.toString()));
        }
    }

    /** The report in a few lines. */
    static String summary(Words words, ImportReport report) {
        StringBuilder text = new StringBuilder();
        if (report.cancelled()) {
            text.append(words.text("report.cancelled")).append('\n');
        }
        text.append(words.text("report.lines", report.lines(), report.samples(), report.stored(), report.duplicates()));
        if (report.leftOut() > 0) {
            text.append('\n').append(words.text("report.leftOut", report.leftOut()));
        }
        text.append('\n').append(report.rejected() == 0 ? words.text("report.noRejects")
                : words.text("report.rejects", report.rejected(), report.rejects().map(Path::toString).orElse("")));
        return text.toString();
    }
}
