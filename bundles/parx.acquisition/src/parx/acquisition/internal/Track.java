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
    /** Whether samples of this channel may have been lost since the newest one. */
    boolean lost;
    /** Whether its newest value is text, which the history has no place for. */
    boolean text;
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
    /** What {@link #gapMicros} is after the next sample: the wait for that one may be from before a change of rate. */
    private long nextGapMicros = Long.MAX_VALUE;
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
        nextGapMicros = SCANS_PER_GAP * micros + 1_000_000;
        gapMicros = Math.max(gapMicros, nextGapMicros);
    }

    /** Rules that stay the same keep their state. */
    void rules(List<StoragePlan.Spec> wanted) {
        if (!wanted.equals(specs)) {
            specs = wanted;
            rules = wanted.stream().map(StoragePlan.Spec::begin).toArray(KeepRule[]::new);
        }
    }

    boolean hasRule() {
        return rules.length > 0 && !text;
    }

    /** This is the newest sample now. */
    void follow(long timeMicros, double newValue, byte newQuality, boolean nowStored) {
        time = timeMicros;
        value = newValue;
        quality = newQuality;
        stored = nowStored;
        gapMicros = nextGapMicros;
    }

    /** Forgets the newest sample, so that an earlier one may come next. */
    void beginAnew() {
        time = Long.MIN_VALUE;
        storedTime = Long.MIN_VALUE;
        lost = false;
    }

    /** What of the newest and this coming sample goes to the history; see {@link KeepRule}. */
    int decide(long timeMicros, double newValue, byte newQuality) {
        if (breaksBefore(timeMicros)) {
            return KeepRule.NEW | KeepRule.BREAK | (QualityCode.isBad(quality) ? 0 : KeepRule.PREVIOUS);
        }
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
        int verdict = 0;
        for (KeepRule rule : rules) {
            verdict |= rule.decide(this, timeMicros, newValue);
        }
        return verdict;
    }

    /** Samples were lost, or none came for longer than the scan rate explains: a line would be a guess. */
    private boolean breaksBefore(long timeMicros) {
        if (time == Long.MIN_VALUE || timeMicros - time < 2) {
            return false;
        }
        return lost || !QualityCode.isBad(quality) && timeMicros - time > gapMicros;
    }
}
