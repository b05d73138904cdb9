package parx.persistence.internal.backend;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import parx.service.RuleStore;

/** Waits for a condition with a deadline. */
public final class Await {
    private Await() {
    }

    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    public static void stored(RuleStore store) {
        until("all rows are stored; " + store.status(), StoresFixture.LONG, () -> store.status().backlog() == 0);
    }
}
