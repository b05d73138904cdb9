package parx.acquisition.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.driver.Drivers;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.Micros;
import parx.model.Reason;
import parx.model.StorageRule;
import parx.model.TimeSource;
import parx.service.Channels;
import parx.service.ConnectionSettings;
import parx.service.History;
import parx.service.HistorySink;
import parx.service.RulePreview;
import parx.service.RuleStores;
import parx.service.RunLog;
import parx.service.StorageRules;
import parx.service.StoredHistory;
import parx.service.Subscription;

/**
 * Acquisition as a whole: puts the configuration in force and keeps it so, starts and stops everything. Owns the
 * thread {@code acquisition}, on which every change of configuration is made; the others may call what is public.
 */
final class AcquisitionEngine {
    private static final Logger LOG = LoggerFactory.getLogger(AcquisitionEngine.class);
    private static final Object NOBODY = "cannot be read";
    private static final Duration DATABASE_LIMIT = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(10);
    private static final int LARGEST_RECENT = 8_000_000;

    private final Sources from;
    private final SteadyClock clock;
    private final LiveTable live = new LiveTable();
    private final RecentSamples recent;
    private final Pipeline pipeline;
    private final RunJournal journal;
    private final AcquisitionStatus status;
    private final StorageStatus storage;
    private final History history;
    private final Thread thread = new Thread(this::run, "acquisition");
    private final Semaphore changes = new Semaphore(0);
    private final List<Subscription> subscriptions = new ArrayList<>();
    private volatile boolean stopping;
    private volatile RuleStores stores;

    // The acquisition thread's own.
    private final Map<String, DeviceConnection> connections = new HashMap<>();
    private Configuration inForce = Configuration.NONE;
    /** Number of the configuration in force; see {@link Pipeline#adopt}. */
    private long generation;

    /** Where everything comes from and goes to. */
    record Sources(Channels channels, ConnectionSettings connectionSettings, StorageRules rules, HistorySink sink,
            StoredHistory stored, RunLog runs, ChannelIndex index, Drivers drivers) {
    }

    /** What a site may set. @param ahead how far in the future a sample may lie @param recent how long memory keeps samples */
    record Limits(Duration ahead, Duration recent) {
        static final Limits STANDARD = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(10));

        /** From the properties {@code parx.acquisition.ahead} and {@code parx.acquisition.recent}, in seconds. */
        static Limits of(UnaryOperator<String> properties) {
            return new Limits(seconds(properties, "parx.acquisition.ahead", STANDARD.ahead),
                    seconds(properties, "parx.acquisition.recent", STANDARD.recent));
        }

