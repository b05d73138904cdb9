package parx.ui.trend.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parx.chart.TraceStore;
import parx.chart.TraceStyle;
import parx.model.QualityCode;
import parx.service.Trace;

class TrendTraceTest {
    private static final long SECOND = Line.SECOND;
    private static final long T0 = 1_790_000_000 * SECOND;
    private final Line line = new Line(T0);
    private final TrendTrace trace = new TrendTrace("a", line.index.handle("a"),
            new TraceStyle("A", "", 1, false, Double.NaN, Double.NaN, 0));

    @Test
    void whatWasLiveEqualsWhatIsReadBack() {
        for (int i = -100; i <= 0; i++) {
            line.good("a", T0 + i * SECOND, i);
        }
        trace.take(line.trace("a", T0 - 600 * SECOND, T0), T0, true);
        for (int i = 1; i <= 50; i++) {
            line.good("a", T0 + i * SECOND, i);
            line.now = T0 + i * SECOND;
            trace.pull(line, line, line.now);
            if (i == 20) {
                trace.take(line.trace("a", T0 - 600 * SECOND, line.now), line.now, true);
            }
        }
        List<String> live = rows();
        TrendTrace again = new TrendTrace("a", line.index.handle("a"), trace.chart().style());
        again.take(line.trace("a", T0 - 600 * SECOND, line.now), line.now, true);
        again.pull(line, line, line.now);
        assertEquals(rows(again), live);
        assertEquals(151, live.size());
    }

    @Test
    void samplesThatComeWhileTheHistoryIsReadAreNeitherLostNorDoubled() {
        line.good("a", T0, 1);
        trace.take(line.trace("a", T0 - 600 * SECOND, T0), T0, true);
        line.good("a", T0 + SECOND, 2);
        trace.pull(line, line, T0 + SECOND);
        Trace answer = line.trace("a", T0 - 600 * SECOND, T0 + SECOND);
        line.good("a", T0 + 2 * SECOND, 3);
        trace.pull(line, line, T0 + 2 * SECOND);
        trace.take(answer, T0 + SECOND, true);
        line.good("a", T0 + 3 * SECOND, 4);
        trace.pull(line, line, T0 + 3 * SECOND);
        assertEquals(List.of("0 1.0", "1 2.0", "2 3.0", "3 4.0"), rows().stream().map(r -> r.replace(" f0", "")).toList());
    }

    @Test
    void aSampleThatArrivesLateIsNotSkipped() {
        line.good("a", T0 - SECOND, 1);
        // The query reached to T0, but the sample of T0 minus a few milliseconds came in after it.
        trace.take(line.trace("a", T0 - 600 * SECOND, T0), T0, true);
        line.good("a", T0 - 5_000, 2);
        trace.pull(line, line, T0 + SECOND);
        assertEquals(2, trace.chart().store().length());
    }

    @Test
    void theValueInForceGoesOnToWhenItWasLastCurrent() {
        line.good("a", T0 - 3_600 * SECOND, 7);
        trace.take(line.trace("a", T0 - 600 * SECOND, T0), T0, true);
        line.now = T0 + 9 * SECOND;
        trace.pull(line, line, line.now);
        TraceStore.Rows rows = trace.chart().store().rows();
        assertEquals(T0 + 9 * SECOND, rows.time(rows.count() - 1));
        assertEquals(7, rows.value(rows.count() - 1));
        assertEquals(1, trace.chart().store().length(), "but is no sample");
    }

    @Test
    void whenTheConnectionIsLostTheTraceEndsThere() {
        line.good("a", T0, 7);
        trace.take(line.trace("a", T0 - 600 * SECOND, T0), T0, true);
        line.bad("a", T0 + 5 * SECOND);
        line.now = T0 + 60 * SECOND;
        trace.pull(line, line, line.now);
        TraceStore.Rows rows = trace.chart().store().rows();
        assertTrue(rows.empty(rows.count() - 1));
        assertEquals(T0 + 5 * SECOND, rows.time(rows.count() - 1));
    }

    @Test
    void noLineIsDrawnOverWhatMemoryHasForgotten() {
        line.good("a", T0, 7);
        trace.take(line.trace("a", T0 - 600 * SECOND, T0), T0, true);
        trace.pull(line, line, T0);
        line.good("a", T0 + 100 * SECOND, 8);
        line.good("a", T0 + 900 * SECOND, 9);
        line.memoryFrom = T0 + 800 * SECOND;
        assertFalse(trace.pull(line, line, T0 + 901 * SECOND), "history must be read again");
        TraceStore.Rows rows = trace.chart().store().rows();
        assertTrue((rows.flags(1) & TraceStore.BREAK) != 0);
        trace.take(line.trace("a", T0 - 600 * SECOND, T0 + 901 * SECOND), T0 + 901 * SECOND, true);
        assertEquals(3, trace.chart().store().length());
    }

    @Test
    void aTraceOfThePastDoesNotRunIntoTheLiveOne() {
        line.good("a", T0 - 7_200 * SECOND, 3);
        line.good("a", T0, 7);
        trace.take(line.trace("a", T0 - 600 * SECOND, T0), T0, true);
        trace.take(line.trace("a", T0 - 7_500 * SECOND, T0 - 3_600 * SECOND), T0 - 3_600 * SECOND, false);
        line.good("a", T0 + SECOND, 8);
        trace.pull(line, line, T0 + SECOND);
        TraceStore.Rows rows = trace.chart().store().rows();
        assertEquals(2, rows.count());
        assertEquals(T0 - 3_600 * SECOND, rows.time(1), "held to the end of what was read");
        assertEquals(3, rows.value(1));
    }

    @Test
    void aBucketWithAGapBreaksTheLineAndKeepsItsValues() {
        Trace buckets = new Trace("a", false, 3, new long[] {0, 60, 120}, new double[] {1, 2, Double.NaN},
                new double[] {1, 1, Double.NaN}, new double[] {1, 5, Double.NaN}, new double[] {1, 3, Double.NaN},
                new double[] {1, 3, Double.NaN}, new long[] {1, 3, 0}, new long[] {0, 1, 1}, new byte[] {QualityCode.GOOD, (byte) 0x80, (byte) 0x80}, new boolean[] {false, true, true});
        TraceStore.Rows rows = TraceRows.of(buckets);
        assertEquals(8, rows.count());
        assertTrue(rows.empty(1), "the value before was in force up to the bucket");
        assertTrue((rows.flags(2) & TraceStore.BREAK) != 0);
        assertEquals(5, rows.value(4));
        assertTrue(rows.empty(6) && rows.empty(7));
    }

    private List<String> rows() {
        return rows(trace);
    }

    private static List<String> rows(TrendTrace of) {
        List<String> rows = new ArrayList<>();
        TraceStore.Rows all = of.chart().store().rows();
        for (int i = 0; i < of.chart().store().length(); i++) {
            rows.add((all.time(i) - T0) / SECOND + " " + all.value(i) + " f" + all.flags(i));
        }
        return rows;
    }
}
