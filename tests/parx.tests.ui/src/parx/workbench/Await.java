package parx.workbench;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must become true, off the UI thread. */
final class Await {
    /** Longer than anything needs on a machine that does ten other things. */
    static final Duration LONG = Duration.ofSeconds(120);
    private static final long PAUSE_NANOS = 20_000_000;

    private Await() {
    }

    static void until(String what, BooleanSupplier condition) {
        until(() -> what, LONG, condition);
    }

    /** @param what is said where it was waited in vain: what was waited for and what was there instead */
    static void until(Supplier<String> what, Duration limit, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > limit.toNanos()) {
                fail("waited " + limit.toSeconds() + " s in vain for: " + what.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
