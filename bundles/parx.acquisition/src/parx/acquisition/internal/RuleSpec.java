package parx.acquisition.internal;

import java.util.Map;

/** What one rule asks of one channel; equal for equal asks, so that a channel may keep its state. Immutable, any thread. */
sealed interface RuleSpec {
    /** Decides sample by sample. */
    sealed interface Steady extends RuleSpec {
        KeepRule begin(ActiveRule rule);

        /** How far back its rows may lie when they come, microseconds; 0 for one sample at most. */
        default long lookBackMicros() {
            return 0;
        }
    }

    record Every() implements Steady {
        @Override
        public KeepRule begin(ActiveRule rule) {
            return new EverySample(rule);
        }
    }

    record Last(long intervalMicros) implements Steady {
        @Override
        public KeepRule begin(ActiveRule rule) {
            return new LastOfInterval(rule, intervalMicros);
        }
    }

    record Average(long intervalMicros) implements Steady {
        @Override
        public KeepRule begin(ActiveRule rule) {
            return new IntervalAverage(rule, intervalMicros);
        }
    }

    record Extremes(long intervalMicros) implements Steady {
        @Override
        public KeepRule begin(ActiveRule rule) {
            return new IntervalExtremes(rule, intervalMicros);
        }

        @Override
        public long lookBackMicros() {
            return intervalMicros;
        }
    }

    record Change(double deadband, long heartbeatMicros) implements Steady {
        @Override
        public KeepRule begin(ActiveRule rule) {
            return new ChangeBeyondDeadband(rule, deadband, heartbeatMicros);
        }
    }

    record Door(double deviation, long longestMicros) implements Steady {
        @Override
        public KeepRule begin(ActiveRule rule) {
            return new SwingingDoor(rule, deviation, longestMicros);
        }
    }

    /**
     * Keeps every sample of recordings.
     *
     * @param start       what begins one
     * @param stop        what ends one; an event has none
     * @param event       whether it is the window around a moment
     * @param preSamples  so many in place of {@code preMicros} where this is not 0
     * @param postSamples so many in place of {@code postMicros}; -1 for the time
     * @param longestMicros Long.MAX_VALUE for no limit
     * @param info        channel ids by the name of what they tell about a recording
     */
    record Capturing(Trigger start, Trigger stop, boolean event, long preMicros, int preSamples, long postMicros,
            int postSamples, long deadMicros, boolean extend, long longestMicros, Map<String, String> info)
            implements RuleSpec {
        boolean countsPost() {
            return postSamples >= 0;
        }

        /** Whether a person begins or ends recordings. */
        boolean isExternal() {
            return start instanceof Trigger.External || stop instanceof Trigger.External;
        }
    }

    /** What begins or ends a recording. */
    sealed interface Trigger {
        record Signal(String channelId, TriggerCondition.Kind condition) implements Trigger {
        }

        /** A command by a person. */
        record External() implements Trigger {
        }

        /** The end of what began it. */
        record Itself() implements Trigger {
        }
    }
}
