package parx.acquisition.internal;

import static parx.acquisition.internal.AcquisitionTexts.TEXTS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import parx.model.Channel;
import parx.model.ChannelMetadata;
import parx.model.Protocol;
import parx.model.Retention;
import parx.model.RuleSettings;
import parx.model.Sentence;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.StorageRule;
import parx.model.StorageRule.Backend;

/**
 * The storage rules, read once: what they ask of each channel, and what is wrong with them. What a rule's config may
 * hold is described in {@link RuleSettings}; it may also stand within an object named as the rule's mode. Immutable,
 * any thread.
 */
final class StoragePlan {
    /** What kind of rule it is shows with any channel. */
    private static final Channel NOBODY = new Channel("-", "-", Protocol.MODBUS, true, Settings.EMPTY,
            ChannelMetadata.NONE);

    private final Map<String, Planned> rules = new LinkedHashMap<>();
    private final Map<String, Sentence> problems = new LinkedHashMap<>();
    private final List<Planned> ofEvery = new ArrayList<>();
    private final Map<String, List<Planned>> ofOne = new HashMap<>();

    /** What one rule asks of one channel. */
    record Ask(String ruleId, RuleSpec spec) {
    }

    /**
     * A rule that can be followed.
     *
     * @param days      as {@link Retention#days}
     * @param otherwise whether it holds only where no other steady rule of its back end does
     * @param capturing null for a steady rule
     */
    record Planned(StorageRule rule, short days, boolean otherwise, RuleReader.Asked asked, RuleSpec.Capturing capturing) {
        boolean isSteady() {
            return capturing == null;
        }

        /**
         * Rows of the database are shared by the rules: an average among the samples that another rule keeps would be taken
         * for one of them, and be the highest of a second in which nothing was that high. Of two averages the longer yields.
         */
        boolean yieldsTo(Planned other) {
            if (other == this || !isAverage() || !other.isSteady() || other.otherwise || rule.backend() != Backend.TIMESCALEDB
                    || other.rule.backend() != Backend.TIMESCALEDB) {
                return false;
            }
            int longer = other.isAverage() ? Long.compare(interval(), other.interval()) : 1;
            return longer > 0 || longer == 0 && rule.id().compareTo(other.rule.id()) > 0;
        }

        boolean covers(StorageRule others) {
            return rule.channels().contains(StorageRule.EVERY_CHANNEL) || others.channels().contains(StorageRule.EVERY_CHANNEL)
                    || others.channels().stream().anyMatch(rule.channels()::contains);
        }

        private boolean isAverage() {
            return asked.of(NOBODY) instanceof RuleSpec.Average;
        }

        private long interval() {
            return asked.of(NOBODY) instanceof RuleSpec.Average average ? average.intervalMicros() : 0;
        }
    }

    private StoragePlan() {
    }

    /** @param channels by id: triggers must name channels that there are */
    static StoragePlan of(List<StorageRule> rules, Function<String, Optional<Channel>> channels) {
        StoragePlan plan = new StoragePlan();
        for (StorageRule rule : rules) {
            if (rule.enabled()) {
                plan.add(rule, channels);
            }
        }
        return plan;
    }

    /** Sentences for people, by rule id: rules that store nothing, and why. */
    Map<String, Sentence> problems() {
        return problems;
    }

    /** The rules that can be followed. */
    List<Planned> rules() {
        return List.copyOf(rules.values());
    }

    /** Ids of the channels that begin or end recordings. */
    Set<String> triggerChannels() {
        Set<String> ids = new LinkedHashSet<>();
        for (Planned planned : rules.values()) {
            if (planned.capturing != null) {
                signals(planned.capturing).forEach(signal -> ids.add(signal.channelId()));
            }
        }
        return ids;
    }

    boolean stores(Channel channel) {
        return !of(channel).isEmpty();
    }

    boolean storesToDatabase(Channel channel) {
        return of(channel).stream().anyMatch(ask -> rules.get(ask.ruleId).rule.backend() == Backend.TIMESCALEDB);
    }

    /** Whether a rule names a channel though its text cannot be stored. */
    boolean asksForText(Channel channel) {
        return isText(channel) && ofOne.containsKey(channel.id());
    }

