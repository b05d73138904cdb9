package parx.persistence.internal.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an interrupt reach a query: a thread that waits for PostgreSQL does not notice one, so that the thread
 * {@code query-cancel} looks for it. Thread-safe.
 */
final class CancelWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CancelWatch.class);
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final int LOOKS_BEFORE_ABORT = 40;

    /** One thread that is in the database. */
    static final class Entry implements AutoCloseable {
        private final CancelWatch watch;
        private final Thread thread;
        private final Connection connection;
        private boolean active = true;
        private int looks;

        private Entry(CancelWatch watch, Connection connection) {
            this.watch = watch;
            this.thread = Thread.currentThread();
            this.connection = connection;
        }

        /** After this nothing is cancelled any more: the connection may go to somebody else. */
        @Override
        public synchronized void close() {
            active = false;
            watch.entries.remove(this);
        }

        private synchronized void look() {
            if (active && thread.isInterrupted()) {
                try {
                    if (++looks <= LOOKS_BEFORE_ABORT) {
                        connection.unwrap(PGConnection.class).cancelQuery();
                    } else {
                        // The server does not even take the cancel: its connection is dead.
                        connection.abort(Runnable::run);
                    }
                } catch (SQLException e) {
                    LOG.debug("The query could not be cancelled", e);
                }
            }
        }
    }

    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();
    private Thread thread;
    private boolean closed;

    Entry enter(Connection connection) {
        Entry entry = new Entry(this, connection);
        entries.add(entry);
        wake();
        return entry;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private synchronized void wake() {
        if (thread == null && !closed) {
            thread = new Thread(this::run, "query-cancel");
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    private void run() {
        try {
            while (await()) {
                entries.forEach(Entry::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean await() throws InterruptedException {
        while (entries.isEmpty() && !closed) {
            wait();
        }
        if (!closed) {
            wait(LOOK_EVERY_MILLIS);
        }
        return !closed;
    }
}
