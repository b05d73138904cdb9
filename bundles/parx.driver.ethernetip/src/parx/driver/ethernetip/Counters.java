package parx.driver.ethernetip;

/** Counts packets. Written by the io thread, read by any. */
final class Counters {
    private volatile long requests;
    private volatile long failures;
    private volatile long roundTripMicros = -1;

    /** Only the io thread writes, hence no atomic increment. */
    void sent() {
        requests = requests + 1;
    }

    void answered(long nanos) {
        roundTripMicros = nanos / 1_000;
    }

    void failed() {
        failures = failures + 1;
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
