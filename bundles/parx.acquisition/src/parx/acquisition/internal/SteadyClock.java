package parx.acquisition.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parx.model.Micros;
import parx.model.TimeSource;

/**
 * The clock that stamps samples: the wall clock, except that it does not go back by a little. Where the wall clock is
 * set back by up to a minute, this one runs on at half speed until the two agree, so that no sample is lost, none is
 * written over another, and their order stays true. A larger step back is followed and counted (a wrong time for
 * hours would be worse than times that come twice), and so is any step forward. Thread-safe.
 */
final class SteadyClock implements TimeSource {
    /** Smaller steps are the ordinary corrections of a time service; they are absorbed in silence. */
    private static final long WORTH_A_WORD = Micros.PER_SECOND;
    /** Larger steps back are followed at once. */
    static final long LARGEST_SLEW = 60 * Micros.PER_SECOND;
    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);

    private final TimeSource source;
    private long lastMicros = Long.MIN_VALUE;
    private long lastNanos;
    /** Whether this clock was ahead of the wall clock when last asked. */
    private boolean ahead;
    private volatile int setBacks;
    /** The latest time given out before a step back. */
    private long repeatsUntil = Long.MIN_VALUE;

    SteadyClock(TimeSource source) {
        this.source = source;
    }

    @Override
    public synchronized long nowMicros() {
        long nanos = source.monotonicNanos();
        long wall = source.nowMicros();
        boolean behind = lastMicros != Long.MIN_VALUE && (ahead || wall < lastMicros);
        if (behind && lastMicros - wall > LARGEST_SLEW) {
            return follow(wall, nanos);
        }
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

    /** How often this clock has gone back with the wall clock. */
    int setBacks() {
        return setBacks;
    }

    /** How long this clock still gives out times that it gave out before a step back, microseconds; 0 when it does not. */
    synchronized long repeatsMicros() {
        long now = nowMicros();
        return repeatsUntil > now ? repeatsUntil - now : 0;
    }

    private long follow(long wall, long nanos) {
        LOG.warn("The computer's clock was set back by {} s. Samples follow it; those of the time that comes twice lie "
                + "between those stored before", (lastMicros - wall) / Micros.PER_SECOND);
        repeatsUntil = Math.max(repeatsUntil, lastMicros);
        ahead = false;
        lastMicros = wall;
        lastNanos = nanos;
        setBacks++;
        return wall;
    }

    private void tell(long aheadMicros) {
        if (!ahead && aheadMicros >= WORTH_A_WORD) {
            LOG.warn("The computer's clock was set back by {} s. Samples keep ascending times, which agree with the "
                    + "clock again in {} s", aheadMicros / Micros.PER_SECOND, 2 * aheadMicros / Micros.PER_SECOND);
        }
    }
}
