package parx.cli.internal.exchange;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import parx.cli.internal.Services;
import parx.exchange.ExchangeException;
import parx.exchange.Import;
import parx.exchange.ImportMapping;
import parx.exchange.ImportReport;
import parx.service.StartException;
import parx.service.Users;

/** ./parx import: a CSV file into the history, also while ParX runs. Main thread. */
public final class ImportApplication implements IApplication {
    static final int ALL_REJECTED = 3;

    @Override
    public Object start(IApplicationContext context) {
        context.applicationRunning();
        String[] words = (String[]) context.getArguments().get(IApplicationContext.APPLICATION_ARGS);
        return Attached.run("import", Arrays.asList(words), ImportApplication::parse);
    }

    private static Attached.Work parse(List<String> arguments) {
        ImportWords words = ImportWords.of(arguments);
        return services -> load(words, services);
    }

    private static int load(ImportWords words, Services services) throws StartException, ExchangeException {
        Import imports = services.get(Import.class);
        Path file = words.file();
        ImportMapping mapping = imports.preview(file, words.choices()).mapping();
        ImportReport report = imports.run(services.get(Users.class).current(), file, mapping,
                file.resolveSibling(file.getFileName() + ".rejects.csv"), Attached.progress("import"));
        System.err.println("parx: read " + report.samples() + " samples from " + report.lines() + " lines: " + report.stored()
                + " new, " + report.duplicates() + " there already, " + report.rejected() + " lines rejected");
        report.first().forEach(reject -> System.err.println("  line " + reject.line() + ": " + reject.reason()));
        report.rejects().ifPresent(rejects -> System.err.println("parx: rejected lines are in " + rejects));
        return exitCode(report);
    }

    /** A script must see that nothing of its file came into the history. */
    static int exitCode(ImportReport report) {
        return report.samples() == 0 && report.rejected() > 0 ? ALL_REJECTED : EXIT_OK;
    }

    @Override
    public void stop() {
        // An import is ended by ending its process; what it stored stays, and is not stored twice by the next.
    }
}
