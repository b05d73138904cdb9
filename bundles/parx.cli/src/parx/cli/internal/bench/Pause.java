package parx.cli.internal.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets the parts under measurement run. The calling thread. */
final class Pause {
    private Pause() {
    }

    static void seconds(long seconds) throws InterruptedException {
        millis(TimeUnit.SECONDS.toMillis(seconds));
    }

    static void millis(long millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }
}
