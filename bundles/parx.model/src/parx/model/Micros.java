package parx.model;

import java.time.Duration;
import java.time.Instant;

/** Between java.time at the edges and the microseconds (since 1970, UTC) inside. Pure functions, any thread. */
public final class Micros {
    public static final long PER_SECOND = 1_000_000L;
    public static final long PER_MILLI = 1_000L;

    private Micros() {
    }

    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1_000);
    }

    public static long of(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), PER_SECOND), duration.getNano() / 1_000);
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
    }
}
