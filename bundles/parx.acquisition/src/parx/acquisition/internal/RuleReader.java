package parx.acquisition.internal;

import static parx.acquisition.internal.AcquisitionTexts.TEXTS;
import static parx.model.RuleSettings.COMPRESSION;
import static parx.model.RuleSettings.DEADBAND;
import static parx.model.RuleSettings.DEADBAND_PERCENT;
import static parx.model.RuleSettings.DEAD_TIME;
import static parx.model.RuleSettings.DEVIATION;
import static parx.model.RuleSettings.DEVIATION_PERCENT;
import static parx.model.RuleSettings.HEARTBEAT;
import static parx.model.RuleSettings.INFO;
import static parx.model.RuleSettings.INTERVAL;
import static parx.model.RuleSettings.LONGEST;
import static parx.model.RuleSettings.POST_TRIGGER;
import static parx.model.RuleSettings.POST_TRIGGER_SAMPLES;
import static parx.model.RuleSettings.PRE_TRIGGER;
import static parx.model.RuleSettings.PRE_TRIGGER_SAMPLES;
import static parx.model.RuleSettings.RETRIGGER;
import static parx.model.RuleSettings.STOP;
import static parx.model.RuleSettings.TRIGGER;
import static parx.model.RuleSettings.VALUE;

import java.util.function.DoubleFunction;
import parx.model.Channel;
import parx.model.Micros;
import parx.model.RuleSetting;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.StorageRule;
import parx.model.TriggerSettings;

/** Reads what a storage rule asks from its config; the one place that knows modes. Pure functions, any thread. */
final class RuleReader {
    private RuleReader() {
    }

    /** What a rule asks, given the channel. */
    @FunctionalInterface
    interface Asked {
        RuleSpec of(Channel channel);
    }

    /** @throws SettingsException where a setting is not valid */
    static Asked read(StorageRule rule) {
        return switch (rule.mode()) {
            case CONTINUOUS -> fixed(continuous(rule.config()));
            case CHANGE -> change(rule.config());
            case EVENT, TRIGGER -> fixed(capturing(rule.config(), rule.mode() == StorageRule.Mode.EVENT));
        };
    }

    private static Asked fixed(RuleSpec spec) {
        return channel -> spec;
    }

    private static RuleSpec continuous(Settings config) {
        long interval = INTERVAL.integer(config) * Micros.PER_MILLI;
        String value = VALUE.text(config);
        if (interval == 0) {
            return new RuleSpec.Every();
        }
        return switch (value) {
            case "average" -> new RuleSpec.Average(interval);
            case "minmax" -> new RuleSpec.Extremes(interval);
            default -> new RuleSpec.Last(interval);
        };
    }

    private static Asked change(Settings config) {
        long heartbeat = unlimited(HEARTBEAT, config);
        if (COMPRESSION.text(config).equals("swingingDoor")) {
            return ofRange(DEVIATION, DEVIATION_PERCENT, config, deviation -> new RuleSpec.Door(deviation, heartbeat));
        }
        return ofRange(DEADBAND, DEADBAND_PERCENT, config, deadband -> new RuleSpec.Change(deadband, heartbeat));
    }

    private static Asked ofRange(RuleSetting absolute, RuleSetting percent, Settings config, DoubleFunction<RuleSpec> spec) {
        eitherOr(absolute, percent, config);
        RuleSpec fixed = spec.apply(absolute.decimal(config));
        double share = percent.decimal(config) / 100;
        if (!percent.given(config)) {
            return fixed(fixed);
        }
        return channel -> {
            double range = Math.abs(channel.metadata().high() - channel.metadata().low());
            // Without a range there is nothing to take a percentage of: every change is kept rather than any lost.
            return Double.isFinite(range) ? spec.apply(range * share) : fixed;
        };
    }

    private static RuleSpec capturing(Settings config, boolean event) {
        eitherOr(PRE_TRIGGER, PRE_TRIGGER_SAMPLES, config);
        eitherOr(POST_TRIGGER, POST_TRIGGER_SAMPLES, config);
        RuleSpec.Trigger start = trigger(TRIGGER, config, !event);
        RuleSpec.Trigger stop = event ? new RuleSpec.Trigger.Itself() : trigger(STOP, config, false);
        if (!event && stop instanceof RuleSpec.Trigger.Itself && start instanceof RuleSpec.Trigger.Signal signal
                && !endsByItself(signal.condition())) {
            throw new SettingsException(TRIGGER.condition().key(), TEXTS.of("rule.noEnd",
                    TRIGGER.condition().text(config)));
        }
        if (start instanceof RuleSpec.Trigger.External && stop instanceof RuleSpec.Trigger.Itself) {
            stop = start;
        }
        return new RuleSpec.Capturing(start, stop, event, PRE_TRIGGER.integer(config) * Micros.PER_MILLI,
                (int) PRE_TRIGGER_SAMPLES.integer(config), POST_TRIGGER.integer(config) * Micros.PER_MILLI,
                POST_TRIGGER_SAMPLES.given(config) ? (int) POST_TRIGGER_SAMPLES.integer(config) : -1,
                DEAD_TIME.integer(config) * Micros.PER_MILLI, RETRIGGER.text(config).equals("extend"),
                unlimited(LONGEST, config), INFO.channelsByName(config));
    }

    private static RuleSpec.Trigger trigger(TriggerSettings settings, Settings config, boolean holds) {
        return switch (settings.type().text(config)) {
            case "external" -> new RuleSpec.Trigger.External();
            case "none" -> new RuleSpec.Trigger.Itself();
            default -> new RuleSpec.Trigger.Signal(settings.channel().text(config), condition(settings, config, holds));
        };
    }

    private static TriggerCondition.Kind condition(TriggerSettings settings, Settings config, boolean holds) {
        return switch (settings.condition().text(config)) {
            case "falling_edge" -> new TriggerCondition.Kind.Edge(false, true);
            case "both_edges" -> new TriggerCondition.Kind.Edge(true, true);
            case "level" -> new TriggerCondition.Kind.Level(settings.level().text(config).equals("high"));
            case "on_change" -> new TriggerCondition.Kind.AnyChange();
            case "threshold" -> new TriggerCondition.Kind.Threshold(settings.threshold().decimal(config),
                    settings.direction().text(config).equals("above"), settings.hysteresis().decimal(config), holds);
            default -> new TriggerCondition.Kind.Edge(true, false);
        };
    }

    private static boolean endsByItself(TriggerCondition.Kind condition) {
        return switch (condition) {
            case TriggerCondition.Kind.Edge edge -> edge.rising() != edge.falling();
            case TriggerCondition.Kind.AnyChange change -> false;
            case TriggerCondition.Kind.Level level -> true;
            case TriggerCondition.Kind.Threshold threshold -> true;
        };
    }

    /** Microseconds, where 0 means that there is no limit. */
    private static long unlimited(RuleSetting setting, Settings config) {
        long millis = setting.integer(config);
        return millis == 0 ? Long.MAX_VALUE : millis * Micros.PER_MILLI;
    }

    private static void eitherOr(RuleSetting one, RuleSetting other, Settings config) {
        if (one.given(config) && other.given(config)) {
            throw new SettingsException(one.key(), TEXTS.of("rule.either", one.key(), other.key()));
        }
    }
}
