package parx.acquisition.internal;

/**
 * A value further than the deadband from the last stored one, with the value before it, so that a jump is drawn as a
 * jump; and a sign of life at each heartbeat. Pipeline thread.
 */
final class ChangeBeyondDeadband extends KeepRule {
    private final double deadband;
    private final long heartbeat;

    /** @param deadband engineering units, 0 for any change @param heartbeatMicros Long.MAX_VALUE for none */
    ChangeBeyondDeadband(ActiveRule rule, double deadband, long heartbeatMicros) {
        super(rule);
        this.deadband = deadband;
        this.heartbeat = heartbeatMicros;
    }

    @Override
    int decide(SampleLine line, long timeMicros, double value, byte quality) {
        if (Math.abs(value - keptValue) > deadband) {
            return PREVIOUS | NEW;
        }
        return timeMicros - keptTime >= heartbeat ? NEW : 0;
    }
}
