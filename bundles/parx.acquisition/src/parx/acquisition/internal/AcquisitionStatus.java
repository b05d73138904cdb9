package parx.acquisition.internal;

import static parx.acquisition.internal.AcquisitionTexts.TEXTS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import parx.model.Channel;
import parx.model.Micros;
import parx.model.Sentence;
import parx.service.Acquisition;
import parx.service.Health;

/**
 * What acquisition is doing, for views. The acquisition thread sets what is in force and ticks the rates; any thread
 * asks.
 */
final class AcquisitionStatus implements Acquisition, Health {
    private final Pipeline pipeline;
    private final SteadyClock clock;
    private final Rate samples = new Rate();
    private final Rate stored = new Rate();
    private volatile Now now = new Now(Configuration.NONE, Map.of(), Set.of(), List.of(), List.of(), Map.of());

    /** @param problems by channel id @param stored ids @param unreadable what stands for the connections of unreadable channels */
    private record Now(Configuration configuration, Map<String, String> problems, Set<String> stored,
            List<DeviceConnection> connections, List<ConnectionStatus> unreadable, Map<String, Sentence> storageProblems) {
    }

    AcquisitionStatus(Pipeline pipeline, SteadyClock clock) {
        this.pipeline = pipeline;
        this.clock = clock;
    }

    void inForce(Configuration configuration, List<DeviceConnection> connections, StoragePlan storage) {
        Map<String, String> problems = configuration.known().values().stream().filter(storage::asksForText)
                .collect(Collectors.toMap(Channel::id, channel -> TEXTS.text("channel.text")));
        problems.putAll(configuration.refused().values().stream().collect(Collectors.toMap(
                refused -> refused.acquired().channel().id(), Configuration.Refused::sentence)));
        Set<String> storedIds = configuration.known().values().stream().filter(storage::stores).map(Channel::id)
                .collect(Collectors.toSet());
        now = new Now(configuration, problems, storedIds, connections, unreadable(configuration),
                new LinkedHashMap<>(storage.problems()));
    }

    /** The connection of this name, if it runs. */
    Optional<DeviceConnection> running(String name) {
        return now.connections.stream().filter(connection -> connection.name().equals(name)).findFirst();
    }

    void tick(long nowNanos) {
        samples.tick(nowNanos, pipeline.counts().samples());
        stored.tick(nowNanos, pipeline.counts().stored());
    }

    Map<String, Sentence> storageProblems() {
        return now.storageProblems;
    }

    @Override
    public List<ConnectionStatus> connections() {
        Now current = now;
        List<ConnectionStatus> all = new ArrayList<>(current.unreadable);
        current.connections.forEach(connection -> all.add(connection.status()));
        all.sort(Comparator.comparing(ConnectionStatus::name));
        return all;
    }

    @Override
    public AcquisitionRates rates() {
        PipelineCounts counts = pipeline.counts();
        return new AcquisitionRates(samples.perSecond(), stored.perSecond(), counts.impossibleTimes(),
                counts.lost() + counts.duplicates() + pipeline.refused());
    }

    @Override
    public String connectionOf(String channelId) {
        return now.configuration.connectionOf().get(channelId);
    }

    @Override
    public String problemOf(String channelId) {
        return now.problems.getOrDefault(channelId, "");
    }

    @Override
    public boolean stored(String channelId) {
        return now.stored.contains(channelId);
    }

    @Override
    public String part() {
        return "Acquisition";
    }

    @Override
    public State state() {
        Deliveries deliveries = deliveries();
        boolean none = deliveries.dead > 0 && deliveries.dead == deliveries.all;
        return pipeline.isDead() || none ? State.FAILED : problems().isEmpty() ? State.GOOD : State.DEGRADED;
    }

    @Override
    public String detail() {
        List<String> problems = problems();
        return problems.isEmpty() ? TEXTS.text("health.good") : String.join(". ", problems);
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        now.storageProblems.values().forEach(sentence -> problems.add(sentence.local()));
        pipeline.storage().problems().values().forEach(sentence -> problems.add(sentence.local()));
        String silent = deliveries().sentence();
        if (!silent.isEmpty()) {
            problems.add(0, silent);
        }
        PipelineCounts counts = pipeline.counts();
        if (pipeline.isDead()) {
            problems.add(0, TEXTS.text("health.dead"));
        }
        if (counts.impossibleTimes() > 0) {
            problems.add(TEXTS.text("health.times", counts.impossibleTimes()));
        }
        if (counts.lost() + counts.failures() > 0) {
            problems.add(TEXTS.text("health.lost", counts.lost()));
        }
        long ahead = clock.aheadMicros() / Micros.PER_SECOND;
        if (ahead > 0) {
            problems.add(TEXTS.text("health.ahead", ahead));
        }
        long repeats = clock.repeatsMicros() / Micros.PER_SECOND;
        if (repeats > 0) {
            problems.add(TEXTS.text("health.repeats", repeats));
        }
        return problems;
    }

    /** @param dead connections that bring no value @param first of them, with the cause */
    private record Deliveries(int dead, int all, String first) {
        String sentence() {
            return dead == 0 ? "" : TEXTS.text(all == 1 ? "health.silentOne" : "health.silent", dead, all,
                    first.endsWith(".") ? first.substring(0, first.length() - 1) : first);
        }
    }

    private Deliveries deliveries() {
        Now current = now;
        Map<String, String> dead = new TreeMap<>();
        current.unreadable.forEach(connection -> dead.put(connection.name(), connection.problem()));
        for (DeviceConnection connection : current.connections) {
            String fault = connection.fault();
            if (!fault.isEmpty()) {
                dead.put(connection.name(), fault);
            }
        }
        String first = dead.entrySet().stream().findFirst().map(entry -> entry.getKey() + ": " + entry.getValue()).orElse("");
        return new Deliveries(dead.size(), current.unreadable.size() + current.connections.size(), first);
    }

    private List<ConnectionStatus> unreadable(Configuration configuration) {
        Map<String, List<Configuration.Refused>> groups = configuration.refused().values().stream()
                .filter(refused -> !configuration.connections().containsKey(refused.group()))
                .collect(Collectors.groupingBy(Configuration.Refused::group, TreeMap::new, Collectors.toList()));
        long since = clock.nowMicros();
        return groups.entrySet().stream().map(group -> {
            Configuration.Refused first = group.getValue().get(0);
            int others = group.getValue().size() - 1;
            return new ConnectionStatus(group.getKey(), first.acquired().channel().protocol().label(),
                    ConnectionState.FAILED, group.getValue().size(), 0, -1, 0, TEXTS.text("channel.bad",
                            first.acquired().channel().id(), first.sentence()) + (others > 0 ? TEXTS.text("more", others) : ""), since);
        }).toList();
    }
}
