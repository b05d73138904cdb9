package parx.acquisition.internal;

import static parx.acquisition.internal.AcquisitionTexts.TEXTS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import parx.model.RuleSettings;
import parx.model.Sentence;
import parx.model.StorageRule;
import parx.model.User;
import parx.service.AuditTrail;
import parx.service.ConfigurationException;
import parx.service.HistorySink;
import parx.service.HistorySink.HistoryStatus;
import parx.service.Storage;

/**
 * What the storage rules are doing, for views. The acquisition thread sets what is in force and ticks the rates; any
 * thread asks.
 */
final class StorageStatus implements Storage {
    private static final int LONG_TICKS = 300;
    /** What the first seconds bring, each channel's first value, is not what comes all day. */
    private static final int SETTLING_TICKS = 10;
    /** A day is not told from less. */
    private static final long LEAST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final double SECONDS_PER_DAY = 86_400;

    private final Pipeline pipeline;
    private final HistorySink sink;
    private final SteadyClock clock;
    private final Map<String, Measured> measured = new ConcurrentHashMap<>();
    private final Delivery database = new Delivery();
    private volatile AuditTrail audit;
    private volatile Now now = new Now(List.of(), Map.of(), Map.of(), Map.of());

    /** @param remarks on rules that are followed in part @param channels that a rule covers, by its id */
    private record Now(List<StorageRule> rules, Map<String, Sentence> problems, Map<String, Sentence> remarks,
            Map<String, Integer> channels) {
    }

    /** What was counted of one rule; begins anew with it. */
    private static final class Measured {
        final ActiveRule rule;
        final Rate perSecond = new Rate();
        final Rate perDay = new Rate(LONG_TICKS);
        final Delivery own = new Delivery();
        private int ticks;

        Measured(ActiveRule rule) {
            this.rule = rule;
        }

        void tick(long nowNanos) {
            perSecond.tick(nowNanos, rule.rowsShown());
            if (ticks < SETTLING_TICKS) {
                ticks++;
            } else {
                perDay.tick(nowNanos, rule.rowsShown());
            }
            if (rule.own != null) {
                own.tick(rule.own.store().status());
            }
        }
    }

    /** Whether a back end takes rows. Ticked by one thread, any asks. */
    private static final class Delivery {
        private long committed = -1;
        private volatile boolean lost;

        void tick(HistoryStatus status) {
            lost = !status.problem().isEmpty() && status.backlog() > 0 && status.committed() == committed;
            committed = status.committed();
        }
    }

    StorageStatus(Pipeline pipeline, HistorySink sink, SteadyClock clock) {
        this.pipeline = pipeline;
        this.sink = sink;
        this.clock = clock;
    }

    /** Where commands are noted from now on. Any thread. */
    void audit(AuditTrail trail) {
        audit = trail;
    }

    /** It is gone. Any thread. */
    void withoutAudit(AuditTrail gone) {
        if (audit == gone) {
            audit = null;
        }
    }

    void inForce(List<StorageRule> rules, StoragePlan plan, StorageInForce wanted) {
        Map<String, Integer> channels = new HashMap<>();
        wanted.asks().values().forEach(asks -> asks.forEach(ask -> channels.merge(ask.ruleId(), 1, Integer::sum)));
        Map<String, Sentence> remarks = new HashMap<>();
        rules.forEach(rule -> remarks.put(rule.id(), plan.remark(rule.id())));
        now = new Now(List.copyOf(rules), Map.copyOf(plan.problems()), remarks, channels);
    }

    void tick(long nowNanos) {
        Map<String, ActiveRule> active = pipeline.storage().rules();
        measured.values().removeIf(one -> active.get(one.rule.rule.id()) != one.rule);
        active.forEach((id, rule) -> measured.computeIfAbsent(id, key -> new Measured(rule)).tick(nowNanos));
        database.tick(sink.status());
    }

    @Override
    public List<RuleStatus> rules() {
        Now current = now;
        Map<String, ActiveRule> active = pipeline.storage().rules();
        List<RuleStatus> all = new ArrayList<>();
        for (StorageRule rule : current.rules) {
            ActiveRule at = rule.enabled() ? active.get(rule.id()) : null;
            int channels = current.channels.getOrDefault(rule.id(), 0);
            all.add(at == null ? stopped(rule, current, channels) : status(at, channels));
        }
        return all;
    }

    private RuleStatus stopped(StorageRule rule, Now current, int channels) {
        Sentence problem = current.problems.getOrDefault(rule.id(), pipeline.storage().problems().getOrDefault(rule.id(), Sentence.NONE));
        return new RuleStatus(rule.id(), RuleState.STOPPED, rule.enabled() ? problem.local() : "", channels, 0, Double.NaN,
                Double.NaN, 0, 0, 0, 0);
    }

    private RuleStatus status(ActiveRule rule, int channels) {
        Measured one = measured.get(rule.rule.id());
        boolean known = one != null && one.rule == rule;
        HistoryStatus store = rule.isShared() ? sink.status() : rule.own.store().status();
        boolean lost = rule.isShared() ? database.lost : known && one.own.lost;
        double bytesPerRow = rule.isShared() ? sink.bytesPerRow() : rule.own.store().bytesPerRow();
        double rowsPerDay = known && one.perDay.isKnown(LEAST_NANOS) ? one.perDay.perSecond() * SECONDS_PER_DAY : Double.NaN;
        RuleState state = rule.capture == null ? RuleState.RECORDING : rule.capture.state(clock.nowMicros());
        return new RuleStatus(rule.rule.id(), lost ? RuleState.BACKEND_LOST : state, problem(rule, store, channels, now.remarks.getOrDefault(rule.rule.id(), Sentence.NONE)), channels,
                known ? one.perSecond.perSecond() : 0, rowsPerDay, rowsPerDay * bytesPerRow, store.backlog(),
                store.quarantined(), store.dropped(), rule.capture == null ? 0 : rule.capture.recordings());
    }

    private static String problem(ActiveRule rule, HistoryStatus store, int channels, Sentence remark) {
        if (!store.problem().isEmpty()) {
            return store.problem();
        }
        if (!remark.isEmpty()) {
            return remark.local();
        }
        // A rule for what is left is not wrong where nothing is left.
        if (channels == 0 && !RuleSettings.UNLESS_OTHER.flag(rule.rule.config())) {
            return TEXTS.text("rule.noChannel");
        }
        return rule.capture != null && rule.capture.wasCutShort() ? TEXTS.text("rule.cutShort") : "";
    }

    @Override
    public void command(User by, String ruleId, boolean record) throws ConfigurationException {
        ActiveRule rule = pipeline.storage().rules().get(ruleId);
        if (rule == null) {
            throw new ConfigurationException(TEXTS.of("command.noRule", ruleId));
        }
        if (rule.capture == null || !rule.capture.spec().isExternal()) {
            throw new ConfigurationException(TEXTS.of("command.noCommand", rule.rule.name()));
        }
        AuditTrail trail = audit;
        if (trail == null) {
            throw new ConfigurationException(TEXTS.of("command.noAudit"));
        }
        trail.note(by, record ? "begin recording" : "end recording", "storage rule", ruleId);
        pipeline.put(new Message.Task(() -> pipeline.command(ruleId, record)));
    }
}
