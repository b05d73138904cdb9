package parx.acquisition.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Micros;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.SampleBatch;
import parx.model.TextSample;
import parx.service.DropCause;
import parx.service.HistorySink;

/**
 * The one way of a sample: time sanity, ascending times, scaling and clamp, live table, storage rules, then the
 * history sink and the recent samples. All of it happens on the thread {@code pipeline}, without locks; other
 * threads only {@link #put} messages into its bounded inbox.
 *
 * <p>Times. Before 1990 or further ahead of the clock than allowed: counted, live, not stored. The second sample of
 * a channel with the same time in one parcel is a duplicate: counted, dropped. Any other sample that is not later
 * than the one before it (a device whose clock went back) follows one microsecond after it, so that it is neither
 * lost nor written over another; {@link SteadyClock} does better for ParX's own clock. Where that one was set back
 * by much, each channel's line ends with a BAD sample and its times begin anew; a time that is stored already keeps
 * its row, for the history takes the first and leaves the rest.
 *
 * <p>Faults. Whatever one message raises, an {@link Error} too, costs that message and breaks the lines of all stored
 * channels; the thread goes on.
 */
final class Pipeline {
    static final long EARLIEST_MICROS = 631_152_000L * Micros.PER_SECOND;
    private static final int INBOX = 1_024;
    private static final Message NOTHING = new Message.Task(() -> { });
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private final BlockingQueue<Message> inbox = new ArrayBlockingQueue<>(INBOX);
    private final SteadyClock clock;
    private final long aheadMicros;
    private final LiveTable live;
    private final RecentSamples recent;
    private final PipelineCounts counts = new PipelineCounts();
    private final AtomicLong refused = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;
    private boolean running = true;
    private volatile boolean ended;
    private final Set<Class<?>> told = new HashSet<>();

    /** Set-backs of the clock that the channels know of. */
    private int knownSetBacks;
    private final Tracks tracks;
    private final StorageStage storage;
    private final HistoryFeed feed;
    private long parcels;

