package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.service.DropCause;

/**
 * Brings rows from memory to the disk, and drops rows as the site wants where the disk takes no more. Owned by the
 * writer's thread; the problem is for any.
 */
final class Overflow {
    private static final Logger LOG = LoggerFactory.getLogger(Overflow.class);

    private final RowQueue queue;
    private final Spool spool;
    private final SetAside setAside;
    private final ChannelIndex index;
    private final DropCounts drops;
    private final BufferLimits limits;
    private final String destination;
    private volatile String problem = "";
    /** Set while the oldest make room for the newest. */
    private volatile String turnover = "";

    /** @param destination for people: what the rows wait for */
    Overflow(RowQueue queue, Spool spool, SetAside setAside, ChannelIndex index, DropCounts drops, BufferLimits limits,
            String destination) {
        this.queue = queue;
        this.spool = spool;
        this.setAside = setAside;
        this.index = index;
        this.drops = drops;
        this.limits = limits;
        this.destination = destination;
    }

    /** A sentence where the disk takes no more, or empty. */
    String problem() {
        return problem.isEmpty() ? turnover : problem;
    }

    /** Nothing waits on disk any more. */
    void drained() {
        problem = "";
        turnover = "";
    }

    /** Moves all rows in memory to the disk, as far as it takes them. */
    void spoolAll() {
        while (queue.size() > 0) {
            int kept;
            try {
                kept = keepOldest(queue.peek());
            } catch (SpoolFullException e) {
                if (makeRoomOnDisk(e)) {
                    continue;
                }
                refused(e);
                return;
            } catch (IOException e) {
                refused(e);
                return;
            }
            queue.release(kept);
            problem = "";
        }
    }

    /** @return how many of these rows are on disk now, those without a channel aside: a file could not name it */
    private int keepOldest(Rows rows) throws IOException {
        int channels = index.size();
        int known = rows.from();
        while (known < rows.to() && rows.batch().channel(known) < channels) {
            known++;
        }
        if (known > rows.from()) {
            Rows named = rows.first(known - rows.from());
            spool.append(named);
            return named.count();
        }
        setAside.add(rows, "no channel has the handle " + rows.batch().channel(rows.from()));
        return 1;
    }

    private boolean makeRoomOnDisk(SpoolFullException cause) {
        if (limits.whenFull() != WhenFull.DROP_OLDEST || !spool.dropOldest(drops)) {
            return false;
        }
        if (turnover.isEmpty()) {
            LOG.error("There is no room for more samples on disk; the oldest are dropped: {}", cause.getMessage());
        }
        turnover = TEXTS.text("spool.turnover", destination, cause.getMessage());
        return true;
    }

    private void refused(IOException cause) {
        if (problem.isEmpty()) {
            LOG.error("Samples cannot be kept on disk; they stay in memory", cause);
        }
        problem = TEXTS.text("spool.refused." + limits.whenFull().lost, destination, cause.getMessage());
        while (limits.whenFull() == WhenFull.DROP_OLDEST && queue.size() >= limits.fillingRows()) {
            Rows oldest = queue.peek();
            drops.count(DropCause.MADE_ROOM, oldest.batch(), oldest.from(), oldest.to());
            queue.release(oldest.count());
        }
    }
}
