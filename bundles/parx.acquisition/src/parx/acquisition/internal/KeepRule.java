package parx.acquisition.internal;

/**
 * Decides which samples of one channel are stored; the state of one steady rule for one channel. Which rule does what
 * is told in {@link RuleSpec}; what all have in common (the first sample, BAD samples, gaps) in {@link SampleLine}.
 * Pipeline thread.
 */
abstract class KeepRule {
    /** Store this sample. */
    static final int NEW = 1;
    /** Store the sample before it first, if this rule has not. */
    static final int PREVIOUS = 2;
    /** Between the two, store that nothing is known of the time in between, so that a line breaks. */
    static final int BREAK = 4;

    /** Whose rows these are, and where they go. */
    final ActiveRule rule;
    /** Which ask it follows. */
    StoragePlan.Ask ask;
    /** Newest sample that this rule kept; MIN_VALUE before the first. */
    long keptTime = Long.MIN_VALUE;
    double keptValue;
    /** Whether it has seen a sample yet. */
    boolean begun;
    /** Whether rows of this rule may have been lost since the newest sample. */
    boolean lost;

    KeepRule(ActiveRule rule) {
        this.rule = rule;
    }

    /**
     * What is kept of the newest and this coming sample: {@link #NEW}, {@link #PREVIOUS}, both or 0. Both have the same
     * quality and are not BAD; nothing is missing between them.
     *
     * @param line until the sample before
     */
    abstract int decide(SampleLine line, long timeMicros, double value, byte quality);

    /** As {@link #decide}, where the quality changes between GOOD and UNCERTAIN. */
    int turn(SampleLine line, long timeMicros, double value, byte quality) {
        return PREVIOUS | NEW;
    }

    /** A stretch of samples that are not BAD begins with this one. */
    int begin(SampleLine line, long timeMicros, double value, byte quality) {
        return NEW;
    }

    /** Such a stretch ends with the newest sample: the next is BAD, or missing, or the rule ends. @return PREVIOUS or 0 */
    int cut(SampleLine line) {
        return PREVIOUS;
    }
}
