package parx.acquisition.internal;

/**
 * The corners of a line that is never further than the deviation from any sample. From the last kept sample two
 * doors swing: the steepest and the flattest line that pass every sample since within the deviation. A sample between
 * the doors could itself be the next corner; the first that is not makes the one before it a corner. The textbook's
 * form keeps the sample before the doors cross, whose own line may miss samples by up to twice the deviation; this one
 * stores a little more and keeps its word. Pipeline thread.
 */
final class SwingingDoor extends KeepRule {
    private final double deviation;
    private final long longest;
    /** Of the corner that the doors hang on. */
    private long hinge = Long.MIN_VALUE;
    private double flattest;
    private double steepest;

    /** @param deviation engineering units @param longestMicros between two kept samples; Long.MAX_VALUE for no limit */
    SwingingDoor(ActiveRule rule, double deviation, long longestMicros) {
        super(rule);
        this.deviation = deviation;
        this.longest = longestMicros;
    }

    @Override
    int decide(SampleLine line, long timeMicros, double value, byte quality) {
        if (hinge != keptTime) {
            hang(keptTime);
        }
        double slope = (value - keptValue) / (timeMicros - hinge);
        if (slope < flattest || slope > steepest) {
            hang(line.time);
            swing(timeMicros - line.time, value - line.value);
            return PREVIOUS;
        }
        if (timeMicros - hinge >= longest) {
            return NEW;
        }
        swing(timeMicros - hinge, value - keptValue);
        return 0;
    }

    private void hang(long time) {
        hinge = time;
        flattest = Double.NEGATIVE_INFINITY;
        steepest = Double.POSITIVE_INFINITY;
    }

    private void swing(long run, double rise) {
        flattest = Math.max(flattest, (rise - deviation) / run);
        steepest = Math.min(steepest, (rise + deviation) / run);
    }
}
