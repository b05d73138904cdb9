package parx.acquisition.internal;

/**
 * Decides which samples of one channel are stored; the state of one rule for one channel. Pipeline thread.
 * What every rule keeps (the first sample, a change of quality, the first after a gap) is decided before it is asked.
 */
abstract sealed class KeepRule {
    /** Store this sample. */
    static final int NEW = 1;
    /** Store the sample before it first, if that was not stored. */
    static final int PREVIOUS = 2;
    /** Between the two, store that nothing is known of the time in between, so that a line breaks. */
    static final int BREAK = 4;

    /** What is kept of these two samples: {@link #NEW}, {@link #PREVIOUS}, both or 0. @param track until the sample before */
    abstract int decide(Track track, long timeMicros, double value);

    /** Every sample. */
    static final class Every extends KeepRule {
        @Override
        int decide(Track track, long timeMicros, double value) {
            return NEW;
        }
    }

    /**
     * The last sample of each interval, intervals aligned to whole multiples since 1970. A sample is stored at once
     * when the next, at the present spacing, would fall into the next interval; where that guess was wrong, it is
     * stored as soon as the next interval begins. Samples three quarters of an interval or more apart are all
     * stored: a scan at the rate of the interval jitters, and must not lose the sample that arrives a little early.
     */
    static final class Interval extends KeepRule {
        private final long interval;
        private final long wideSpacing;
        private long end = Long.MIN_VALUE;
        private boolean kept = true;

        Interval(long intervalMicros) {
            interval = intervalMicros;
            wideSpacing = intervalMicros - intervalMicros / 4;
        }

        @Override
        int decide(Track track, long timeMicros, double value) {
            int verdict = 0;
            if (timeMicros >= end) {
                verdict = kept ? 0 : PREVIOUS;
                end = (Math.floorDiv(timeMicros, interval) + 1) * interval;
                kept = false;
            }
            long spacing = timeMicros - track.time;
            if (spacing >= wideSpacing || !kept && timeMicros + spacing >= end) {
                kept = true;
                verdict |= NEW;
            }
            return verdict;
        }
    }

    /**
     * A value further than the deadband from the last stored one, with the value before it, so that a jump is drawn
     * as a jump; and a sign of life at each heartbeat.
     */
    static final class Change extends KeepRule {
        private final double deadband;
        private final long heartbeat;

        /** @param deadband engineering units, 0 for any change @param heartbeatMicros Long.MAX_VALUE for none */
        Change(double deadband, long heartbeatMicros) {
            this.deadband = deadband;
            this.heartbeat = heartbeatMicros;
        }

        @Override
        int decide(Track track, long timeMicros, double value) {
            if (Math.abs(value - track.storedValue) > deadband) {
                return PREVIOUS | NEW;
            }
            return timeMicros - track.storedTime >= heartbeat ? NEW : 0;
        }
    }
}
