package parx.acquisition.internal;

import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.SampleBatch;

/** What a capture takes of one channel's line. Pipeline thread. */
final class CaptureLine {
    private final ActiveRule rule;
    private final SampleLine line;
    /** Index in the line's memory of the next sample to look at. */
    private long next;
    /** Whether the recording's first sample is still to be looked for. */
    private boolean seeking;
    /** Whether the recording holds all that it is to have of this channel. */
    private boolean done = true;
    private boolean any;
    private long lastTime;
    private boolean lastBad;
    /** Samples from the moment on that are still to come, where they are counted. */
    private int left;

    CaptureLine(ActiveRule rule, SampleLine line) {
        this.rule = rule;
        this.line = line;
    }

    SampleLine line() {
        return line;
    }

    ActiveRule rule() {
        return rule;
    }

    boolean isShared() {
        return rule.isShared();
    }

    short days() {
        return rule.days;
    }

    boolean isRecording() {
        return any && !done;
    }

    /** Time of the last sample taken. */
    long lastTime() {
        return lastTime;
    }

    /** A recording begins. */
    void begin(boolean withPast) {
        seeking = withPast;
        next = withPast ? next : line.memory().head();
        done = false;
        any = false;
        lastBad = false;
    }

    /** From this moment on, so many samples more. */
    void count(int samples, long fromMicros) {
        left = any && lastTime >= fromMicros ? samples - 1 : samples;
        done = false;
    }

    /**
     * Takes what has come and belongs to the window. Before a sample of the moment or after has come, one of before it
     * may still come.
     *
     * @param late where rows for the database are put together
     */
    void drain(Capture.Window window, RuleSpec.Capturing spec, SampleBatch late, boolean closing) {
        if (done || seeking && !closing && line.time < window.moment) {
            return;
        }
        LookBack memory = line.memory();
        if (seeking) {
            long moment = memory.atOrAfter(window.moment);
            next = Math.max(next, spec.preSamples() > 0 ? moment - spec.preSamples()
                    : memory.atOrAfter(window.moment - spec.preMicros()));
            seeking = false;
        }
        boolean over = false;
        for (next = Math.max(next, memory.tail()); next < memory.head() && !over && !done; next++) {
            long time = memory.time(next);
            boolean counted = window.counting && time >= window.countFrom;
            over = time > window.end;
            if (over || counted && left <= 0) {
                break;
            }
            take(memory, next, late);
            left -= counted ? 1 : 0;
        }
        done = window.counting && left <= 0;
        if (!late.isEmpty()) {
            line.handLate(late);
            late.clear();
        }
        if (over) {
            finish();
        }
    }

    /** The recording is over for this channel: its line ends, unless another rule draws it on. */
    void finish() {
        done = true;
        seeking = false;
        if (!any || lastBad) {
            return;
        }
        byte mark = QualityCode.of(Reason.NOT_RECORDED);
        if (!rule.isShared()) {
            rule.own.sample(line.handle, lastTime + 1, Double.NaN, mark);
        } else if (!line.isSteady() && !recordedByAnother()) {
            line.hand(lastTime + 1, Double.NaN, mark, rule.days);
        }
        lastBad = true;
    }

    /** Whether the newest sample is BAD, or there is none: one that is counted on may never come. */
    boolean isSilent() {
        return line.time == Long.MIN_VALUE || QualityCode.isBad(line.quality);
    }

    boolean isDone() {
        return done;
    }

    private boolean recordedByAnother() {
        for (CaptureLine other : line.captures()) {
            if (other != this && other.isShared() && other.isRecording() && !other.lastBad) {
                return true;
            }
        }
        return false;
    }

    private void take(LookBack memory, long index, SampleBatch late) {
        long time = memory.time(index);
        byte quality = memory.quality(index);
        boolean bad = QualityCode.isBad(quality);
        if (bad && any && lastBad) {
            return;
        }
        any = true;
        lastBad = bad;
        lastTime = time;
        rule.rows++;
        if (!rule.isShared()) {
            rule.own.sample(line.handle, time, memory.value(index), quality);
        } else if (line.wantRemembered(index, rule.days)) {
            late.sample(line.handle, time, memory.value(index), quality, rule.days);
        }
    }
}
