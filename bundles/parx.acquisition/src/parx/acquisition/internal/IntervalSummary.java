package parx.acquisition.internal;

/**
 * What is told of an interval once it is over, intervals aligned to whole multiples since 1970: of all samples in it
 * that are not BAD. A BAD sample or a gap ends the interval early; a second part of it gives rows of its own.
 * Pipeline thread.
 */
abstract class IntervalSummary extends KeepRule {
    private final long interval;
    private long end = Long.MIN_VALUE;

    IntervalSummary(ActiveRule rule, long intervalMicros) {
        super(rule);
        interval = intervalMicros;
    }

    abstract void first(long timeMicros, double value, byte quality);

    abstract void add(long timeMicros, double value, byte quality);

    /** The interval is over. @param endMicros its end @param cut whether a BAD sample or a gap ended it before that */
    abstract void tell(SampleLine line, long endMicros, boolean cut);

    @Override
    int decide(SampleLine line, long timeMicros, double value, byte quality) {
        if (timeMicros < end) {
            add(timeMicros, value, quality);
            return 0;
        }
        if (end != Long.MIN_VALUE) {
            tell(line, end, false);
        }
        return begin(line, timeMicros, value, quality);
    }

    @Override
    int turn(SampleLine line, long timeMicros, double value, byte quality) {
        return decide(line, timeMicros, value, quality);
    }

    @Override
    int begin(SampleLine line, long timeMicros, double value, byte quality) {
        end = (Math.floorDiv(timeMicros, interval) + 1) * interval;
        first(timeMicros, value, quality);
        return 0;
    }

    @Override
    int cut(SampleLine line) {
        if (end != Long.MIN_VALUE) {
            tell(line, end, true);
            end = Long.MIN_VALUE;
        }
        return 0;
    }
}
