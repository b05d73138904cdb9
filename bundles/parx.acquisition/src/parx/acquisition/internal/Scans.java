package parx.acquisition.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollItem;
import parx.driver.PollingConnection.PollPlan;
import parx.driver.SubscribingConnection;
import parx.model.Scaling;
import parx.model.Settings;

/** The scans of one connection, one for each rate. Owned by its io thread. */
final class Scans {
    static final Scans NONE = new Scans(List.of());
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<Scan> all;
    /** Those whose newest round got an answer. */
    private final Set<Scan> answered = new HashSet<>();

    /** The channels of one scan rate. */
    record Scan(ScanSchedule schedule, PollPlan plan, long periodNanos) {
    }

    private Scans(List<Scan> all) {
        this.all = all;
    }

    /** Each of them is due at once. */
    static Scans of(ConnectionPlan plan, PollingConnection link, long nowNanos) {
        List<Scan> planned = new ArrayList<>();
        items(plan).forEach((millis, items) -> planned.add(
                new Scan(new ScanSchedule(millis, nowNanos), link.plan(items), millis * NANOS_PER_MILLI)));
        return new Scans(planned);
    }

    /** Whether two plans ask the device for the same. */
    static boolean alike(ConnectionPlan a, ConnectionPlan b) {
        return items(a).equals(items(b));
    }

    /** The one that is due first, or null. */
    Scan next() {
        Scan next = null;
        for (Scan scan : all) {
            if (next == null || scan.schedule.dueNanos() - next.schedule.dueNanos() < 0) {
                next = scan;
            }
        }
        return next;
    }

    /** A channel with a new scaling is read at once: until then it would show a value of the old one. */
    void hasten(ConnectionPlan before, ConnectionPlan plan, long nowNanos) {
        Map<Integer, Scaling> scalings = new HashMap<>();
        before.channels().forEach(channel -> scalings.put(channel.handle(), channel.scaling()));
        for (AcquiredChannel channel : plan.channels()) {
            if (!channel.scaling().equals(scalings.get(channel.handle()))) {
                all.stream().filter(scan -> scan.periodNanos == channel.scanMillis() * NANOS_PER_MILLI)
                        .forEach(scan -> scan.schedule.hasten(nowNanos));
            }
        }
    }

    /** A round of this scan is over. @return whether the device answers any of them */
    boolean note(Scan scan, boolean silent) {
        if (silent) {
            answered.remove(scan);
        } else {
            answered.add(scan);
        }
        return !answered.isEmpty();
    }

    /** What the device of this plan is to send by itself. */
    static List<SubscribingConnection.Item> subscriptions(ConnectionPlan plan) {
        return plan.channels().stream().map(acquired -> new SubscribingConnection.Item(acquired.handle(), config(acquired),
                acquired.scanMillis())).toList();
    }

    /** Scaling is the pipeline's: a change of it asks the device for nothing else than before. */
    private static Settings config(AcquiredChannel acquired) {
        return acquired.channel().config().set("scaling", null);
    }

    private static Map<Long, List<PollItem>> items(ConnectionPlan plan) {
        Map<Long, List<PollItem>> byRate = new TreeMap<>();
        for (AcquiredChannel acquired : plan.channels()) {
            byRate.computeIfAbsent(acquired.scanMillis(), key -> new ArrayList<>())
                    .add(new PollItem(acquired.handle(), config(acquired)));
        }
        return byRate;
    }
}
