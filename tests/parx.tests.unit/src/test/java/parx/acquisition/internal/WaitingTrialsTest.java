package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import parx.model.Settings;

class WaitingTrialsTest {
    private final ManualClock clock = new ManualClock();
    private final WaitingTrials trials = new WaitingTrials(clock);

    @Test
    void aReadingThatNobodyWaitsForHurriesNoScan() {
        var given = trials.add(Settings.EMPTY);
        clock.pass(400_000);
        var waiting = trials.add(Settings.EMPTY);
        clock.pass(200_000);
        assertTrue(trials.areUrgent());
        given.cancel(false);
        assertFalse(trials.areUrgent(), "the other has waited for 200 ms");
        assertFalse(trials.isEmpty());
        clock.pass(400_000);
        assertTrue(trials.areUrgent());
        waiting.cancel(false);
        assertFalse(trials.areUrgent());
        assertTrue(trials.isEmpty());
    }
}
