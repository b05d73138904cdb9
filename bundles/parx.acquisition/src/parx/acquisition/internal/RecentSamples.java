package parx.acquisition.internal;

import java.util.Arrays;
import parx.model.SampleSink;
import parx.service.RecentHistory;

/**
 * A ring per channel, bounded together: half of the memory goes to whoever needs it first, the other half in equal
 * shares, so that one fast channel cannot starve the others. The pipeline thread writes, any thread reads.
 */
final class RecentSamples implements RecentHistory, RecentRing.Budget {
    /** Bytes that one sample takes in a ring. */
    static final int BYTES_PER_SAMPLE = 17;

    private final long retentionMicros;
    private final long half;
    private volatile RecentRing[] rings = new RecentRing[0];
    private int channels;
    private long booked;

    /** @param samples at most this many in all, apart from a small first ring per channel */
    RecentSamples(long retentionMicros, long samples) {
        this.retentionMicros = retentionMicros;
        this.half = samples / 2;
    }

    /** The ring of this channel, made where there is none. Pipeline thread. */
    RecentRing ring(int handle) {
        RecentRing[] now = rings;
        if (handle >= now.length) {
            now = Arrays.copyOf(now, Math.max(handle + 1, now.length * 2));
        }
        if (now[handle] == null) {
            now[handle] = new RecentRing(this);
            channels++;
        }
        rings = now;
        return now[handle];
    }

    /** Gives the memory of a removed channel back. Pipeline thread. */
    void forget(int handle) {
        RecentRing[] now = rings;
        if (handle < now.length && now[handle] != null) {
            booked -= now[handle].capacity() - RecentRing.FIRST_CAPACITY;
            now[handle] = null;
            channels--;
            rings = now;
        }
    }

    @Override
    public long read(int handle, long fromMicros, long toMicros, SampleSink into) {
        return read(handle, fromMicros, toMicros, false, into);
    }

    /** As {@link #read(int, long, long, SampleSink)}; with {@code lead} also the last sample before the range. */
    long read(int handle, long fromMicros, long toMicros, boolean lead, SampleSink into) {
        RecentRing[] now = rings;
        RecentRing ring = handle >= 0 && handle < now.length ? now[handle] : null;
        return ring == null ? Long.MAX_VALUE : ring.read(fromMicros, toMicros, lead, into, handle);
    }

    @Override
    public long retentionMicros() {
        return retentionMicros;
    }

    @Override
    public boolean grow(int from, int to) {
        boolean granted = booked + to - from <= half || (long) to * channels <= half;
        if (granted) {
            booked += to - from;
        }
        return granted;
    }
}
