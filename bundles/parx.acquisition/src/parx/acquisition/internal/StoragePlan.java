package parx.acquisition.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import parx.model.Channel;
import parx.model.Micros;
import parx.model.Settings;
import parx.model.SettingsException;
import parx.model.StorageRule;

/**
 * The storage rules, read once: what they ask of each channel, and what is wrong with them. Immutable, any thread.
 * Settings of a rule, also within an object named as its mode: {@code interval} (ms, 0 = every sample);
 * {@code deadband} (engineering units) or {@code deadbandPercent} (of low…high), {@code heartbeat} (ms, 0 = none);
 * {@code unlessOther} (true: the rule covers only channels that no rule without it covers).
 */
final class StoragePlan {
    static final StoragePlan NONE = of(List.of());
    private static final long HEARTBEAT_MILLIS = 600_000;
    private static final long LONGEST_MILLIS = 366L * 24 * 3_600_000;

    private static final String UNLESS_OTHER = "unlessOther";

    private final Asks asks = new Asks();
    /** Of the rules that hold only where no other does. */
    private final Asks otherwise = new Asks();
    private final Map<String, String> problems = new LinkedHashMap<>();

    /** What one rule asks of one channel; equal for equal asks, so that a channel may keep its state. */
    sealed interface Spec {
        KeepRule begin();

        record Continuous(long intervalMicros) implements Spec {
            @Override
            public KeepRule begin() {
                return intervalMicros == 0 ? new KeepRule.Every() : new KeepRule.Interval(intervalMicros);
            }
        }

        record Change(double deadband, long heartbeatMicros) implements Spec {
            @Override
            public KeepRule begin() {
                return new KeepRule.Change(deadband, heartbeatMicros);
            }
        }
    }

    /** A rule's ask before the channel's range is known. */
    @FunctionalInterface
    private interface Asked {
        Spec of(Channel channel);
    }

    /** What rules ask, by whom they cover. */
    private static final class Asks {
        final List<Asked> ofEvery = new ArrayList<>();
        final Map<String, List<Asked>> ofOne = new HashMap<>();

        void add(StorageRule rule, Asked asked) {
            if (rule.channels().contains(StorageRule.EVERY_CHANNEL)) {
                ofEvery.add(asked);
                return;
            }
            rule.channels().forEach(id -> ofOne.computeIfAbsent(id, key -> new ArrayList<>()).add(asked));
        }

        boolean cover(String channelId) {
            return !ofEvery.isEmpty() || ofOne.containsKey(channelId);
        }

        List<Spec> of(Channel channel) {
            return Stream.concat(ofEvery.stream(), ofOne.getOrDefault(channel.id(), List.of()).stream())
                    .map(asked -> asked.of(channel)).distinct().toList();
        }
    }

    private StoragePlan() {
    }

    static StoragePlan of(List<StorageRule> rules) {
        StoragePlan plan = new StoragePlan();
        for (StorageRule rule : rules) {
            if (rule.enabled()) {
                plan.add(rule);
            }
        }
        return plan;
    }

    /** Sentences for people, by rule id: rules that store nothing, and why. */
    Map<String, String> problems() {
        return problems;
    }

    boolean stores(Channel channel) {
        return !isText(channel) && (asks.cover(channel.id()) || otherwise.cover(channel.id()));
    }

    /** Whether a rule names a channel though its text cannot be stored. */
    boolean asksForText(Channel channel) {
        return isText(channel) && (asks.ofOne.containsKey(channel.id()) || otherwise.ofOne.containsKey(channel.id()));
    }

    List<Spec> of(Channel channel) {
        if (isText(channel)) {
            return List.of();
        }
        return asks.cover(channel.id()) ? asks.of(channel) : otherwise.of(channel);
    }

    /** History has numbers only. */
    private static boolean isText(Channel channel) {
        return "string".equalsIgnoreCase(channel.config().text("dataType", ""));
    }

    private void add(StorageRule rule) {
        if (rule.backend() != StorageRule.Backend.TIMESCALEDB) {
            ignore(rule, "this version stores to the database only, not to " + word(rule.backend()));
            return;
        }
        try {
            String mode = word(rule.mode());
            Settings config = rule.config().has(mode) && rule.config().raw(mode) instanceof Settings inner ? inner
                    : rule.config();
            Asks into = rule.config().flag(UNLESS_OTHER, config.flag(UNLESS_OTHER, false)) ? otherwise : asks;
            switch (rule.mode()) {
                case CONTINUOUS -> into.add(rule, continuous(config));
                case CHANGE -> into.add(rule, change(config));
                case EVENT, TRIGGER -> ignore(rule, "this version knows the modes continuous and change, not " + mode);
            }
        } catch (SettingsException e) {
            ignore(rule, e.getMessage());
        }
    }

    private void ignore(StorageRule rule, String why) {
        problems.put(rule.id(), "The storage rule ‘" + rule.name() + "’ stores nothing: " + why);
    }

    private static Asked continuous(Settings config) {
        Spec spec = new Spec.Continuous(millis(config, "interval", 1_000) * Micros.PER_MILLI);
        return channel -> spec;
    }

    private static Asked change(Settings config) {
        long millis = millis(config, "heartbeat", HEARTBEAT_MILLIS);
        long heartbeat = millis == 0 ? Long.MAX_VALUE : millis * Micros.PER_MILLI;
        double percent = notNegative(config, "deadbandPercent");
        double absolute = notNegative(config, "deadband");
        if (config.has("deadband") && config.has("deadbandPercent")) {
            throw new SettingsException("deadband", "give either deadband or deadbandPercent, not both");
        }
        Spec fixed = new Spec.Change(absolute, heartbeat);
        if (!config.has("deadbandPercent")) {
            return channel -> fixed;
        }
        return channel -> {
            double range = Math.abs(channel.metadata().high() - channel.metadata().low());
            // Without a range there is nothing to take a percentage of: every change is kept rather than any lost.
            return Double.isFinite(range) ? new Spec.Change(range * percent / 100, heartbeat) : fixed;
        };
    }

    private static long millis(Settings config, String key, long otherwise) {
        long value = config.longInteger(key, otherwise);
        if (value < 0 || value > LONGEST_MILLIS) {
            throw new SettingsException(key, "‘" + key + "’ must be from 0 to " + LONGEST_MILLIS + " ms, but is " + value);
        }
        return value;
    }

    private static double notNegative(Settings config, String key) {
        double value = config.decimal(key, 0);
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new SettingsException(key, "‘" + key + "’ must not be negative, but is " + value);
        }
        return value;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
