package parx.app;

import java.lang.management.ManagementFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.TreeItem;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.service.LiveValues;

/**
 * Tells on standard output when the workstation is ready and, where the system property {@code parx.start.trace} is
 * set, after how many milliseconds of the process each step was reached. UI thread only.
 */
final class StartTrace {
    private static final int POLL_MILLIS = 10;
    private static final String CHANNEL_TREE = "channels.tree";
    private static final int VALUE_COLUMN = 1;
    private static final String TREND = "trend.canvas";

    private final Display display;
    private final boolean on;

    private StartTrace(Display display, boolean on) {
        this.display = display;
        this.on = on;
    }

    static StartTrace fromSystem(Display display) {
        return new StartTrace(display, System.getProperty("parx.start.trace") != null);
    }

    void reached(String step) {
        if (on) {
            long elapsed = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
            System.out.println("parx.start." + step + "_ms " + elapsed);
        }
    }

    /** The window is open: says so, and watches for the first live value that is painted. */
    void windowOpen(Shell window) {
        System.out.println("ParX is ready");
        reached("window_open");
        if (on) {
            poll(window);
        }
    }

    private void poll(Shell window) {
        if (window.isDisposed()) {
            return;
        }
        if (anyGood()) {
            new FirstPainting();
        } else {
            display.timerExec(POLL_MILLIS, () -> poll(window));
        }
    }

    /** The value counts as seen when the channels view or the trend has painted after it came. */
    private final class FirstPainting implements Listener {
        private FirstPainting() {
            display.addFilter(SWT.PaintItem, this);
            display.addFilter(SWT.Paint, this);
        }

        @Override
        public void handleEvent(Event event) {
            Object id = event.widget.getData("parx.id");
            boolean value = event.item instanceof TreeItem row ? CHANNEL_TREE.equals(id) && !row.getText(VALUE_COLUMN).isEmpty()
                    : event.type == SWT.Paint && TREND.equals(id);
            if (value) {
                display.removeFilter(SWT.PaintItem, this);
                display.removeFilter(SWT.Paint, this);
                display.asyncExec(() -> reached("first_value"));
            }
        }
    }

    private static boolean anyGood() {
        BundleContext bundles = FrameworkUtil.getBundle(StartTrace.class).getBundleContext();
        ServiceReference<LiveValues> reference = bundles.getServiceReference(LiveValues.class);
        LiveValues values = reference == null ? null : bundles.getService(reference);
        if (values == null) {
            return false;
        }
        LiveValues.Slot slot = new LiveValues.Slot();
        for (int handle = 0; handle < values.size(); handle++) {
            if (values.read(handle, slot) && QualityCode.quality(slot.quality) == Quality.GOOD) {
                return true;
            }
        }
        return false;
    }
}
