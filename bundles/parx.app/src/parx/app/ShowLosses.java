package parx.app;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.ui.handlers.HandlerUtil;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import parx.model.Channel;
import parx.service.Channels;
import parx.service.HistorySink;
import parx.ui.UiTick;
import parx.ui.ValueFormat;

/** Opens what there is to say of lost samples, once; a second time it comes to the front. UI thread. */
public final class ShowLosses extends AbstractHandler {
    private static final String OPEN = "parx.losses";

    private final UiTick tick;
    private final ValueFormat format;

    public ShowLosses(UiTick tick, ValueFormat format) {
        this.tick = tick;
        this.format = format;
    }

    @Override
    public Object execute(ExecutionEvent event) {
        show(HandlerUtil.getActiveWorkbenchWindow(event).getShell());
        return null;
    }

    void show(Shell window) {
        if (window.getData(OPEN) instanceof Shell known && !known.isDisposed()) {
            known.setActive();
            return;
        }
        LossesDialog dialog = new LossesDialog(window, tick, format, () -> {
            HistorySink sink = service(HistorySink.class);
            return sink == null ? null : sink.status();
        }, ShowLosses::name);
        dialog.open();
        window.setData(OPEN, dialog.getShell());
    }

    private static String name(String id) {
        Channels channels = service(Channels.class);
        return channels == null ? id : channels.byId(id).map(Channel::name).map(name -> name + " (" + id + ")").orElse(id);
    }

    /** Looked up each time: the databases' services come and go with the site. */
    private static <T> T service(Class<T> type) {
        BundleContext bundles = FrameworkUtil.getBundle(ShowLosses.class).getBundleContext();
        ServiceReference<T> reference = bundles.getServiceReference(type);
        return reference == null ? null : bundles.getService(reference);
    }
}
