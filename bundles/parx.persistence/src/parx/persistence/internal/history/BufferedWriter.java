package parx.persistence.internal.history;

import static parx.persistence.internal.texts.PersistenceTexts.TEXTS;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.model.TimeSource;
import parx.service.DropCause;
import parx.service.HistorySink;

/**
 * Brings rows into a {@link RowStore}, each exactly once and in their order. The pipeline thread puts rows into a bounded
 * queue; a thread of this writer's own ({@code history-writer} for the database) hands them to the store, by time at a
 * low rate and by ever larger batches at a high one, and takes them out of the queue only once they are committed. While
 * the back end is away rows wait in memory, then in a spool on disk, and go out in their order. Each back end has a
 * writer with a thread and a folder of its own, so that a dead one delays no other.
 *
 * <p>What {@code kill -9} of ParX can lose are the rows that are in memory only. With the standard limits those are
 * <ul>
 * <li>normally the rows of the last 250 ms and of the commit under way;
 * <li>from the moment that the back end refuses or breaks a connection, and while the disk drains after its return: the
 * rows of about the last second;
 * <li>where it hangs with the connection open: the rows of at most 10 s, after which it counts as away;
 * <li>where the disk takes no more, or what waits there has reached its bound (2 GB, or the megabytes that the system
 * property {@code parx.spool.max} gives; some room always stays free for the database): all that wait in memory, up to
 * two million.
 * </ul>
 * Beyond all that the newest rows are dropped, or the oldest where the system property {@code parx.spool.full} says
 * {@code drop-oldest}, each counted by cause and channel.
 * Rows on disk are forced there. A crash of the machine loses no more than that of ParX.
 */