    /** @param ahead how far in the future a sample may lie */
    Pipeline(SteadyClock clock, Duration ahead, LiveTable live, RecentSamples recent, HistorySink sink) {
        this.clock = clock;
        this.aheadMicros = Micros.of(ahead);
        this.live = live;
        this.recent = recent;
        this.storage = new StorageStage(sink, counts, live);
        this.feed = storage.feed();
        this.tracks = new Tracks(live, recent, feed);
        this.thread = new Thread(this::run, "pipeline");
        // A history that never returns must not keep the program from ending.
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Passes on what is in the inbox, then ends. */
    void stop(Duration limit) throws InterruptedException {
        closed = true;
        if (!ended && inbox.offer(new Message.Task(() -> running = false), limit.toMillis(), TimeUnit.MILLISECONDS)) {
            thread.join(limit);
        }
        if (thread.isAlive()) {
            LOG.error("The pipeline did not end within {} s; {} messages were left in it", limit.toSeconds(), inbox.size());
        }
    }

    PipelineCounts counts() {
        return counts;
    }

    /** What the storage rules do; see there what any thread may ask. */
    StorageStage storage() {
        return storage;
    }

    /** Whether the thread ended though nobody stopped it: nothing is shown or stored any more. */
    boolean isDead() {
        return ended && !closed;
    }

    /** Messages that came after the end. */
    long refused() {
        return refused.get();
    }

    /** Hands a message over, waiting while the inbox is full. @return false where the pipeline has ended: not taken */
    boolean put(Message message) {
        try {
            while (!closed && !ended) {
                if (inbox.offer(message, 100, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refuse(message);
        return false;
    }

    /** On the thread of whoever brings it. */
    private void refuse(Message message) {
        refused.incrementAndGet();
        if (message instanceof Message.Parcel parcel) {
            feed.dropped(DropCause.CLOSED, parcel.batch, 0);
        }
    }

    /** As {@link #put}, for at most this long. */
    void offer(Message message, Duration limit) throws InterruptedException {
        if (ended || closed || !inbox.offer(message, limit.toMillis(), TimeUnit.MILLISECONDS)) {
            refuse(message);
        }
    }

    /** Waits until everything that was put before has passed. @return whether it has */
    boolean drain(Duration limit) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        return put(new Message.Task(() -> {
            hand();
            passed.countDown();
        })) && passed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            while (running) {
                Message message = inbox.poll();
                if (message == null) {
                    hand();
                    message = await();
                }
                handle(message);
            }
            handle(new Message.Task(storage::endRecordings));
            hand();
            handle(new Message.Task(storage::close));
        } finally {
            ended = true;
        }
    }

    /** The next message; after a while without one, one that does nothing, for recordings end by time, too. */
    private Message await() {
        while (true) {
            try {
                Message message = inbox.poll(1, TimeUnit.SECONDS);
                return message == null ? NOTHING : message;
            } catch (InterruptedException e) {
                LOG.debug("Nobody has a reason to interrupt the pipeline; it ends by stop() only", e);
            }
        }
    }

    /** A fault in one message must not end acquisition. */
    private void handle(Message message) {
        try {
            switch (message) {
                case Message.Parcel parcel -> pass(parcel);
                case Message.Text text -> pass(text);
                case Message.Task task -> task.onPipeline().run();
            }
            storage.tick(clock);
        } catch (RuntimeException | Error e) {
            fail("A stage of the pipeline failed; what it was given is lost", e);
        }
        if (storage.isDue()) {
            hand();
        }
    }

    private void hand() {
        storage.hand(tracks, fault -> fail("The history did not take samples", fault));
    }

    private void fail(String what, Throwable e) {
        counts.countFailure();
        tracks.lose();
        try {
            if (told.add(e.getClass())) {
                LOG.error("{}. Further failures of this kind are only counted", what, e);
            }
        } catch (RuntimeException | Error again) {
            counts.countFailure(); // No memory for the log either: the count says so, in Health.
        }
    }

    /** The time; where the clock was set back, every line ends here and its times begin anew. */
    private long now() {
        long now = clock.nowMicros();
        int setBacks = clock.setBacks();
        if (setBacks != knownSetBacks) {
            knownSetBacks = setBacks;
            storage.endRecordings();
            tracks.forEach(this::beginAnew);
        }
        return now;
    }

    private void beginAnew(Track track) {
        SampleLine line = track.line;
        if (line.time != Long.MIN_VALUE && line.hasRing()) {
            line.keep(line.time + 1, Double.NaN, QualityCode.of(Reason.STALE), parcels);
            recent.forget(track.handle);
            line.beginAnew(recent.ring(track.handle));
        }
    }

    // --- the way of a sample -------------------------------------------------------------------------------------

    private void pass(Message.Parcel parcel) {
        SampleBatch batch = parcel.batch;
        Object origin = parcel.origin;
        int strays = 0;
        int row = 0;
        try {
            long latest = now() + aheadMicros;
            parcels++;
            storage.lookForBatches();
            for (; row < batch.length(); row++) {
                int handle = batch.channel(row);
                Track track = tracks.find(handle);
                if (track == null || track.owner != origin && origin != Message.PARX) {
                    strays++;
                    continue;
                }
                accept(track, batch.timeMicros(row), batch.value(row), batch.quality(row), latest);
            }
            storage.settle();
        } finally {
            counts.countPassed(batch.length(), strays);
            feed.dropped(DropCause.FAULT, batch, row);
            live.publish();
            parcel.goHome();
        }
    }

    private void accept(Track track, long sourceTime, double raw, byte rawQuality, long latest) {
        double value = raw;
        byte quality = rawQuality;
        if (!QualityCode.isBad(quality)) {
            track.line.text = false;
            value = raw * track.factor + track.offset;
            if (!(Math.abs(value) <= Double.MAX_VALUE)) {
                value = Double.NaN;
                quality = QualityCode.of(Reason.NOT_A_NUMBER);
            } else if (value < track.low || value > track.high) {
                value = Math.min(track.high, Math.max(track.low, value));
                quality = quality == QualityCode.GOOD ? QualityCode.of(Reason.CLAMPED) : quality;
            }
        }
        if (sourceTime < EARLIEST_MICROS || sourceTime > latest) {
            counts.countImpossibleTime();
            feed.dropped(DropCause.IMPOSSIBLE_TIME, track.handle);
            live.put(track.handle, latest - aheadMicros, value, quality);
            return;
        }
        SampleLine line = track.line;
        long time = sourceTime;
        if (time <= line.time) {
            if (time == line.time && track.parcel == parcels) {
                counts.countDuplicate();
                feed.dropped(DropCause.REPEATED_TIME, track.handle);
                return;
            }
            time = line.time + 1;
            counts.countPostponed();
        }
        live.put(track.handle, time, value, quality);
        line.keep(time, value, quality, parcels);
        track.parcel = parcels;
        for (Watch watch : track.watches) {
            watch.sample(time, value, quality);
        }
    }

    private void pass(Message.Text message) {
        TextSample sample = message.sample();
        Track track = tracks.find(sample.channel());
        boolean stray = track == null || track.owner != message.origin();
        counts.countPassed(1, stray ? 1 : 0);
        if (!stray) {
            track.line.text = true;
            live.putText(sample.channel(), sample.timeMicros(), sample.text(), sample.qualityCode());
            storage.lookForBatches();
            live.publish();
        }
    }

    // --- configuration; each of these runs on the pipeline thread, as a Message.Task -----------------------------

    /**
     * From here on these channels are acquired by this owner, with this configuration.
     *
     * @param generation of the configuration: a connection that is slow to take up an old one must not take back a
     *                   channel that a newer one gave to another, or to nobody
     */
    void adopt(Object owner, Collection<AcquiredChannel> channels, long generation) {
        long now = clock.nowMicros();
        for (AcquiredChannel acquired : channels) {
            Track track = tracks.of(acquired.handle());
            if (generation < track.generation) {
                continue;
            }
            if (track.owner == null) {
                live.put(acquired.handle(), now, Double.NaN, QualityCode.of(Reason.NOT_YET_READ));
            }
            track.generation = generation;
            track.owner = owner;
            track.scale(acquired.scaling());
            track.line.scanEvery(acquired.quietMillis() * Micros.PER_MILLI);
            live.inForce(acquired.handle(), acquired.channel());
        }
        live.publish();
    }

    /** From here on this is stored, of channels that nobody acquires yet, too. */
    void store(StorageInForce wanted) {
        storage.inForce(wanted, tracks);
    }

    /** Begins or ends a recording of a rule with an external trigger. */
    void command(String ruleId, boolean record) {
        storage.command(ruleId, record, now());
        storage.settle();
    }

    /** Nobody acquires these channels any more: each gets one BAD sample that says why. */
    void release(Collection<Integer> handles, Reason reason, long generation) {
        List<Integer> concerned = handles.stream().filter(handle -> tracks.of(handle).generation < generation).toList();
        say(concerned, clock.nowMicros(), reason);
        for (int handle : concerned) {
            tracks.of(handle).generation = generation;
            tracks.of(handle).owner = null;
            live.inForce(handle, null);
        }
    }

    /** These channels exist no more. */
    void remove(Collection<Integer> handles, long generation) {
        release(handles, Reason.DISABLED, generation);
        for (int handle : handles) {
            tracks.of(handle).line.ring(null);
            recent.forget(handle);
            live.forget(handle);
        }
        live.publish();
    }

    /** A BAD sample for each of these channels; the history keeps it where the newest one was not BAD. */
    void say(Collection<Integer> handles, long timeMicros, Reason reason) {
        long latest = now() + aheadMicros;
        parcels++;
        for (int handle : handles) {
            accept(tracks.of(handle), timeMicros, Double.NaN, QualityCode.of(reason), latest);
        }
        storage.settle();
        counts.countPassed(handles.size(), 0);
        live.publish();
    }

    /**
     * Marks in the history, not in the live values, that acquisition was stopped from these times on, by handle. A mark
     * may come late, when newer samples have gone to the history.
     */
    void markStopped(Map<Integer, Long> times) {
        long latest = now() + aheadMicros;
        byte stopped = QualityCode.of(Reason.STOPPED);
        times.forEach((handle, time) -> {
            SampleLine line = tracks.of(handle).line;
            if (time < EARLIEST_MICROS || time > latest) {
                counts.countImpossibleTime();
                feed.dropped(DropCause.IMPOSSIBLE_TIME, handle);
            } else if (line.isSteady() && time > line.time) {
                line.keep(time, Double.NaN, stopped, parcels);
            } else if (line.longestDays() != SampleLine.NOT_KEPT) {
                feed.sample(handle, time, Double.NaN, stopped, line.longestDays());
            }
        });
    }
}
