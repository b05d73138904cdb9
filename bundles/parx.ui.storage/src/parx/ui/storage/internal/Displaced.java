package parx.ui.storage.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parx.model.RuleSettings;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.StorageRule.Mode;

/**
 * What another rule keeps only until a new or changed one names it: a coarse rule must not take the place of a fine one
 * unseen. Immutable.
 *
 * @param by       keeps only what no other rule names
 * @param channels which it has kept until now
 */
record Displaced(StorageRule by, int channels) {
    /**
     * @param rule       as it would be saved
     * @param inForce    all rules as they are now, its older self among them
     * @param channelIds of all channels
     */
    static List<Displaced> of(StorageRule rule, Collection<StorageRule> inForce, Collection<String> channelIds) {
        if (!names(rule)) {
            return List.of();
        }
        List<Displaced> displaced = new ArrayList<>();
        for (StorageRule other : inForce) {
            if (other.enabled() && onlyOtherwise(other) && !other.id().equals(rule.id()) && other.backend() == rule.backend()) {
                Set<String> kept = covered(other, channelIds);
                kept.retainAll(covered(rule, channelIds));
                inForce.stream().filter(one -> names(one) && one.backend() == rule.backend())
                        .forEach(one -> kept.removeAll(covered(one, channelIds)));
                int lost = kept.size();
                if (lost > 0) {
                    displaced.add(new Displaced(other, lost));
                }
            }
        }
        return displaced;
    }

    /** What it keeps of these channels, where it keeps all there is: the key of a text, or empty. */
    String whole() {
        Settings config = by.config();
        if (by.mode() == Mode.CONTINUOUS) {
            return RuleSettings.INTERVAL.integer(config) == 0 ? "editor.everySample" : "";
        }
        return by.mode() == Mode.CHANGE && RuleSettings.DEADBAND.applies(config) && RuleSettings.DEADBAND.decimal(config) == 0
                && RuleSettings.DEADBAND_PERCENT.rawText(config).isEmpty() ? "editor.everyChange" : "";
    }

    /** Whether a rule for the rest leaves to it what it covers. A recording on a trigger takes nothing from it. */
    private static boolean names(StorageRule rule) {
        return rule.enabled() && !onlyOtherwise(rule) && (rule.mode() == Mode.CONTINUOUS || rule.mode() == Mode.CHANGE);
    }

    private static boolean onlyOtherwise(StorageRule rule) {
        return RuleSettings.UNLESS_OTHER.flag(rule.config());
    }

    private static Set<String> covered(StorageRule rule, Collection<String> channelIds) {
        Set<String> covered = new HashSet<>(channelIds);
        if (!rule.channels().contains(StorageRule.EVERY_CHANNEL)) {
            covered.retainAll(new HashSet<>(rule.channels()));
        }
        return covered;
    }
}
