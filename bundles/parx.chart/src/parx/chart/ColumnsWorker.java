package parx.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.swt.SWTException;
import org.eclipse.swt.widgets.Display;

/**
 * Reduces traces to columns on a thread of its own, one request at a time; while one runs only the newest waits.
 * Called on the UI thread, delivers there.
 */
final class ColumnsWorker implements AutoCloseable {
    private final Display display;
    private final Consumer<Result> target;
    private final ThreadPoolExecutor thread;
    private boolean running;
    private Request waiting;

    /** What to reduce: the same grid and columns for each trace. */
    record Request(List<ChartTrace> traces, Grid grid, long start, int count, long untilMicros) {
    }

    /** The columns of each trace of the request, in its order. */
    record Result(Request request, List<Columns> columns) {
    }

    ColumnsWorker(Display display, Consumer<Result> target) {
        this.display = display;
        this.target = target;
        thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread made = new Thread(work, "chart-columns");
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    void request(Request request) {
        if (running) {
            waiting = request;
        } else {
            start(request);
        }
    }

    boolean busy() {
        return running;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void start(Request request) {
        running = true;
        thread.execute(() -> {
            List<Columns> columns = new ArrayList<>();
            RuntimeException failure = null;
            try {
                for (ChartTrace trace : request.traces()) {
                    columns.add(Decimator.decimate(trace.store().rows(), request.grid(), request.start(),
                            request.count(), request.untilMicros()));
                }
            } catch (RuntimeException e) {
                failure = e;
            }
            deliver(new Result(request, columns), failure);
        });
    }

    private void deliver(Result result, RuntimeException failure) {
        try {
            display.asyncExec(() -> delivered(result, failure));
        } catch (SWTException e) {
            // The display went while this ran: nobody is left to draw for.
            if (!display.isDisposed()) {
                throw e;
            }
        }
    }

    private void delivered(Result result, RuntimeException failure) {
        running = false;
        Request next = waiting;
        waiting = null;
        if (thread.isShutdown()) {
            return;
        }
        if (next != null) {
            start(next);
        }
        if (failure != null) {
            throw failure;
        }
        target.accept(result);
    }
}
