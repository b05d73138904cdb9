package parx.acquisition.internal;

/**
 * The last sample of each interval, intervals aligned to whole multiples since 1970. A sample is stored at once when
 * the next, at the present spacing, would fall into the next interval; where that guess was wrong, it is stored as
 * soon as the next interval begins. Samples three quarters of an interval or more apart are all stored: a scan at the
 * rate of the interval jitters, and must not lose the sample that arrives a little early. Pipeline thread.
 */
final class LastOfInterval extends KeepRule {
    private final long interval;
    private final long wideSpacing;
    private long end = Long.MIN_VALUE;
    private boolean kept = true;

    LastOfInterval(ActiveRule rule, long intervalMicros) {
        super(rule);
        interval = intervalMicros;
        wideSpacing = intervalMicros - intervalMicros / 4;
    }

    @Override
    int begin(SampleLine line, long timeMicros, double value, byte quality) {
        // Whatever was before, the clock may have been set back since.
        end = Long.MIN_VALUE;
        kept = true;
        return NEW;
    }

    @Override
    int decide(SampleLine line, long timeMicros, double value, byte quality) {
        int verdict = 0;
        if (timeMicros >= end) {
            verdict = kept ? 0 : PREVIOUS;
            end = (Math.floorDiv(timeMicros, interval) + 1) * interval;
            kept = false;
        }
        long spacing = timeMicros - line.time;
        if (spacing >= wideSpacing || !kept && timeMicros + spacing >= end) {
            kept = true;
            verdict |= NEW;
        }
        return verdict;
    }
}
