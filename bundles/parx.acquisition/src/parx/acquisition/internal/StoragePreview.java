package parx.acquisition.internal;

import static parx.acquisition.internal.AcquisitionTexts.TEXTS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import parx.model.Channel;
import parx.model.ChannelIndex;
import parx.model.Sample;
import parx.model.SettingsException;
import parx.model.StorageRule;
import parx.service.Channels;
import parx.service.History;
import parx.service.History.HistoryException;
import parx.service.History.HistoryQuery;
import parx.service.RulePreview;

/**
 * Replays recorded history through a rule as if it stood alone: enabled, whatever its back end, and whatever other
 * rules cover. The record is what the rules in force kept, and of the newest minutes what memory has. Thread-safe,
 * blocks.
 */
final class StoragePreview implements RulePreview {
    private static final int MOST_SAMPLES = 2_000_000;

    private final Channels channels;
    private final History history;
    private final ChannelIndex index;

    StoragePreview(Channels channels, History history, ChannelIndex index) {
        this.channels = channels;
        this.history = history;
        this.index = index;
    }

    @Override
    public List<Preview> preview(StorageRule rule, long fromMicros, long toMicros) throws HistoryException {
        StorageRule alone = new StorageRule(rule.id(), rule.name(), true, StorageRule.Backend.TIMESCALEDB, rule.mode(),
                rule.channels(), rule.config());
        StoragePlan plan = StoragePlan.of(List.of(alone), channels::byId);
        if (plan.problems().containsKey(rule.id())) {
            throw new SettingsException(rule.id(), plan.problems().get(rule.id()));
        }
        List<Channel> covered = channels.all().stream().filter(Channel::enabled).filter(plan::stores).toList();
        List<String> read = Stream.concat(covered.stream().map(Channel::id), plan.triggerChannels().stream()).distinct().toList();
        if (read.isEmpty()) {
            return List.of();
        }
        RuleReplay replay = new RuleReplay(plan, covered, index);
        lead(read, history.valueAt(read, fromMicros - 1), replay);
        Map<Integer, Rows> there = new HashMap<>();
        int[] count = new int[1];
        try {
            history.samples(read, fromMicros, toMicros, (channel, time, value, quality) -> {
                if (++count[0] > MOST_SAMPLES) {
                    throw new TooMany();
                }
                there.computeIfAbsent(channel, key -> new Rows()).sample(channel, time, value, quality);
                replay.sample(channel, time, value, quality);
            });
        } catch (TooMany e) {
            throw new HistoryException(TEXTS.of("preview.many", MOST_SAMPLES), e);
        }
        replay.finish();
        HistoryQuery all = new HistoryQuery(read, fromMicros, toMicros, Integer.MAX_VALUE);
        List<Preview> previews = new ArrayList<>();
        for (Channel channel : covered) {
            int handle = index.handle(channel.id());
            previews.add(new Preview(channel.id(), there.getOrDefault(handle, new Rows()).trace(channel.id(), all),
                    replay.kept(handle, fromMicros).trace(channel.id(), all)));
        }
        return previews;
    }

    /** What was in force when the range began. */
    private void lead(List<String> ids, List<Optional<Sample>> leads, RuleReplay replay) {
        List<Sample> inOrder = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            int handle = index.handle(ids.get(i));
            leads.get(i).ifPresent(one -> inOrder.add(new Sample(handle, one.timeMicros(), one.value(), one.qualityCode())));
        }
        inOrder.sort(Comparator.comparingLong(Sample::timeMicros));
        inOrder.forEach(one -> replay.sample(one.channel(), one.timeMicros(), one.value(), one.qualityCode()));
    }

    /** Ends the reading. */
    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMany() {
            super("too many samples", null, false, false);
        }
    }
}
