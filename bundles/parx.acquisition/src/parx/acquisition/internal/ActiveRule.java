package parx.acquisition.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import parx.acquisition.internal.RuleSpec.Trigger.Itself;
import parx.acquisition.internal.RuleSpec.Trigger.Signal;
import parx.model.StorageRule;

/**
 * A storage rule at work: where its rows go, how many there were, and the capture of an event or trigger rule. The
 * pipeline thread's, except where it says otherwise.
 */
final class ActiveRule {
    final StorageRule rule;
    /** How long its rows stay in the database; see {@link parx.model.Retention#days}. */
    final short days;
    /** Where its rows go; null for the database, which the rules share. */
    final OwnFeed own;
    /** Null for a rule that decides sample by sample. */
    final Capture capture;
    /** Null for a rule whose rows belong to no batch. */
    final BatchWatch batch;
    private final List<Watched> watched = new ArrayList<>();
    /** Rows kept since it began. */
    long rows;
    private volatile long shownRows;

    /** A trigger's channel and what it tells. */
    private record Watched(String channelId, Watch watch) {
    }

    /** @param capturing null for a steady rule @param handles of channels by id */
    ActiveRule(StorageRule rule, short days, OwnFeed own, RuleSpec.Capturing capturing, LiveTable live,
            ToIntFunction<String> handles) {
        this.rule = rule;
        this.days = days;
        this.own = own;
        this.capture = capturing == null ? null : new Capture(capturing, this, live, handles);
        this.batch = capturing == null && own != null ? BatchWatch.of(rule, own, live, handles) : null;
        if (capturing != null) {
            watch(capturing);
        }
    }

    private void watch(RuleSpec.Capturing capturing) {
        if (capturing.start() instanceof Signal start) {
            Watch.Role role = !capturing.event() && capturing.stop() instanceof Itself ? Watch.Role.STARTS_AND_STOPS
                    : Watch.Role.STARTS;
            watched.add(new Watched(start.channelId(), new Watch(start.condition().begin(), capture, role)));
        }
        if (capturing.stop() instanceof Signal stop) {
            watched.add(new Watched(stop.channelId(), new Watch(stop.condition().begin(), capture, Watch.Role.STOPS)));
        }
    }

    /** The channels of its triggers, each with what is to see its samples. */
    void forEachWatch(BiConsumer<String, Watch> action) {
        watched.forEach(one -> action.accept(one.channelId, one.watch));
    }

    boolean isShared() {
        return own == null;
    }

    /** Shows the count to others. */
    void show() {
        shownRows = rows;
    }

    /** Rows as last shown. Any thread. */
    long rowsShown() {
        return shownRows;
    }
}
