package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Clocks, schedules and waits, by hand. */
class TimingTest {
    private static final long SECOND = 1_000_000;

    @Test
    void scansAreDueAtWholeMultiplesWhateverTheyTake() {
        ScanSchedule schedule = new ScanSchedule(100, 0);
        assertEquals(0, schedule.advance(30_000_000L));
        assertEquals(100_000_000L, schedule.dueNanos());
        assertEquals(0, schedule.advance(199_000_000L));
        assertEquals(200_000_000L, schedule.dueNanos());
    }

    @Test
    void scansThatWereMissedAreCountedAndNotMadeUp() {
        ScanSchedule schedule = new ScanSchedule(100, 0);
        assertEquals(3, schedule.advance(450_000_000L));
        assertEquals(400_000_000L, schedule.dueNanos());
        assertEquals(0, schedule.advance(460_000_000L));
        assertEquals(500_000_000L, schedule.dueNanos());
    }

    @Test
    void theWaitBeforeTheNextAttemptGrowsToItsBoundAndJitters() {
        Random random = new Random(1);
        Backoff backoff = new Backoff(1_000, 30_000, random::nextDouble);
        long longest = 0;
        for (int i = 0; i < 1_000; i++) {
            long wait = backoff.nextDelayNanos();
            assertTrue(wait >= 1_000_000_000L && wait <= 30_000_000_000L, "waited " + wait);
            assertTrue(i > 0 || wait <= 2_000_000_000L, "first " + wait);
            longest = Math.max(longest, wait);
        }
        assertTrue(longest > 25_000_000_000L);
        backoff.succeeded();
        assertTrue(backoff.nextDelayNanos() <= 2_000_000_000L);
    }

    @Test
    void theClockNeverGoesBackAndAgreesAgainAfterAWhile() {
        ManualClock wall = new ManualClock();
        SteadyClock steady = new SteadyClock(wall);
        long before = steady.nowMicros();
        wall.set(ManualClock.START - 10 * SECOND);
        assertEquals(before, steady.nowMicros());
        wall.pass(10 * SECOND);
        long halfway = steady.nowMicros();
        assertEquals(before + 5 * SECOND, halfway);
        assertEquals(5 * SECOND, steady.aheadMicros());
        wall.pass(10 * SECOND);
        assertEquals(wall.nowMicros(), steady.nowMicros());
        wall.set(ManualClock.START + 3_600 * SECOND);
        assertEquals(wall.nowMicros(), steady.nowMicros());
    }

    @Test
    void aLargeStepBackOfTheClockIsFollowedAndCounted() {
        ManualClock wall = new ManualClock();
        SteadyClock steady = new SteadyClock(wall);
        steady.nowMicros();
        wall.set(ManualClock.START - 60 * SECOND);
        assertEquals(ManualClock.START, steady.nowMicros());
        assertEquals(0, steady.setBacks());
        wall.set(ManualClock.START - 3_600 * SECOND);
        assertEquals(wall.nowMicros(), steady.nowMicros());
        assertEquals(1, steady.setBacks());
        assertEquals(3_600 * SECOND, steady.repeatsMicros());
        wall.pass(3_600 * SECOND);
        assertEquals(0, steady.repeatsMicros());
        assertEquals(0, steady.aheadMicros());
        assertEquals(1, steady.setBacks());
    }

    @Test
    void aHastenedScanIsDueAtOnceAndNeverLater() {
        ScanSchedule schedule = new ScanSchedule(3_600_000, 0);
        schedule.advance(10);
        schedule.hasten(1_000);
        assertEquals(1_000, schedule.dueNanos());
        schedule.hasten(2_000);
        assertEquals(1_000, schedule.dueNanos());
    }

    @Test
    void aRateIsThatOfTheLastSeconds() {
        Rate rate = new Rate();
        for (int second = 0; second <= 20; second++) {
            rate.tick(second * 1_000_000_000L, second * 50L);
        }
        assertEquals(50, rate.perSecond(), 1e-9);
        for (int second = 21; second <= 26; second++) {
            rate.tick(second * 1_000_000_000L, 1_000);
        }
        assertEquals(0, rate.perSecond(), 1e-9);
        rate.tick(27_000_000_000L, 0);
        rate.tick(28_000_000_000L, 10);
        assertEquals(10, rate.perSecond(), 1e-9);
    }
}
