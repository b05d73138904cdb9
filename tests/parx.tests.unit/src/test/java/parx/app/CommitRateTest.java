package parx.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The storage rate of the status line. */
class CommitRateTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void theRateIsThatOfTheLastSecondsOnly() {
        CommitRate rate = new CommitRate();
        assertEquals(0, rate.look(0, 0));
        assertEquals(1_000, rate.look(SECOND, 1_000), 1e-9);
        for (int i = 2; i <= 10; i++) {
            rate.look(i * SECOND, 1_000);
        }
        assertEquals(0, rate.look(11 * SECOND, 1_000), 1e-9);
    }

    @Test
    void aCounterThatBeganAnewIsNoNegativeRate() {
        CommitRate rate = new CommitRate();
        rate.look(0, 5_000);
        assertEquals(0, rate.look(SECOND, 10));
    }
}
