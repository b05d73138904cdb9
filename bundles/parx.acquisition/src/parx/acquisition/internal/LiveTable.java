package parx.acquisition.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Optional;
import parx.model.Channel;
import parx.model.QualityCode;
import parx.service.LiveValues;

/**
 * The newest value of every channel. The pipeline thread writes, without waiting for anybody; any thread reads.
 * A slot is one cache line guarded by a sequence number: odd while it is written; a reader that saw it change
 * reads again.
 */
final class LiveTable implements LiveValues {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle REVISION;
    private static final int SLOT = 8;
    private static final int SHIFT = 3;
    private static final int SEQUENCE = 0;
    private static final int VALUE = 1;
    private static final int TIME = 2;
    private static final int QUALITY = 3;
    private static final int GOOD_VALUE = 4;
    private static final int GOOD_TIME = 5;
    private static final int REVISED = 6;
    /** In the QUALITY word: nothing is known of this channel. */
    private static final long ABSENT = -1;

    static {
        try {
            REVISION = MethodHandles.lookup().findVarHandle(LiveTable.class, "revision", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Columns columns = new Columns(new long[0], new String[0], new Channel[0]);
    private volatile int size;
    private long revision;
    private long coming = 1;

    /** Grown by copying; a reader of an old one sees the state at the time of the copy. */
    private record Columns(long[] slots, String[] text, Channel[] inForce) {
    }

    @Override
    public long revision() {
        return (long) REVISION.getAcquire(this);
    }

    @Override
    public boolean changedSince(int handle, long since) {
        Columns now = columns;
        return handle >= 0 && handle < now.text.length
                && (long) LONGS.getAcquire(now.slots, (handle << SHIFT) + REVISED) > since;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Optional<Channel> inForce(int handle) {
        Columns now = columns;
        return handle >= 0 && handle < now.inForce.length ? Optional.ofNullable(now.inForce[handle]) : Optional.empty();
    }

    @Override
    public boolean read(int handle, Slot into) {
        Columns now = columns;
        if (handle < 0 || handle >= now.text.length) {
            return false;
        }
        long[] slots = now.slots;
        int at = handle << SHIFT;
        while (true) {
            long before = (long) LONGS.getAcquire(slots, at + SEQUENCE);
            if ((before & 1) != 0) {
                Thread.onSpinWait();
                continue;
            }
            long value = slots[at + VALUE];
            long time = slots[at + TIME];
            long quality = slots[at + QUALITY];
            long goodValue = slots[at + GOOD_VALUE];
            long goodTime = slots[at + GOOD_TIME];
            long revised = slots[at + REVISED];
            String text = now.text[handle];
            VarHandle.loadLoadFence();
            if ((long) LONGS.getOpaque(slots, at + SEQUENCE) != before) {
                continue;
            }
            if (before == 0 || quality == ABSENT) {
                return false;
            }
            into.value = Double.longBitsToDouble(value);
            into.timeMicros = time;
            into.quality = (byte) quality;
            into.lastGoodValue = Double.longBitsToDouble(goodValue);
            into.lastGoodTimeMicros = goodTime;
            into.revision = revised;
            into.text = text;
            return true;
        }
    }

    /** Makes room for handles below this. Pipeline thread. */
    void reserve(int handles) {
        Columns old = columns;
        if (handles > old.text.length) {
            int capacity = Math.max(handles, old.text.length * 2);
            long[] slots = Arrays.copyOf(old.slots, capacity * SLOT);
            for (int handle = old.text.length; handle < capacity; handle++) {
                slots[(handle << SHIFT) + QUALITY] = ABSENT;
                slots[(handle << SHIFT) + GOOD_VALUE] = Double.doubleToRawLongBits(Double.NaN);
            }
            columns = new Columns(slots, Arrays.copyOf(old.text, capacity), Arrays.copyOf(old.inForce, capacity));
        }
    }

    /** The number of a reserved handle. Pipeline thread; visible to readers at the latest with {@link #publish}. */
    void put(int handle, long timeMicros, double value, byte quality) {
        Columns now = columns;
        long[] slots = now.slots;
        int at = handle << SHIFT;
        long sequence = begin(slots, at);
        long bits = Double.doubleToRawLongBits(value);
        slots[at + VALUE] = bits;
        slots[at + TIME] = timeMicros;
        slots[at + QUALITY] = quality & 0xFF;
        if (!QualityCode.isBad(quality)) {
            slots[at + GOOD_VALUE] = bits;
            slots[at + GOOD_TIME] = timeMicros;
            // A channel that was text and is a number now; a BAD sample leaves the last text for showing.
            if (now.text[handle] != null) {
                now.text[handle] = null;
            }
        }
        end(slots, at, sequence);
        if (handle >= size) {
            size = handle + 1;
        }
    }

    /** The text of a reserved handle. Pipeline thread. */
    void putText(int handle, long timeMicros, String text, byte quality) {
        Columns now = columns;
        long[] slots = now.slots;
        int at = handle << SHIFT;
        long sequence = begin(slots, at);
        slots[at + VALUE] = Double.doubleToRawLongBits(Double.NaN);
        slots[at + TIME] = timeMicros;
        slots[at + QUALITY] = quality & 0xFF;
        if (!QualityCode.isBad(quality)) {
            slots[at + GOOD_TIME] = timeMicros;
        }
        now.text[handle] = text;
        end(slots, at, sequence);
        size = Math.max(size, handle + 1);
    }

    /** Nothing is known of this channel any more. Pipeline thread. */
    void forget(int handle) {
        Columns now = columns;
        int at = handle << SHIFT;
        long sequence = begin(now.slots, at);
        now.slots[at + QUALITY] = ABSENT;
        now.slots[at + GOOD_VALUE] = Double.doubleToRawLongBits(Double.NaN);
        now.slots[at + GOOD_TIME] = 0;
        now.text[handle] = null;
        end(now.slots, at, sequence);
    }

    /** The configuration acquired with, or null. Pipeline thread. */
    void inForce(int handle, Channel channel) {
        columns.inForce[handle] = channel;
        VarHandle.releaseFence();
    }

    /** Ends a round of puts: one revision for all of them, raised only after every slot shows it. Pipeline thread. */
    void publish() {
        REVISION.setRelease(this, coming);
        coming++;
    }

    private static long begin(long[] slots, int at) {
        long sequence = slots[at + SEQUENCE];
        LONGS.setOpaque(slots, at + SEQUENCE, sequence + 1);
        VarHandle.storeStoreFence();
        return sequence;
    }

    private void end(long[] slots, int at, long sequence) {
        slots[at + REVISED] = coming;
        LONGS.setRelease(slots, at + SEQUENCE, sequence + 2);
    }
}
