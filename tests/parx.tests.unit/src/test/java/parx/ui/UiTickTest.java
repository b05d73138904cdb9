package parx.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.junit.jupiter.api.Test;
import parx.service.Subscription;

/** One timer refreshes what is seen, and nothing else. */
class UiTickTest extends DisplayTest {
    private int seen;
    private int other;

    @Test
    void aVisibleControlIsRefreshedAgainAndAgain() {
        new UiTick(display).every(10, shell, () -> seen++);
        until("five refreshes", () -> seen >= 5);
    }

    @Test
    void aHiddenControlCostsNothingAndComesBackWhenItIsShown() {
        UiTick tick = new UiTick(display);
        Composite hidden = new Composite(shell, SWT.NONE);
        hidden.setVisible(false);
        tick.every(10, hidden, () -> seen++);
        tick.every(10, shell, () -> other++);
        until("the visible neighbour", () -> other >= 10);
        assertEquals(0, seen);
        hidden.setVisible(true);
        until("the one shown again", () -> seen > 0);
    }

    @Test
    void aDisposedControlIsForgottenAndTheTimerRests() {
        UiTick tick = new UiTick(display);
        Composite gone = new Composite(shell, SWT.NONE);
        tick.every(10, gone, () -> seen++);
        until("a first refresh", () -> seen > 0);
        gone.dispose();
        until("the timer's rest", () -> !tick.waiting());
    }

    @Test
    void aFaultInOneViewDoesNotStopItsNeighbour() {
        UiTick tick = new UiTick(display);
        tick.every(10, shell, () -> {
            seen++;
            throw new IllegalStateException("on purpose");
        });
        tick.every(10, shell, () -> other++);
        until("both", () -> seen >= 5 && other >= 5);
    }

    @Test
    void aClosedSubscriptionIsSilent() {
        UiTick tick = new UiTick(display);
        Subscription subscription = tick.every(10, shell, () -> seen++);
        tick.every(10, shell, () -> other++);
        until("a first refresh", () -> seen > 0);
        subscription.close();
        int before = seen;
        other = 0;
        until("the neighbour", () -> other >= 5);
        assertEquals(before, seen);
        assertThrows(IllegalArgumentException.class, () -> tick.every(1, shell, () -> { }));
        assertTrue(tick.waiting());
    }
}
