package parx.driver.modbus;

/** Counts requests. Written by the io thread, read by any. */
final class Counters {
    private volatile long requests;
    private volatile long failures;
    private volatile long roundTripMicros = -1;
    private boolean problemStale;

    /** Counts a request that has its outcome. Only the io thread writes, hence no atomic increment. */
    void done(Request request) {
        requests = requests + 1;
        if (request.outcome == Request.Outcome.ANSWERED || request.outcome == Request.Outcome.REFUSED) {
            roundTripMicros = (request.receivedNanos - request.sentNanos) / 1_000;
        }
        if (request.outcome != Request.Outcome.ANSWERED) {
            failures = failures + 1;
        }
    }

    /** What is wrong with the units or addresses is no longer what it was. */
    void problemChanged() {
        problemStale = true;
    }

    /** Whether it changed since this was asked last. */
    boolean takeProblemChanged() {
        boolean stale = problemStale;
        problemStale = false;
        return stale;
    }

    long requests() {
        return requests;
    }

    long failures() {
        return failures;
    }

    long roundTripMicros() {
        return roundTripMicros;
    }
}
