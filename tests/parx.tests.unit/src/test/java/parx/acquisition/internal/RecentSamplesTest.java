package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;

/** The newest part of the history in memory. */
class RecentSamplesTest {
    private static final long SECOND = 1_000_000;

    @Test
    void samplesLeaveWithTimeAndOneBeforeTheHorizonStays() {
        RecentSamples recent = new RecentSamples(10 * SECOND, 1_000_000);
        fill(recent, 0, 100, SECOND);
        assertEquals(88 * SECOND, recent.read(0, 0, Long.MAX_VALUE, (c, t, v, q) -> { }));
        assertEquals(times(88, 99), read(recent, 0, Long.MAX_VALUE));
        assertEquals(times(90, 95), read(recent, 90 * SECOND, 95 * SECOND));
    }

    @Test
    void aChannelThatMemoryDoesNotKnowIsCompleteFromNever() {
        RecentSamples recent = new RecentSamples(10 * SECOND, 1_000);
        assertEquals(Long.MAX_VALUE, recent.read(-1, 0, Long.MAX_VALUE, (c, t, v, q) -> { }));
        recent.ring(3);
        assertEquals(Long.MAX_VALUE, recent.read(3, 0, Long.MAX_VALUE, (c, t, v, q) -> { }));
    }

    @Test
    void allChannelsTogetherStayWithinTheBudgetAndAFastOneDoesNotStarveTheOthers() {
        RecentSamples recent = new RecentSamples(600 * SECOND, 20_000);
        for (int handle = 0; handle < 10; handle++) {
            recent.ring(handle);
        }
        fill(recent, 0, 100_000, 1_000);
        for (int handle = 1; handle < 10; handle++) {
            fill(recent, handle, 10_000, 10_000);
        }
        int all = 0;
        for (int handle = 0; handle < 10; handle++) {
            all += recent.ring(handle).capacity();
            assertTrue(recent.ring(handle).capacity() >= 512, "channel " + handle);
        }
        assertTrue(all <= 20_000 + 10 * 64, "booked " + all);
    }

    @Test
    void readersSeeWholeSamplesWithoutAHoleWhileTheWriterOverwrites() throws InterruptedException {
        RecentSamples recent = new RecentSamples(1_000_000, 2_048);
        RecentRing ring = recent.ring(0);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        Thread[] readers = new Thread[2];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = new Thread(() -> {
                while (!done.get() && wrong.get() == null) {
                    check(recent, wrong);
                }
            });
            readers[i].start();
        }
        for (long i = 0; i < 5_000_000 && wrong.get() == null; i++) {
            ring.append(i, i, (byte) (i & 0x3F));
        }
        done.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        assertNull(wrong.get());
    }

    private static void check(RecentSamples recent, AtomicReference<String> wrong) {
        long[] previous = { -1 };
        long[] first = { -1 };
        long complete = recent.read(0, 0, Long.MAX_VALUE, (c, t, v, q) -> {
            if (v != t || q != (byte) (t & 0x3F)) {
                wrong.set("torn at " + t + ": " + v);
            }
            if (previous[0] >= 0 && t != previous[0] + 1) {
                wrong.set("a hole from " + previous[0] + " to " + t);
            }
            first[0] = first[0] < 0 ? t : first[0];
            previous[0] = t;
        });
        if (first[0] >= 0 && first[0] != complete) {
            wrong.set("complete from " + complete + " but begins at " + first[0]);
        }
    }

    private static void fill(RecentSamples recent, int handle, int count, long step) {
        for (int i = 0; i < count; i++) {
            recent.ring(handle).append(i * step, i, QualityCode.GOOD);
        }
    }

    private static List<Long> read(RecentSamples recent, long from, long to) {
        List<Long> times = new ArrayList<>();
        recent.read(0, from, to, (c, t, v, q) -> times.add(t));
        return times;
    }

    private static List<Long> times(int first, int last) {
        List<Long> times = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            times.add(i * SECOND);
        }
        return times;
    }
}
