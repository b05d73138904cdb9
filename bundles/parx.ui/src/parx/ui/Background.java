package parx.ui;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that must not hold up the UI thread: queries and tests of a device on {@code query-n} threads, changes one after
 * the other on the thread {@code changes}. Called on the UI thread; what comes of it is delivered on the UI thread.
 */
public final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final int THREADS = 8;

    private final Display display;
    private final ThreadPoolExecutor threads;
    private final ExecutorService changes;
    private final Map<Object, Job> newest = new HashMap<>();

    Background(Display display) {
        this.display = display;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "query-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
        changes = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "changes");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts the work. Earlier work with an equal key is interrupted and its outcome dropped: the newest wins.
     * Where the owner is disposed meanwhile, nothing is delivered.
     *
     * @param key     what is being asked, a view itself for instance
     * @param work    runs off the UI thread and should end soon when interrupted
     * @param success gets the result, on the UI thread
     * @param failure gets what the work threw, on the UI thread; an Error as the cause of an ExecutionException
     */
    public <T> void run(Object key, Control owner, Callable<T> work, Consumer<T> success, Consumer<Exception> failure) {
        cancel(key);
        start(threads, key, owner, work, success, failure);
    }

    /**
     * Makes a change, after all that were asked for before it: a change that waits for the database delays those behind
     * it, but no query. Never interrupted by a later one. Where the owner is disposed meanwhile, nothing is delivered.
     *
     * @param work    waits for the database, off the UI thread
     * @param success gets the result, on the UI thread
     * @param failure gets what the work threw, on the UI thread
     */
    public <T> void change(Control owner, Callable<T> work, Consumer<T> success, Consumer<Exception> failure) {
        start(changes, new Object(), owner, work, success, failure);
    }

    private <T> void start(ExecutorService on, Object key, Control owner, Callable<T> work, Consumer<T> success,
            Consumer<Exception> failure) {
        Job job = new Job();
        newest.put(key, job);
        job.future = on.submit(() -> {
            try {
                T result = work.call();
                deliver(key, job, owner, () -> success.accept(result));
            } catch (Exception e) {
                deliver(key, job, owner, () -> failure.accept(e));
            } catch (Error e) {
                // A library that is not there, too little memory: whoever waits is told all the same.
                LOG.error("Work in the background failed", e);
                deliver(key, job, owner, () -> failure.accept(new ExecutionException(e.toString(), e)));
            }
        });
    }

    /** Interrupts the work with this key, if it runs; its outcome is dropped. */
    public void cancel(Object key) {
        Job job = newest.remove(key);
        if (job != null) {
            job.future.cancel(true);
        }
    }

    /** Whether work with this key has been started and not yet been delivered. */
    public boolean busy(Object key) {
        return newest.containsKey(key);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        // What a person asked for before closing the window is still made, as far as the end of the process allows.
        changes.shutdown();
    }

    private void deliver(Object key, Job job, Control owner, Runnable outcome) {
        if (display.isDisposed()) {
            return;
        }
        try {
            display.asyncExec(() -> {
                if (newest.remove(key, job) && !owner.isDisposed()) {
                    outcome.run();
                }
            });
        } catch (org.eclipse.swt.SWTException e) {
            // The display went between the question and the call: nobody is left to be told.
            if (!display.isDisposed()) {
                throw e;
            }
        }
    }

    /** Identity of one run. UI thread only. */
    private static final class Job {
        private Future<?> future;
    }
}
