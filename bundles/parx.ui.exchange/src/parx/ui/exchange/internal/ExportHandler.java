package parx.ui.exchange.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.commands.ExecutionException;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.handlers.HandlerUtil;
import parx.exchange.Export;
import parx.exchange.Import;
import parx.model.Channel;
import parx.model.Micros;
import parx.model.TimeSource;
import parx.service.Channels;
import parx.service.Users;
import parx.ui.Ui;
import parx.ui.Words;

/**
 * The command {@code parx.ui.exchange.export}. Parameters, all optional: {@code channels}, comma-separated ids, each
 * URL-encoded (otherwise the selected channels); {@code from} and {@code to}, microseconds since 1970 (otherwise the last
 * hour). UI thread.
 */
public final class ExportHandler extends AbstractHandler {
    private static final long HOUR = 3_600 * Micros.PER_SECOND;

    private final ExchangeKit kit;

    public ExportHandler(Export exports, Import imports, Channels channels, Users users, Ui ui) {
        kit = new ExchangeKit(exports, imports, channels, users, ui, new Words(ExportHandler.class));
    }

    @Override
    public Object execute(ExecutionEvent event) throws ExecutionException {
        String channels = event.getParameter("channels");
        List<String> ids = channels == null ? selected(event) : Arrays.stream(channels.split(","))
                .filter(id -> !id.isBlank()).map(id -> URLDecoder.decode(id, StandardCharsets.UTF_8)).toList();
        long now = TimeSource.system().nowMicros();
        Shell window = HandlerUtil.getActiveShellChecked(event);
        ExportDialog dialog = new ExportDialog(window, kit, ids, micros(event.getParameter("from"), now - HOUR),
                micros(event.getParameter("to"), now));
        dialog.choose().ifPresent(order -> Transfers.export(window, kit, order));
        return null;
    }

    private static long micros(String parameter, long otherwise) throws ExecutionException {
        try {
            return parameter == null ? otherwise : Long.parseLong(parameter);
        } catch (NumberFormatException e) {
            throw new ExecutionException("‘" + parameter + "’ is no time in microseconds", e);
        }
    }

    private static List<String> selected(ExecutionEvent event) {
        return HandlerUtil.getCurrentSelection(event) instanceof IStructuredSelection selection
                ? Arrays.stream(selection.toArray()).filter(Channel.class::isInstance).map(c -> ((Channel) c).id()).toList()
                : List.of();
    }
}
