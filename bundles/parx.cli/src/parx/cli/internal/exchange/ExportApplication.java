package parx.cli.internal.exchange;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.eclipse.equinox.app.IApplication;
import org.eclipse.equinox.app.IApplicationContext;
import parx.cli.internal.Services;
import parx.exchange.ExchangeException;
import parx.exchange.Export;
import parx.exchange.ExportOrder;
import parx.model.Channel;
import parx.service.Channels;
import parx.service.StartException;

/** ./parx export: history into a file, also while ParX runs. Main thread. */
public final class ExportApplication implements IApplication {
    @Override
    public Object start(IApplicationContext context) {
        context.applicationRunning();
        String[] words = (String[]) context.getArguments().get(IApplicationContext.APPLICATION_ARGS);
        return Attached.run("export", Arrays.asList(words), ExportApplication::parse);
    }

    private static Attached.Work parse(List<String> words) {
        ExportWords wanted = ExportWords.of(words, ZoneId.systemDefault());
        return services -> export(wanted, services);
    }

    private static int export(ExportWords wanted, Services services) throws StartException, ExchangeException {
        Channels channels = services.get(Channels.class);
        List<String> ids = wanted.channels().isEmpty() ? channels.all().stream().map(Channel::id).toList()
                : wanted.channels();
        for (String id : ids) {
            if (channels.byId(id).isEmpty()) {
                throw new IllegalArgumentException("there is no channel ‘" + id + "’");
            }
        }
        if (ids.isEmpty()) {
            throw new ExchangeException("There are no channels yet, so there is nothing to export.");
        }
        Export.Result result = services.get(Export.class).run(new ExportOrder(ids, wanted.fromMicros(), wanted.toMicros(),
                wanted.format(), wanted.grid(), wanted.wide()), wanted.file(), Attached.progress("export"));
        System.err.println("parx: wrote " + result.rows() + " rows, " + result.bytes() + " bytes, to " + wanted.file());
        return EXIT_OK;
    }

    @Override
    public void stop() {
        // An export is ended by ending its process; its unfinished file has another name.
    }
}
