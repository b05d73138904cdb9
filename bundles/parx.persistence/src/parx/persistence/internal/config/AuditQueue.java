package parx.persistence.internal.config;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.User;
import parx.service.AuditTrail;
import parx.service.ConfigurationException;

/** Writes rows of audit_log in the background, in order, on the thread {@code audit-trail}. Thread-safe. */
public final class AuditQueue implements AuditTrail, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditQueue.class);
    private static final int MOST_WAITING = 1_000;
    private static final long RETRY_SECONDS = 5;
    private static final long CLOSE_SECONDS = 3;

    private final ActionLog log;
    private final BlockingQueue<Note> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "audit-trail");

    private record Note(User by, String action, String resourceType, String resourceId) {
    }

    public AuditQueue(ActionLog log) {
        this.log = log;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void note(User by, String action, String resourceType, String resourceId) throws ConfigurationException {
        if (closing.getCount() == 0 || !waiting.offer(new Note(by, action, resourceType, resourceId))) {
            throw new ConfigurationException(TEXTS.of("audit.full"));
        }
    }

    /** Writes what waits, for some seconds at most; what is left then stands in the log. */
    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    }

    private void run() {
        Note note = null;
        while (closing.getCount() > 0) {
            try {
                note = note == null ? waiting.take() : note;
                if (write(note)) {
                    note = null;
                } else {
                    closing.await(RETRY_SECONDS, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                LOG.debug("Closing", e);
            }
        }
        note = note == null ? waiting.poll() : note;
        while (note != null && write(note)) {
            note = waiting.poll();
        }
        for (; note != null; note = waiting.poll()) {
            LOG.error("Not in the audit log, for it was closed before the database took it: {}", note);
        }
    }

    private boolean write(Note note) {
        try {
            log.note(note.by, note.action, note.resourceType, note.resourceId, Map.of());
            return true;
        } catch (ConfigurationException | RuntimeException e) {
            LOG.warn("The audit log does not take a note now; it waits: {}", note, e);
            return false;
        }
    }
}
