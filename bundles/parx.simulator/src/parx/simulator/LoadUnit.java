package parx.simulator;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Values that prove their own storage. Channel n is the four holding registers from 4·n on, one uint64, most
 * significant register first: {@code run · 2^32 + number}, where the number counts the reads of this channel from 1
 * and the run is the simulator's start in tenths of a second, modulo 2^20, so that every value fits a double exactly.
 * Only a request that covers all four registers counts. Thread-safe.
 */
final class LoadUnit implements RegisterSource {
    static final int MOST_CHANNELS = 2000;
    static final int REGISTERS = 4;
    private static final long RUNS = 1L << 20;
    private static final int NUMBER_BITS = 32;

    private final long run;
    private final AtomicLongArray read;
    private final AtomicLongArray sent;

    LoadUnit(int channels, long startMillis) {
        if (channels < 0 || channels > MOST_CHANNELS) {
            throw new IllegalArgumentException("from 0 to " + MOST_CHANNELS + " load channels are possible, not " + channels);
        }
        run = startMillis / 100 % RUNS;
        read = new AtomicLongArray(channels);
        sent = new AtomicLongArray(channels);
    }

    long run() {
        return run;
    }

    int channels() {
        return read.length();
    }

    /** How many values of this channel were handed over to the network. */
    long sent(int channel) {
        return sent.get(channel);
    }

    @Override
    public int registers(int unit, int function, int address, short[] into) {
        if (function != 3 || address + into.length > REGISTERS * read.length()) {
            return function == 3 ? ILLEGAL_ADDRESS : ILLEGAL_FUNCTION;
        }
        for (int channel = address / REGISTERS; channel * REGISTERS < address + into.length; channel++) {
            int first = channel * REGISTERS - address;
            boolean whole = first >= 0 && first + REGISTERS <= into.length;
            long value = run << NUMBER_BITS | (whole ? read.incrementAndGet(channel) : read.get(channel));
            for (int i = Math.max(0, -first); i < REGISTERS && first + i < into.length; i++) {
                into[first + i] = (short) (value >>> 16 * (REGISTERS - 1 - i));
            }
        }
        return OK;
    }

    @Override
    public void answered(int unit, int function, int address, int count) {
        int first = (address + REGISTERS - 1) / REGISTERS;
        for (int channel = first; (channel + 1) * REGISTERS <= address + count; channel++) {
            sent.incrementAndGet(channel);
        }
    }
}
