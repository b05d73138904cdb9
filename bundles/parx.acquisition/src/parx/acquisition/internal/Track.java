package parx.acquisition.internal;

import java.util.List;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.model.Scaling;

/** What the pipeline knows of one channel. Pipeline thread. */
final class Track {
    private static final KeepRule[] NO_RULES = new KeepRule[0];
    /** A silence longer than this many scans, and a second, is a gap. */
    private static final int SCANS_PER_GAP = 3;

    final int handle;
    /** Null while the channel is removed. */
    RecentRing ring;
    /** Number of the configuration that last said who acquires this channel. */
    long generation;
    /** Whose samples count: the connection that acquires the channel, or null. */
    Object owner;

    /** Newest sample, as engineering value; {@code time} is MIN_VALUE before the first. */
    long time = Long.MIN_VALUE;
    double value;
    byte quality;
    boolean stored;
    /** Number of the parcel that the newest sample came in. */
    long parcel = -1;

    /** Newest sample that went to the history; MIN_VALUE before the first. */
    long storedTime = Long.MIN_VALUE;
    double storedValue;

    double factor = 1;
    double offset;
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    private long gapMicros = Long.MAX_VALUE;
    private List<StoragePlan.Spec> specs = List.of();
    private KeepRule[] rules = NO_RULES;

    Track(int handle) {
        this.handle = handle;
    }

    void scale(Scaling scaling) {
        factor = scaling.factor();
        offset = scaling.offset();
        low = scaling.clampLow();
        high = scaling.clampHigh();
    }

    void scanEvery(long micros) {
        gapMicros = SCANS_PER_GAP * micros + 1_000_000;
    }

    /** Rules that stay the same keep their state. */
    void rules(List<StoragePlan.Spec> wanted) {
        if (!wanted.equals(specs)) {
            specs = wanted;
            rules = wanted.stream().map(StoragePlan.Spec::begin).toArray(KeepRule[]::new);
        }
    }

    boolean hasRule() {
        return rules.length > 0;
    }

    /** What of the newest and this coming sample goes to the history; see {@link KeepRule}. */
    int decide(long timeMicros, double newValue, byte newQuality) {
        if (rules.length == 0 || storedTime == Long.MIN_VALUE) {
            return KeepRule.NEW;
        }
        Quality word = QualityCode.quality(newQuality);
        if (word != QualityCode.quality(quality)) {
            return QualityCode.isBad(quality) ? KeepRule.NEW : KeepRule.PREVIOUS | KeepRule.NEW;
        }
        if (word == Quality.BAD) {
            // The first BAD sample ends the line; more of the same would say nothing new.
            return 0;
        }
        if (timeMicros - time > gapMicros) {
            return KeepRule.PREVIOUS | KeepRule.NEW;
        }
        int verdict = 0;
        for (KeepRule rule : rules) {
            verdict |= rule.decide(this, timeMicros, newValue);
        }
        return verdict;
    }
}
