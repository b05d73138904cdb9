package parx.acquisition.internal;

import static parx.acquisition.internal.AcquisitionTexts.TEXTS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Sentence;
import parx.model.SettingsException;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;
import parx.service.HistorySink;
import parx.service.RuleStores;

/**
 * The pipeline's last stage: puts storage rules in force, lets captures take what belongs to their recordings, hands
 * rows to the history sink and to the stores of rules. The pipeline thread's, except where it says otherwise.
 */
final class StorageStage {
    private static final Logger LOG = LoggerFactory.getLogger(StorageStage.class);
    /** Of the heap, for what pre-triggers are taken from. */
    private static final int SHARE_OF_MEMORY = 16;
    private static final long TICK_NANOS = 1_000_000_000L;

    private final LiveTable live;
    private final HistoryFeed feed;
    private final LookBack.Budget memory =
            new LookBack.Budget(Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY / LookBack.BYTES_PER_SAMPLE);
    private Map<String, ActiveRule> rules = new LinkedHashMap<>();
    private Capture[] captures = new Capture[0];
    private BatchWatch[] batches = new BatchWatch[0];
    private boolean ticking;
    private long nextTick;
    private volatile Map<String, ActiveRule> shown = Map.of();
    private volatile Map<String, Sentence> problems = Map.of();

    StorageStage(HistorySink sink, PipelineCounts counts, LiveTable live) {
        this.live = live;
        this.feed = new HistoryFeed(sink, counts);
    }

    HistoryFeed feed() {
        return feed;
    }

    /** The rules at work, by id. Any thread. */
    Map<String, ActiveRule> rules() {
        return shown;
    }

    /** Sentences for people, by rule id: rules whose back end refused them. Any thread. */
    Map<String, Sentence> problems() {
        return problems;
    }

    // --- while samples come ----------------------------------------------------------------------------------------

    /** Before a parcel, and after a text: its rows may belong to another batch than those before. */
    void lookForBatches() {
        for (BatchWatch watch : batches) {
            watch.look();
        }
    }

    /** A parcel is through. */
    void settle() {
        for (Capture capture : captures) {
            capture.settle();
        }
    }

    /** After each message: every second or so, recordings end by time. */
    void tick(SteadyClock clock) {
        if (captures.length > 0) {
            long nanos = clock.monotonicNanos();
            if (!ticking || nanos - nextTick >= 0) {
                ticking = true;
                nextTick = nanos + TICK_NANOS;
                tick(clock.nowMicros());
            }
        }
    }

    void tick(long nowMicros) {
        for (Capture capture : captures) {
            capture.tick(nowMicros);
        }
    }

    boolean isDue() {
        return feed.isDue();
    }

    /** Hands over what is ready. @param failed told of every fault */
    void hand(Tracks tracks, Consumer<Throwable> failed) {
        try {
            if (feed.hand()) {
                tracks.lose();
            }
        } catch (RuntimeException | Error e) {
            failed.accept(e);
        }
        for (ActiveRule rule : rules.values()) {
            rule.show();
            if (rule.own != null) {
                hand(rule, tracks, failed);
            }
        }
    }

    private static void hand(ActiveRule rule, Tracks tracks, Consumer<Throwable> failed) {
        try {
            if (rule.own.hand()) {
                tracks.forEach(track -> track.line.lose(rule));
            }
        } catch (RuntimeException | Error e) {
            tracks.forEach(track -> track.line.lose(rule));
            failed.accept(e);
        }
    }

    void command(String ruleId, boolean record, long nowMicros) {
        ActiveRule rule = rules.get(ruleId);
        if (rule != null && rule.capture != null) {
            rule.capture.command(record, nowMicros);
        }
    }

    /** Recordings under way end; whatever fires next begins another. */
    void endRecordings() {
        for (Capture capture : captures) {
            capture.beginAnew();
        }
    }

    /** Nothing comes any more. */
    void close() {
        rules.values().forEach(StorageStage::end);
        rules = new LinkedHashMap<>();
        captures = new Capture[0];
        batches = new BatchWatch[0];
    }

    // --- configuration ---------------------------------------------------------------------------------------------

    /** Rules that stay the same keep their state, also for each channel that they still cover. */
    void inForce(StorageInForce wanted, Tracks tracks) {
        Map<String, ActiveRule> next = new LinkedHashMap<>();
        for (StoragePlan.Planned planned : wanted.rules()) {
            ActiveRule now = rules.get(planned.rule().id());
            if (now != null && isSame(now.rule, planned.rule())) {
                next.put(planned.rule().id(), now);
            }
        }
        tracks.forEach(track -> endWhatIsNoMore(track.line, wanted.asks().getOrDefault(track.line.handle, List.of()), next));
        rules.forEach((id, rule) -> {
            if (next.get(id) != rule) {
                end(rule);
            }
        });
        Map<String, Sentence> refused = new HashMap<>();
        for (StoragePlan.Planned planned : wanted.rules()) {
            if (!next.containsKey(planned.rule().id())) {
                open(planned, wanted, refused).ifPresent(rule -> next.put(planned.rule().id(), rule));
            }
        }
        rules = next;
        wanted.asks().keySet().forEach(tracks::of);
        tracks.forEach(track -> begin(track.line, wanted.asks().getOrDefault(track.line.handle, List.of())));
        watch(tracks, wanted);
        captures = next.values().stream().filter(rule -> rule.capture != null).map(rule -> rule.capture)
                .toArray(Capture[]::new);
        batches = next.values().stream().filter(rule -> rule.batch != null).map(rule -> rule.batch)
                .toArray(BatchWatch[]::new);
        refused.forEach((id, sentence) -> {
            if (!sentence.equals(problems.get(id))) {
                LOG.warn("{}", sentence.english());
            }
        });
        problems = Map.copyOf(refused);
        shown = Map.copyOf(next);
    }