    List<Ask> of(Channel channel) {
        if (isText(channel)) {
            return List.of();
        }
        List<Planned> covering = Stream.concat(ofEvery.stream(), ofOne.getOrDefault(channel.id(), List.of()).stream()).toList();
        return covering.stream().filter(planned -> !planned.otherwise || covering.stream().noneMatch(other ->
                        !other.otherwise && other.isSteady() && other.rule.backend() == planned.rule.backend()))
                .filter(planned -> covering.stream().noneMatch(planned::yieldsTo))
                .map(planned -> new Ask(planned.rule.id(), planned.asked.of(channel))).toList();
    }

    /**
     * A sentence for people about channels that a rule which can be followed leaves out, or none.
     */
    Sentence remark(String ruleId) {
        Planned planned = rules.get(ruleId);
        return planned == null ? Sentence.NONE : rules.values().stream().filter(planned::yieldsTo)
                .filter(other -> other.covers(planned.rule)).findFirst()
                .map(other -> TEXTS.of("rule.averageAmongSamples", other.rule.name())).orElse(Sentence.NONE);
    }

    /** History has numbers only. */
    private static boolean isText(Channel channel) {
        return "string".equalsIgnoreCase(channel.config().text("dataType", ""));
    }

    private void add(StorageRule stored, Function<String, Optional<Channel>> channels) {
        StorageRule rule = unfolded(stored);
        try {
            RuleReader.Asked asked = RuleReader.read(rule);
            RuleSpec.Capturing capturing = asked.of(NOBODY) instanceof RuleSpec.Capturing spec ? spec : null;
            short days = RuleSettings.RETENTION.retention(rule.config()).days();
            Planned planned = new Planned(rule, days, RuleSettings.UNLESS_OTHER.flag(rule.config()), asked, capturing);
            if (capturing != null) {
                check(capturing, channels);
            }
            RuleSettings.INFO.channelsByName(rule.config());
            rules.put(rule.id(), planned);
            if (rule.channels().contains(StorageRule.EVERY_CHANNEL)) {
                ofEvery.add(planned);
            } else {
                rule.channels().stream().distinct()
                        .forEach(id -> ofOne.computeIfAbsent(id, key -> new ArrayList<>()).add(planned));
            }
        } catch (SettingsException e) {
            problems.put(rule.id(), sentence(rule, Sentence.of(e)));
        }
    }

    /** @return what is told where a rule stores nothing */
    static Sentence sentence(StorageRule rule, Sentence why) {
        return TEXTS.of("rule.nothing", rule.name(), why);
    }

    private static void check(RuleSpec.Capturing capturing, Function<String, Optional<Channel>> channels) {
        for (RuleSpec.Trigger.Signal signal : signals(capturing)) {
            Channel channel = channels.apply(signal.channelId()).orElseThrow(() -> refused(signal,
                    "rule.noTrigger"));
            if (!channel.enabled()) {
                throw refused(signal, "rule.triggerOff");
            }
            if (isText(channel)) {
                throw refused(signal, "rule.triggerText");
            }
        }
    }

    private static List<RuleSpec.Trigger.Signal> signals(RuleSpec.Capturing capturing) {
        return Stream.of(capturing.start(), capturing.stop()).filter(RuleSpec.Trigger.Signal.class::isInstance)
                .map(RuleSpec.Trigger.Signal.class::cast).toList();
    }

    private static SettingsException refused(RuleSpec.Trigger.Signal signal, String sentence) {
        return new SettingsException(signal.channelId(), TEXTS.of(sentence, signal.channelId()));
    }

    /** The specification's examples key a config by mode. */
    private static StorageRule unfolded(StorageRule rule) {
        String mode = rule.mode().name().toLowerCase(Locale.ROOT);
        boolean itsTrigger = rule.mode() == StorageRule.Mode.TRIGGER && rule.config().raw(mode) instanceof Settings inner
                && !(inner.raw(mode) instanceof Settings);
        if (itsTrigger || !(rule.config().raw(mode) instanceof Settings inner)) {
            return rule;
        }
        return new StorageRule(rule.id(), rule.name(), rule.enabled(), rule.backend(), rule.mode(), rule.channels(),
                rule.config().set(mode, null).overlay(inner));
    }
}