        private static Duration seconds(UnaryOperator<String> properties, String name, Duration otherwise) {
            String text = properties.apply(name);
            try {
                return text == null ? otherwise : Duration.ofSeconds(Math.max(1, Integer.parseInt(text.trim())));
            } catch (NumberFormatException e) {
                LOG.warn("{} must be a whole number of seconds, but is ‘{}’; {} s holds", name, text, otherwise.toSeconds());
                return otherwise;
            }
        }
    }

    AcquisitionEngine(Sources from, TimeSource source, Limits limits) {
        this.from = from;
        this.clock = new SteadyClock(source);
        long budget = Math.min(LARGEST_RECENT, Runtime.getRuntime().maxMemory() / 6 / RecentSamples.BYTES_PER_SAMPLE);
        this.recent = new RecentSamples(Micros.of(limits.recent()), budget);
        this.pipeline = new Pipeline(clock, limits.ahead(), live, recent, from.sink());
        this.journal = new RunJournal(from.runs(), from.stored(), clock, this::storedIds, this::markStopped);
        this.status = new AcquisitionStatus(pipeline, clock);
        this.storage = new StorageStatus(pipeline, from.sink(), clock);
        this.history = new SeamlessHistory(from.index(), recent, from.stored(),
                id -> from.channels().byId(id).map(channel -> channel.metadata().stepped()).orElse(false), clock);
    }

    /** Starts without waiting for anything. */
    void start() {
        subscriptions.add(from.channels().onChange(this::changed));
        subscriptions.add(from.connectionSettings().onChange(this::changed));
        subscriptions.add(from.rules().onChange(this::changed));
        pipeline.start();
        journal.start();
        thread.setDaemon(true);
        thread.start();
    }

    /** Any thread: the configuration or the drivers have changed. */
    void changed() {
        changes.release();
    }

    LiveTable live() {
        return live;
    }

    RecentSamples recent() {
        return recent;
    }

    History history() {
        return history;
    }

    AcquisitionStatus status() {
        return status;
    }

    StorageStatus storage() {
        return storage;
    }

    RulePreview preview() {
        return new StoragePreview(from.channels(), history, from.index());
    }

    /** Any thread: where rules may open stores of their own is there now. */
    void stores(RuleStores available) {
        stores = available;
        changed();
    }

    /** Any thread: it is gone. What is open stays so. */
    void withoutStores(RuleStores gone) {
        if (stores == gone) {
            stores = null;
        }
    }

    PipelineCounts counts() {
        return pipeline.counts();
    }

    /** Ends every connection, says so in the data, hands the rest to the history sink. Blocks for some seconds at most. */
    void stop() throws InterruptedException {
        subscriptions.forEach(Subscription::close);
        stopping = true;
        changes.release();
        thread.join(DATABASE_LIMIT.plus(STOP_LIMIT));
        stopAll(connections.values());
        List<Integer> handles = List.copyOf(inForce.places().keySet());
        long last = generation + 1;
        pipeline.offer(new Message.Task(() -> pipeline.release(handles, Reason.STOPPED, last)), DRAIN_LIMIT);
        pipeline.stop(DRAIN_LIMIT);
        journal.stop(STOP_LIMIT);
    }

    // --- the acquisition thread ----------------------------------------------------------------------------------

    private void run() {
        try {
            journal.awaitMarks(DATABASE_LIMIT);
            while (!stopping) {
                attempt(this::apply);
                do {
                    attempt(this::tick);
                } while (!changes.tryAcquire(1, TimeUnit.SECONDS));
                changes.drainPermits();
            }
        } catch (InterruptedException e) {
            LOG.warn("Interrupted: configuration changes no longer take effect", e);
        }
    }

    /** A fault in one change must not keep the next from taking effect. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.error("The configuration could not be put in force as a whole", e);
        }
    }

    private void tick() {
        long now = clock.monotonicNanos();
        connections.values().forEach(connection -> connection.tick(now));
        status.tick(now);
        storage.tick(now);
    }

    private void apply() {
        List<StorageRule> rules = from.rules().all();
        List<Channel> channels = from.channels().all();
        StoragePlan plan = StoragePlan.of(rules, from.channels()::byId);
        Configuration before = inForce;
        Configuration next = Configuration.of(channels, from.connectionSettings()::of, from.drivers(), from.index());
        inForce = next;
        generation++;
        List<DeviceConnection> ended = new ArrayList<>();
        connections.values().removeIf(connection -> !next.connections().containsKey(connection.name())
                && ended.add(connection));
        ended.forEach(DeviceConnection::stop);
        release(before, next);
        StorageInForce toStore = StorageInForce.of(plan, channels, from.index(), stores);
        pipeline.put(new Message.Task(() -> pipeline.store(toStore)));
        List<DeviceConnection> made = make(next);
        plan.problems().forEach((id, sentence) -> {
            if (!sentence.equals(status.storageProblems().get(id))) {
                LOG.warn("{}", sentence.english());
            }
        });
        // Before a channel gets its first value or turns BAD, so that whoever sees that can already ask about it.
        status.inForce(next, List.copyOf(connections.values()), plan);
        storage.inForce(rules, plan, toStore);
        next.connections().forEach(this::update);
        made.forEach(DeviceConnection::start);
        refuse(before, next);
    }

    /** @return the connections that there were not before, yet to be started */
    private List<DeviceConnection> make(Configuration next) {
        List<DeviceConnection> made = new ArrayList<>();
        next.connections().forEach((name, plan) -> {
            if (!connections.containsKey(name)) {
                made.add(new DeviceConnection(plan, generation, pipeline, clock));
            }
        });
        made.forEach(connection -> connections.put(connection.name(), connection));
        return made;
    }

    private void update(String name, ConnectionPlan plan) {
        DeviceConnection running = connections.get(name);
        if (!running.wanted().equals(plan)) {
            running.update(plan, generation);
        }
    }

    /** Channels that were acquired, or known to be unreadable, and are so no more in the same place. */
    private void release(Configuration before, Configuration next) {
        Map<Integer, String> now = next.places();
        List<Integer> disabled = new ArrayList<>();
        List<Integer> moved = new ArrayList<>();
        List<Integer> removed = new ArrayList<>();
        before.places().forEach((handle, place) -> {
            Channel known = next.known().get(handle);
            if (known != null && !known.enabled()) {
                disabled.add(handle);
            } else if (known != null && !place.equals(now.get(handle))) {
                moved.add(handle);
            }
        });
        before.known().keySet().stream().filter(handle -> !next.known().containsKey(handle)).forEach(removed::add);
        long as = generation;
        put(disabled, () -> pipeline.release(disabled, Reason.DISABLED, as));
        put(moved, () -> pipeline.release(moved, Reason.NOT_YET_READ, as));
        put(removed, () -> pipeline.remove(removed, as));
    }

    private void refuse(Configuration before, Configuration next) {
        List<AcquiredChannel> refused = new ArrayList<>();
        next.refused().forEach((handle, why) -> {
            if (!why.equals(before.refused().get(handle))) {
                refused.add(why.acquired());
            }
        });
        List<Integer> handles = refused.stream().map(AcquiredChannel::handle).toList();
        long as = generation;
        put(refused, () -> {
            pipeline.adopt(NOBODY, refused, as);
            pipeline.say(handles, clock.nowMicros(), Reason.CONFIG_ERROR);
        });
    }

    private void put(Collection<?> concerned, Runnable onPipeline) {
        if (!concerned.isEmpty()) {
            pipeline.put(new Message.Task(onPipeline));
        }
    }

    private static void stopAll(Collection<DeviceConnection> running) throws InterruptedException {
        running.forEach(DeviceConnection::stop);
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        for (DeviceConnection connection : running) {
            if (!connection.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                LOG.warn("{}: the driver did not return within {} s and is left behind", connection.name(),
                        STOP_LIMIT.toSeconds());
            }
        }
    }

    // --- what the run log asks and says, on its thread -----------------------------------------------------------

    private Collection<String> storedIds() {
        StoragePlan plan = StoragePlan.of(from.rules().all(), from.channels()::byId);
        return from.channels().all().stream().filter(plan::storesToDatabase).map(Channel::id).toList();
    }

    private void markStopped(Map<String, Long> times) {
        List<Channel> channels = from.channels().all();
        StoragePlan plan = StoragePlan.of(from.rules().all(), from.channels()::byId);
        StorageInForce toStore = StorageInForce.of(plan, channels, from.index(), stores);
        Map<Integer, Long> byHandle = new HashMap<>();
        times.forEach((id, time) -> byHandle.put(from.index().handle(id), time));
        pipeline.put(new Message.Task(() -> {
            pipeline.store(toStore);
            pipeline.markStopped(byHandle);
        }));
    }
}
