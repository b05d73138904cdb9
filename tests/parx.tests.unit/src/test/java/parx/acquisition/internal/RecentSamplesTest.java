package parx.acquisition.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import parx.model.QualityCode;
import parx.model.SampleBatch;

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

    @Test
    void lateRowsFindTheirPlaceAndNoTimeIsThereTwice() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            RecentSamples recent = new RecentSamples(1_000_000, seed % 2 == 0 ? 1_000_000 : 0);
            TreeSet<Long> all = new TreeSet<>();
            long time = 0;
            for (int i = 0; i < 300; i++) {
                time += 1 + random.nextInt(5);
                recent.ring(0).append(time, time, QualityCode.GOOD);
                all.add(time);
                if (i % 20 == 19) {
                    SampleBatch late = new SampleBatch(4);
                    long at = Math.max(0, time - random.nextInt(200));
                    for (int row = 0; row < random.nextInt(40); row++) {
                        at += 1 + random.nextInt(4);
                        late.sample(0, at, at, QualityCode.GOOD);
                    }
                    long oldest = recent.read(0, 0, Long.MAX_VALUE, (c, t, v, q) -> { });
                    recent.ring(0).merge(late);
                    for (int row = 0; row < late.length(); row++) {
                        if (late.timeMicros(row) >= oldest) {
                            all.add(late.timeMicros(row));
                        }
                    }
                    time = Math.max(time, all.last());
                }
            }
            long complete = recent.read(0, 0, Long.MAX_VALUE, (c, t, v, q) -> assertEquals(t, (long) v));
            assertEquals(new ArrayList<>(all.tailSet(complete)), read(recent, 0, Long.MAX_VALUE), "seed " + seed);
        }
    }

    @Test
    void readersSeeNoHoleAndNothingTwiceWhileLateRowsArePutIn() throws InterruptedException {
        RecentSamples recent = new RecentSamples(1_000_000, 2_048);
        RecentRing ring = recent.ring(0);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            while (!done.get() && wrong.get() == null) {
                long[] previous = { -1 };
                recent.read(0, 0, Long.MAX_VALUE, (c, t, v, q) -> {
                    // Of each ten, 3 to 5 come late, all at once.
                    boolean follows = previous[0] < 0 || t == previous[0] + 1 || previous[0] % 10 == 2 && t == previous[0] + 4;
                    if (v != t || !follows) {
                        wrong.set("from " + previous[0] + " to " + t + " with " + v);
                    }
                    previous[0] = t;
                });
            }
        });
        reader.start();
        SampleBatch late = new SampleBatch(3);
        for (long i = 0; i < 2_000_000 && wrong.get() == null; i += 10) {
            for (long t = i; t < i + 10; t++) {
                if (t % 10 < 3 || t % 10 > 5) {
                    ring.append(t, t, QualityCode.GOOD);
                }
            }
            late.clear();
            for (long t = i + 3; t < i + 6; t++) {
                late.sample(0, t, t, QualityCode.GOOD);
            }
            ring.merge(late);
        }
        done.set(true);
        reader.join();
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
