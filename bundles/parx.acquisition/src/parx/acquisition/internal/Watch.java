package parx.acquisition.internal;

import parx.model.QualityCode;

/**
 * Tells a capture what the channel of its trigger does. A BAD sample says nothing: it neither fires nor ends, and the
 * next one that is not BAD is compared with the last that was not. Pipeline thread.
 */
final class Watch {
    static final Watch[] NONE = new Watch[0];
    private final TriggerCondition condition;
    private final Capture capture;
    private final Role role;

    /** What the condition means. */
    enum Role {
        STARTS,
        /** It starts, and the recording lasts as long as it holds. */
        STARTS_AND_STOPS,
        STOPS
    }

    Watch(TriggerCondition condition, Capture capture, Role role) {
        this.condition = condition;
        this.capture = capture;
        this.role = role;
    }

    void sample(long timeMicros, double value, byte quality) {
        if (QualityCode.isBad(quality)) {
            return;
        }
        int signal = condition.next(value);
        if (signal == TriggerCondition.FIRES) {
            if (role == Role.STOPS) {
                capture.end(timeMicros);
            } else {
                capture.fire(timeMicros);
            }
        } else if (signal == TriggerCondition.ENDS && role == Role.STARTS_AND_STOPS) {
            capture.end(timeMicros);
        }
    }
}
