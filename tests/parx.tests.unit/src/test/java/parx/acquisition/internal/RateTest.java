package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Rate rate = new Rate(300);

    @Test
    void itIsKnownOnceItWasMeasuredForLongEnough() {
        for (int second = 0; second < 60; second++) {
            rate.tick(second * SECOND, second * 5L);
            assertFalse(rate.isKnown(MINUTE), "after " + second + " s");
        }
        rate.tick(MINUTE, 300);
        assertTrue(rate.isKnown(MINUTE));
        assertEquals(5, rate.perSecond());
    }

    @Test
    void aCounterThatBeginsAnewIsMeasuredAnew() {
        rate.tick(0, 1_000);
        rate.tick(MINUTE, 2_000);
        rate.tick(MINUTE + SECOND, 3);
        rate.tick(MINUTE + 2 * SECOND, 5);
        assertFalse(rate.isKnown(MINUTE));
        assertEquals(2, rate.perSecond());
    }

    @Test
    void itLooksBackAsFarAsItWasTold() {
        for (int second = 0; second <= 1_000; second++) {
            rate.tick(second * SECOND, second < 500 ? 0 : second * 10L);
        }
        assertEquals(10, rate.perSecond(), 1e-9);
        assertTrue(rate.isKnown(299 * SECOND));
    }
}
