package parx.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class TraceStoreTest {
    @Test
    void theOlderPartIsReplacedAndTheNewerStays() {
        TraceStore store = new TraceStore();
        for (int i = 0; i < 10; i++) {
            store.append(i * 10L, i, (byte) 0);
        }
        store.replaceThrough(55, new TraceStore.Rows(new long[] {1, 2}, new double[] {7, 8}, new byte[2], 2));
        TraceStore.Rows rows = store.rows();
        assertEquals(6, rows.count());
        assertEquals(8, rows.value(1));
        assertEquals(60, rows.time(2));
        assertEquals(90, rows.time(5));
    }

    @Test
    void aTailGivesWayToTheNextRow() {
        TraceStore store = new TraceStore();
        store.append(10, 1, (byte) 0);
        store.tail(50, 1, (byte) 0);
        assertEquals(2, store.rows().count());
        assertEquals(1, store.rows().floor(60));
        store.append(40, 2, (byte) 0);
        assertEquals(3, store.rows().count(), "the tail is newer than the row");
        store.append(60, 3, (byte) 0);
        assertEquals(3, store.rows().count());
        assertEquals(60, store.rows().time(2));
    }

    @Test
    void aTraceNeverRunsBackwards() {
        TraceStore store = new TraceStore();
        store.append(10, 1, (byte) 0);
        assertFalse(store.append(9, 2, (byte) 0));
        assertEquals(1, store.length());
    }

    @Test
    void rowsThatWereHandedOutDoNotChange() {
        TraceStore store = new TraceStore();
        store.append(10, 1, (byte) 0);
        TraceStore.Rows before = store.rows();
        for (int i = 0; i < 5_000; i++) {
            store.append(20 + i, i, (byte) 0);
        }
        store.replaceThrough(Long.MAX_VALUE, new TraceStore.Rows(new long[] {1}, new double[] {9}, new byte[1], 1));
        assertEquals(1, before.count());
        assertEquals(1, before.value(0));
        assertEquals(10, before.time(0));
    }
}
