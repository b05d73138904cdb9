package parx.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DecimatorTest {
    private static final long T0 = 1_700_000_000_000_000L;

    @Test
    void aSpikeOfOneSampleIsSeenAtEveryZoom() {
        TraceStore store = new TraceStore();
        for (int i = 0; i < 100_000; i++) {
            store.append(T0 + i * 1_000L, i == 61_803 ? 99 : 1, (byte) 0);
        }
        for (int columns : new int[] {1, 7, 100, 1_500, 40_000}) {
            Columns reduced = Decimator.decimate(store.rows(), new Grid(T0, 100_000_000.0 / columns), 0, columns, T0);
            double highest = 0;
            for (int i = 0; i < columns; i++) {
                highest = Math.max(highest, reduced.max[i]);
            }
            assertEquals(99, highest, "in " + columns + " columns");
        }
    }

    @Test
    void aBadSampleBreaksTheLineAndMarksTheStretchUntilTheNextGoodOne() {
        TraceStore store = new TraceStore();
        store.append(T0, 1, (byte) 0);
        store.append(T0 + 30, Double.NaN, TraceStore.BAD);
        store.append(T0 + 60, 2, (byte) 0);
        store.append(T0 + 80, 3, (byte) 0);
        Columns reduced = Decimator.decimate(store.rows(), new Grid(T0, 10), 0, 10, T0 + 100);
        assertFalse(reduced.is(6, Columns.JOINED), "no line over the gap");
        assertTrue(reduced.is(8, Columns.JOINED));
        for (int i = 3; i <= 6; i++) {
            assertTrue(reduced.is(i, Columns.BAD), "column " + i);
        }
        assertFalse(reduced.is(2, Columns.BAD));
        assertFalse(reduced.is(7, Columns.BAD));
    }

    @Test
    void aValueStoredOnChangeHoldsUntilTheConnectionIsLost() {
        TraceStore store = new TraceStore();
        store.append(T0, 5, (byte) 0);
        store.append(T0 + 70, Double.NaN, TraceStore.BAD);
        Columns reduced = Decimator.decimate(store.rows(), new Grid(T0, 10), 0, 10, T0 + 99);
        assertTrue(reduced.is(7, Columns.FILLED) && reduced.is(7, Columns.JOINED), "held to the BAD sample");
        assertEquals(5, reduced.last[7]);
        assertTrue(reduced.is(9, Columns.BAD), "BAD until now");
        assertTrue(Double.isNaN(reduced.afterValue), "nothing leaves the gap");
    }

    @Test
    void aGapOutsideThePictureStillEndsTheLineThatLeavesIt() {
        TraceStore store = new TraceStore();
        store.append(T0, 5, (byte) 0);
        store.append(T0 + 500, Double.NaN, TraceStore.BAD);
        store.append(T0 + 900, 8, (byte) 0);
        Columns before = Decimator.decimate(store.rows(), new Grid(T0, 10), 10, 10, T0 + 999);
        assertEquals(5, before.beforeValue);
        assertEquals(5, before.afterValue);
        assertEquals(50, before.afterColumn, 1e-9);
        Columns inside = Decimator.decimate(store.rows(), new Grid(T0, 10), 60, 10, T0 + 999);
        assertTrue(Double.isNaN(inside.beforeValue) && Double.isNaN(inside.afterValue));
        assertTrue(inside.is(0, Columns.BAD) && inside.is(9, Columns.BAD));
    }

    @Test
    void panningMovesOverTheSameColumns() {
        TraceStore store = new TraceStore();
        for (int i = 0; i < 10_000; i++) {
            store.append(T0 + i * 997L, Math.sin(i / 50.0) + i % 7, (byte) 0);
        }
        Grid grid = new Grid(T0 + 123, 7_777.7);
        Columns one = Decimator.decimate(store.rows(), grid, 100, 500, T0);
        Columns moved = Decimator.decimate(store.rows(), grid, 133, 500, T0);
        for (int i = 0; i < 400; i++) {
            assertEquals(one.min[i + 33], moved.min[i]);
            assertEquals(one.max[i + 33], moved.max[i]);
            assertEquals(one.first[i + 33], moved.first[i]);
            assertEquals(one.last[i + 33], moved.last[i]);
        }
    }

    @Test
    void everySampleFallsIntoOneColumnOnly() {
        TraceStore store = new TraceStore();
        double[] value = new double[3_000];
        for (int i = 0; i < value.length; i++) {
            value[i] = i;
            store.append(T0 + i, i, (byte) 0);
        }
        Columns reduced = Decimator.decimate(store.rows(), new Grid(T0, 7.3), 0, 412, T0);
        double[] seen = new double[value.length];
        for (int i = 0; i < reduced.count; i++) {
            for (int sample = (int) reduced.min[i]; reduced.is(i, Columns.FILLED) && sample <= reduced.max[i]; sample++) {
                seen[sample] += sample;
            }
        }
        assertArrayEquals(value, seen);
    }

    @Test
    void whatIsUncertainStaysSoInItsColumnAlone() {
        TraceStore store = new TraceStore();
        for (int i = 0; i < 10; i++) {
            store.append(T0 + i * 10L, i, i == 4 ? TraceStore.UNCERTAIN : 0);
        }
        Columns reduced = Decimator.decimate(store.rows(), new Grid(T0, 10), 0, 10, T0);
        for (int i = 0; i < 10; i++) {
            assertEquals(i == 4, reduced.is(i, Columns.UNCERTAIN), "column " + i);
        }
    }
}
