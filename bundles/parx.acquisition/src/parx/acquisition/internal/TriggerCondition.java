package parx.acquisition.internal;

/** When a channel's value begins and ends a recording; holds what it needs of the samples before. Pipeline thread. */
abstract class TriggerCondition {
    static final int FIRES = 1;
    /** The condition does not hold any more. */
    static final int ENDS = 2;
    private static final double HALF = 0.5;

    /** @param value of the next sample that is not BAD @return {@link #FIRES}, {@link #ENDS} or 0 */
    abstract int next(double value);

    /** A condition as configured. Immutable, any thread. */
    sealed interface Kind {
        TriggerCondition begin();

        /** Rising, falling or both edges. The opposite edge ends it, where only one of them fires. */
        record Edge(boolean rising, boolean falling) implements Kind {
            @Override
            public TriggerCondition begin() {
                return new OnEdge(this);
            }
        }

        /** Fires again and again as long as the level is there. */
        record Level(boolean high) implements Kind {
            @Override
            public TriggerCondition begin() {
                return new OnLevel(high);
            }
        }

        record AnyChange() implements Kind {
            @Override
            public TriggerCondition begin() {
                return new OnChange();
            }
        }

        /** @param holds whether it fires as long as the value is beyond, or only when it gets there */
        record Threshold(double limit, boolean above, double hysteresis, boolean holds) implements Kind {
            @Override
            public TriggerCondition begin() {
                return new OnThreshold(this);
            }
        }
    }

    private static boolean isHigh(double value) {
        return Math.abs(value) >= HALF;
    }

    private static final class OnEdge extends TriggerCondition {
        private final Kind.Edge kind;
        private boolean known;
        private boolean high;

        OnEdge(Kind.Edge kind) {
            this.kind = kind;
        }

        @Override
        int next(double value) {
            boolean before = high;
            boolean first = !known;
            high = isHigh(value);
            known = true;
            if (first || before == high) {
                return 0;
            }
            return (high ? kind.rising() : kind.falling()) ? FIRES : ENDS;
        }
    }

    private static final class OnLevel extends TriggerCondition {
        private final boolean wanted;

        OnLevel(boolean high) {
            wanted = high;
        }

        @Override
        int next(double value) {
            return isHigh(value) == wanted ? FIRES : ENDS;
        }
    }

    private static final class OnChange extends TriggerCondition {
        private double before = Double.NaN;

        @Override
        int next(double value) {
            boolean changed = value != before && !Double.isNaN(before);
            before = value;
            return changed ? FIRES : 0;
        }
    }

    private static final class OnThreshold extends TriggerCondition {
        private final Kind.Threshold kind;
        private boolean known;
        private boolean beyond;

        OnThreshold(Kind.Threshold kind) {
            this.kind = kind;
        }

        @Override
        int next(double value) {
            double over = kind.above() ? value - kind.limit() : kind.limit() - value;
            boolean before = beyond;
            boolean first = !known;
            beyond = over > 0 || beyond && over >= -kind.hysteresis();
            known = true;
            if (kind.holds()) {
                return beyond ? FIRES : ENDS;
            }
            if (first || before == beyond) {
                return 0;
            }
            return beyond ? FIRES : ENDS;
        }
    }
}