public final class BufferedWriter implements HistorySink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BufferedWriter.class);

    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(1000);
    /** Between two tries while the database is away; what arrives meanwhile is in memory only. */
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(400);
    /** Ready made: where memory is short there may be none for a sentence. */
    private static final String FAILS = TEXTS.text("writer.fails");
    private static final String ENDED = TEXTS.text("writer.ended");
    private static final int FEWEST_ROWS = 64;
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private final RowQueue queue;
    private final String destination;
    private final BufferLimits limits;
    private final TimeSource time;
    private final RowStore store;
    private final SetAside setAside;
    private final Watchdog watchdog;
    private final Spool spool;
    private final Map<String, NewestSample> leftOnDisk;
    private final Thread thread;
    private final DropCounts drops;
    private final Overflow overflow;
    private final Set<Class<?>> loggedFailures = new HashSet<>();
    private volatile String failure = "";
    private volatile boolean closing;
    private int failures;
    /** Of the rows that were offered last, the store left some for the next time: they have waited long enough. */
    private boolean more;
    /** Of a batch. */
    private int mostRows = RowQueue.CHUNK;
    private long awaySince;
    private long pause = SHORTEST_PAUSE;

    /**
     * @param name        begins the names of this writer's threads
     * @param destination for people: what does not take rows, where it does not ("PostgreSQL")
     * @param store       is closed with this writer
     * @param setAside    where the store puts what it refuses
     * @param spoolFolder where rows wait on disk; of this writer alone
     * @throws IOException also where another process or another writer uses the folder
     */
    public BufferedWriter(String name, String destination, RowStore store, SetAside setAside, ChannelIndex index,
            Path spoolFolder, TimeSource time, BufferLimits limits) throws IOException {
        this.destination = destination;
        this.store = store;
        this.setAside = setAside;
        this.limits = limits;
        this.time = time;
        queue = new RowQueue(limits.memoryRows(), limits.enough());
        spool = new Spool(spoolFolder, index, limits);
        drops = new DropCounts(index);
        overflow = new Overflow(queue, spool, setAside, index, drops, limits, destination);
        Map<String, NewestSample> found = new HashMap<>();
        spool.foundAtStart().forEach((handle, newest) -> found.put(index.id(handle), newest));
        leftOnDisk = Map.copyOf(found);
        watchdog = new Watchdog(name + "-watchdog", store::giveUp, time, limits.stuckAfter());
        setAside.connect(this);
        thread = new Thread(this::run, name + "-writer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void store(SampleBatch batch) {
        int refused = closing ? batch.length() : queue.put(batch);
        if (refused > 0) {
            if (drops.here() == 0) {
                LOG.error("Samples are lost: {}",
                        closing ? "the history is closed" : "memory is full and the disk takes no more");
            }
            drops.count(closing ? DropCause.CLOSED : DropCause.NO_ROOM, batch, batch.length() - refused, batch.length());
        }
    }

    /**
     * Rows that were refused before, once more. Any thread.
     *
     * @return whether they are safe: committed, on disk, or refused again; false also where there is no room for them
     */
    boolean storeAgain(SampleBatch rows, Duration limit) throws InterruptedException {
        return !closing && queue.put(rows) == 0 && queue.awaitReleased(limit.toNanos());
    }

    /** These rows are lost. The writer's thread. */
    void dropHere(DropCause cause, Rows rows) {
        drops.count(cause, rows.batch(), rows.from(), rows.to());
    }

    @Override
    public boolean flush(Duration limit) throws InterruptedException {
        return queue.awaitReleased(limit.toNanos());
    }

    @Override
    public HistoryStatus status() {
        long spooled = spool.rows();
        return new HistoryStatus(store.committed(), queue.size() + spooled, spooled, dropped(), setAside.count(), problem(),
                spool.bound().share(), drops.byCause(spool.damage().lostRows()), drops.byChannel());
    }

    @Override
    public long dropped() {
        return drops.here() + spool.damage().lostRows();
    }

    @Override
    public void countDropped(DropCause cause, int channel, long samples) {
        drops.countBefore(cause, channel, samples);
    }

    /** The newest row of each channel that an earlier run left on disk, by id. Any thread. */
    Map<String, NewestSample> leftOnDisk() {
        return leftOnDisk;
    }

    /** Stops taking rows and commits or spools those that it has. Idempotent; takes a bounded time. */
    @Override
    public void close() {
        closing = true;
        watchdog.giveUpAfter(limits.closeWithin());
        queue.wake();
        try {
            if (!thread.join(limits.closeWithin().plusSeconds(1))) {
                watchdog.giveUp();
                if (!thread.join(limits.closeWithin())) {
                    LOG.error("The history writer does not end; {} rows in memory may be lost", queue.size());
                }
            }
        } catch (InterruptedException e) {
            watchdog.giveUp();
            Thread.currentThread().interrupt();
        }
    }

    private String problem() {
        if (!closing && !thread.isAlive()) {
            return ENDED;
        }
        if (!failure.isEmpty()) {
            return failure;
        }
        String disk = overflow.problem();
        if (!disk.isEmpty()) {
            return drops.here() > 0 ? disk + " " + TEXTS.text("writer.lost", drops.here()) : disk;
        }
        return Stream.of(store.problem(), spool.bound().warning(), spool.damage().sentence())
                .filter(sentence -> !sentence.isEmpty()).collect(Collectors.joining(" "));
    }

    private void run() {
        try {
            while (!closing || !(queue.size() == 0 && spool.isEmpty())) {
                if (closing && (watchdog.isGivenUp() || failures > 1)) {
                    break;
                }
                try {
                    pass();
                    failure = "";
                } catch (RuntimeException | Error e) {
                    failed(e);
                    awaitNextTry();
                }
            }
            keepTheRest();
        } catch (InterruptedException e) {
            LOG.warn("The history writer was interrupted", e);
            keepTheRest();
        } finally {
            watchdog.close();
            try {
                store.close();
            } finally {
                spool.close();
            }
        }
    }

    /** Nothing may end this thread, for the rows would pile up behind it and be lost: not even a lack of memory. */
    private void failed(Throwable e) {
        failure = FAILS;
        countFailure();
        try {
            if (loggedFailures.add(e.getClass())) {
                LOG.error("The history writer failed and goes on; the same kind of failure is not logged again", e);
            }
        } catch (RuntimeException | Error again) {
            // Not even memory to log it: the status says so, and the next pass tries again.
            failure = FAILS;
        }
    }

    /** One step: what is on disk is older than what is in memory, so it goes first. */
    private void pass() throws InterruptedException {
        relieveMemory();
        boolean written;
        if (!spool.isEmpty()) {
            written = write(spool.peek(), true);
        } else {
            if (!more) {
                awaitWork();
            }
            written = write(queue.peek(), false);
        }
        if (written) {
            if (spool.isEmpty()) {
                overflow.drained();
            }
            failures = 0;
            pause = SHORTEST_PAUSE;
        } else {
            countFailure();
            awaitNextTry();
        }
    }

    private void countFailure() {
        if (failures++ == 0) {
            awaySince = time.monotonicNanos();
        }
    }

    private void awaitWork() throws InterruptedException {
        if (!closing) {
            queue.awaitAny(LONGEST_WAIT);
            queue.awaitEnough(limits.commitEvery().toNanos());
        }
    }

    private void awaitNextTry() throws InterruptedException {
        if (!closing) {
            queue.awaitPause(pause);
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
    }

    /** @return false where the back end did not take the rows now */
    private boolean write(Rows rows, boolean fromSpool) {
        if (rows.count() == 0) {
            return true;
        }
        int done = offer(rows);
        more = done > 0 && done < rows.count();
        if (done > 0) {
            if (fromSpool) {
                spool.release(done);
            } else {
                queue.release(done);
            }
        }
        return done > 0;
    }

    /** Over a slow line a batch may take longer than a call may: then the next ones are smaller. */
    private int offer(Rows rows) {
        if (!watchdog.begin()) {
            return 0;
        }
        Rows part = rows.first(mostRows);
        int done = 0;
        try {
            done = store.write(part);
        } finally {
            if (watchdog.end()) {
                mostRows = Math.max(FEWEST_ROWS, part.count() / 4);
            } else if (done > 0) {
                mostRows = Math.min(RowQueue.CHUNK, mostRows * 2);
            }
        }
        return done;
    }

    /**
     * Moves the rows to disk where memory fills, where an outage lasts, where others are there already and go first,
     * or where somebody waits for safety.
     */
    private void relieveMemory() {
        boolean away = failures > 0;
        boolean lasting = away && time.monotonicNanos() - awaySince >= limits.spoolAfter().toNanos();
        boolean filling = queue.size() >= limits.fillingRows();
        if (lasting || filling || !spool.isEmpty() || queue.hurried() && away) {
            overflow.spoolAll();
        }
    }

    /** At the end: what the back end did not take goes to disk, for the next start. */
    private void keepTheRest() {
        int rest = queue.size();
        overflow.spoolAll();
        if (queue.size() > 0) {
            LOG.error("{} samples are lost: neither {} nor the disk took them", queue.size(), destination);
            for (Rows lost = queue.peek(); lost.count() > 0; lost = queue.peek()) {
                drops.count(DropCause.CLOSED, lost.batch(), lost.from(), lost.to());
                queue.release(lost.count());
            }
        } else if (rest > 0) {
            LOG.info("{} samples wait on disk for the next start", rest);
        }
    }
}