    private static boolean isSame(StorageRule one, StorageRule other) {
        return one.backend() == other.backend() && one.mode() == other.mode() && one.config().equals(other.config());
    }

    private static void end(ActiveRule rule) {
        if (rule.capture != null) {
            rule.capture.close();
        }
        if (rule.own != null) {
            rule.own.close();
        }
    }

    private Optional<ActiveRule> open(StoragePlan.Planned planned, StorageInForce wanted, Map<String, Sentence> refused) {
        StorageRule rule = planned.rule();
        OwnFeed own = null;
        if (rule.backend() != Backend.TIMESCALEDB) {
            RuleStores stores = wanted.stores();
            if (stores == null) {
                refused.put(rule.id(), StoragePlan.sentence(rule, TEXTS.of("rule.noBackEnd")));
                return Optional.empty();
            }
            try {
                own = new OwnFeed(stores.open(rule));
            } catch (SettingsException e) {
                refused.put(rule.id(), StoragePlan.sentence(rule, Sentence.of(e)));
                return Optional.empty();
            } catch (RuntimeException e) {
                LOG.error("The back end of the storage rule {} could not be opened", rule.id(), e);
                refused.put(rule.id(), StoragePlan.sentence(rule, TEXTS.of("rule.backEndFault", e)));
                return Optional.empty();
            }
        }
        return Optional.of(new ActiveRule(rule, planned.days(), own, planned.capturing(), live, wanted.handles()::handle));
    }

    private static void endWhatIsNoMore(SampleLine line, List<StoragePlan.Ask> asks, Map<String, ActiveRule> next) {
        for (KeepRule[] rules : List.of(line.shared(), line.own())) {
            for (KeepRule rule : rules) {
                if (next.get(rule.rule.rule.id()) != rule.rule || !asks.contains(rule.ask)) {
                    line.end(rule);
                }
            }
        }
        for (CaptureLine captured : line.captures()) {
            if (asks.stream().noneMatch(ask -> ask.ruleId().equals(captured.rule().rule.id()))) {
                captured.finish();
            }
        }
    }

    private void begin(SampleLine line, List<StoragePlan.Ask> asks) {
        List<KeepRule> shared = new ArrayList<>();
        List<KeepRule> own = new ArrayList<>();
        List<CaptureLine> capturing = new ArrayList<>();
        for (StoragePlan.Ask ask : asks) {
            ActiveRule rule = rules.get(ask.ruleId());
            if (rule == null) {
                continue;
            }
            if (ask.spec() instanceof RuleSpec.Steady steady) {
                (rule.isShared() ? shared : own).add(keeper(line, rule, ask, steady));
            } else {
                capturing.add(captureLine(line, rule));
            }
        }
        line.rules(shared.toArray(KeepRule[]::new), own.toArray(KeepRule[]::new),
                capturing.toArray(CaptureLine[]::new), lookBack(line, shared, capturing));
    }

    private static KeepRule keeper(SampleLine line, ActiveRule rule, StoragePlan.Ask ask, RuleSpec.Steady steady) {
        for (KeepRule known : rule.isShared() ? line.shared() : line.own()) {
            if (known.rule == rule && known.ask.equals(ask)) {
                return known;
            }
        }
        KeepRule begun = steady.begin(rule);
        begun.ask = ask;
        return begun;
    }

    private static CaptureLine captureLine(SampleLine line, ActiveRule rule) {
        for (CaptureLine known : line.captures()) {
            if (known.rule() == rule) {
                return known;
            }
        }
        return new CaptureLine(rule, line);
    }

    /** What the line must remember: for pre-triggers, and for rows that come late while another rule stores them, too. */
    private LookBack lookBack(SampleLine line, List<KeepRule> shared, List<CaptureLine> capturing) {
        long micros = 0;
        int samples = 0;
        for (CaptureLine captured : capturing) {
            micros = Math.max(micros, captured.rule().capture.spec().preMicros());
            samples = Math.max(samples, captured.rule().capture.spec().preSamples());
        }
        boolean needed = !capturing.isEmpty();
        for (KeepRule rule : shared) {
            long reach = ((RuleSpec.Steady) rule.ask.spec()).lookBackMicros();
            if (reach > 0 && shared.size() + capturing.size() > 1) {
                micros = Math.max(micros, reach);
                needed = true;
            }
        }
        if (!needed) {
            return null;
        }
        LookBack lookBack = line.memory() == null ? new LookBack(memory) : line.memory();
        lookBack.reach(micros, samples);
        return lookBack;
    }

    /** Every trigger's channel, whether it is stored or not, tells its captures. */
    private void watch(Tracks tracks, StorageInForce wanted) {
        Map<ActiveRule, List<CaptureLine>> lines = new HashMap<>();
        tracks.forEach(track -> {
            track.watches = Watch.NONE;
            for (CaptureLine captured : track.line.captures()) {
                lines.computeIfAbsent(captured.rule(), key -> new ArrayList<>()).add(captured);
            }
        });
        for (ActiveRule rule : rules.values()) {
            if (rule.capture != null) {
                rule.capture.lines(lines.getOrDefault(rule, List.of()));
                rule.forEachWatch((channelId, watch) -> tracks.of(wanted.handles().handle(channelId)).watchedBy(watch));
            }
        }
    }
}
