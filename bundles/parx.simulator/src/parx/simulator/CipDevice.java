package parx.simulator;

import java.time.Duration;

/**
 * What the simulated controller is like. Immutable, any thread.
 *
 * @param slot              where it is in its chassis
 * @param large             whether it knows large connections
 * @param largestConnection bytes of one packet
 * @param connections       how many it holds at a time
 * @param responseDelay     how long it thinks about each request
 */
public record CipDevice(int slot, boolean large, int largestConnection, int connections, Duration responseDelay) {
    public static final CipDevice STANDARD = new CipDevice(0, true, 4_000, 32, Duration.ZERO);
    static final String PRODUCT = "ParX simulated controller";

    public CipDevice slot(int number) {
        return new CipDevice(number, large, largestConnection, connections, responseDelay);
    }

    public CipDevice small(int bytes) {
        return new CipDevice(slot, false, bytes, connections, responseDelay);
    }

    public CipDevice connections(int most) {
        return new CipDevice(slot, large, largestConnection, most, responseDelay);
    }

    public CipDevice delay(Duration delay) {
        return new CipDevice(slot, large, largestConnection, connections, delay);
    }
}
