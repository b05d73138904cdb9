package parx.acquisition.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Micros;
import parx.model.TimeSource;

/**
 * The clock that stamps samples: the wall clock, except that it never goes back. Where the wall clock is set back,
 * this one runs on at half speed until the two agree, so that no sample is lost, none is written over another, and
 * their order stays true. A wall clock set forward is followed at once. Thread-safe.
 */
final class SteadyClock implements TimeSource {
    /** Smaller steps are the ordinary corrections of a time service; they are absorbed in silence. */
    private static final long WORTH_A_WORD = Micros.PER_SECOND;
    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);

    private final TimeSource source;
    private long lastMicros = Long.MIN_VALUE;
    private long lastNanos;
    /** Whether this clock was ahead of the wall clock when last asked. */
    private boolean ahead;

    SteadyClock(TimeSource source) {
        this.source = source;
    }

    @Override
    public synchronized long nowMicros() {
        long nanos = source.monotonicNanos();
        long wall = source.nowMicros();
        boolean behind = lastMicros != Long.MIN_VALUE && (ahead || wall < lastMicros);
        if (!behind) {
            lastMicros = wall;
            lastNanos = nanos;
            return wall;
        }
        tell(lastMicros - wall);
        long half = Math.max(0, nanos - lastNanos) / 2_000;
        ahead = wall < lastMicros + half;
        lastMicros = Math.max(wall, lastMicros + half);
        // What the division left over counts next time, so that many short intervals still add up.
        lastNanos += half * 2_000;
        return lastMicros;
    }

    @Override
    public long monotonicNanos() {
        return source.monotonicNanos();
    }

    /** How far this clock is ahead of the wall clock, microseconds; 0 when they agree. */
    long aheadMicros() {
        return Math.max(0, nowMicros() - source.nowMicros());
    }

    private void tell(long aheadMicros) {
        if (!ahead && aheadMicros >= WORTH_A_WORD) {
            LOG.warn("The computer's clock was set back by {} s. Samples keep ascending times, which agree with the "
                    + "clock again in {} s", aheadMicros / Micros.PER_SECOND, 2 * aheadMicros / Micros.PER_SECOND);
        }
    }
}
