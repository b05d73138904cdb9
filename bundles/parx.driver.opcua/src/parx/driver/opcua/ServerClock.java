package parx.driver.opcua;

import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import parx.driver.opcua.ServerSettings.Timestamps;
import parx.model.TimeSource;

/** A server's clock against ParX's own, and with it the time of a value. The offset is set and read by any thread. */
final class ServerClock {
    private static final long EPOCH_1601_MICROS = 11_644_473_600_000_000L;
    private static final int TICKS_PER_MICRO = 10;

    private final TimeSource own;
    private final Timestamps choice;
    private volatile long offsetMicros;

    ServerClock(TimeSource own, Timestamps choice) {
        this.own = own;
        this.choice = choice;
    }

    /** @param server what it said its time was @param sentMicros when it was asked @param gotMicros when it answered */
    void compare(DateTime server, long sentMicros, long gotMicros) {
        offsetMicros = micros(server) - (sentMicros + (gotMicros - sentMicros) / 2);
    }

    /** How far the server's clock is ahead. */
    long offsetMicros() {
        return offsetMicros;
    }

    /** The time of a value as the settings want it; where the source gives none the server's, else that of its arrival. */
    long timeOf(DataValue data) {
        DateTime time = switch (choice) {
            case SOURCE -> given(data.sourceTime()) ? data.sourceTime() : data.serverTime();
            case SERVER -> given(data.serverTime()) ? data.serverTime() : data.sourceTime();
            case RECEIVED -> null;
        };
        return given(time) ? micros(time) : now();
    }

    /** Now, by the clock that the values' times are from. */
    long now() {
        return own.nowMicros() + (choice == Timestamps.RECEIVED ? 0 : offsetMicros);
    }

    private static boolean given(DateTime time) {
        return time != null && time.utcTime() > 0;
    }

    static long micros(DateTime time) {
        return time.utcTime() / TICKS_PER_MICRO - EPOCH_1601_MICROS;
    }
}
