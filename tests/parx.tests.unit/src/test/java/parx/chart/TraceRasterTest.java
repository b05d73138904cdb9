package parx.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TraceRasterTest {
    private static final long T0 = 1_700_000_000_000_000L;
    private static final int SIZE = 100;
    private final TraceStore store = new TraceStore();

    @Test
    void aSlopedTraceMovesInALineBetweenSamples() {
        store.append(T0, 0, (byte) 0);
        store.append(T0 + 99, 99, (byte) 0);
        Raster raster = draw(false, 0);
        assertTrue(drawn(raster, 50, 49), "half way up half way along");
        assertFalse(drawn(raster, 50, 98));
    }

    @Test
    void aSteppedTraceHoldsUntilTheNextSample() {
        store.append(T0, 0, (byte) 0);
        store.append(T0 + 80, 90, (byte) 0);
        store.append(T0 + 99, 90, (byte) 0);
        Raster raster = draw(true, 0);
        assertTrue(drawn(raster, 50, 99) && drawn(raster, 78, 99), "holds");
        assertTrue(drawn(raster, 80, 50), "then steps");
        assertTrue(drawn(raster, 90, 9));
        assertFalse(drawn(raster, 50, 50), "and does not slope");
    }

    @Test
    void aLineOfManyShortPiecesIsAsStrongAsALongOne() {
        for (int i = 0; i < SIZE; i++) {
            store.append(T0 + i, 50, (byte) 0);
        }
        Raster raster = draw(false, 0);
        int full = PlotPalette.pen(0) + PlotPalette.LEVELS - 1;
        for (int x = 0; x < SIZE; x++) {
            assertEquals(full, raster.pixels[49 * SIZE + x] & 0xFF, "column " + x);
        }
    }

    @Test
    void aGapIsEmpty() {
        store.append(T0, 50, (byte) 0);
        store.append(T0 + 30, Double.NaN, TraceStore.BAD);
        store.append(T0 + 60, 50, (byte) 0);
        store.append(T0 + 99, 50, (byte) 0);
        Raster raster = draw(false, 0);
        assertTrue(drawn(raster, 10, 49));
        assertTrue(drawn(raster, 80, 49));
        for (int x = 34; x < 58; x++) {
            for (int y = 0; y < SIZE; y++) {
                assertFalse(drawn(raster, x, y), x + "," + y);
            }
        }
    }

    @Test
    void aSampleWithoutNeighboursIsADot() {
        store.append(T0 + 50, 50, (byte) 0);
        Raster raster = draw(false, 0);
        assertTrue(drawn(raster, 50, 49));
    }

    @Test
    void whatIsUncertainIsDashedAndLighter() {
        store.append(T0, 50, TraceStore.UNCERTAIN);
        store.append(T0 + 99, 50, TraceStore.UNCERTAIN);
        Raster raster = draw(false, 0);
        int drawn = 0;
        for (int x = 0; x < SIZE; x++) {
            int pixel = raster.pixels[49 * SIZE + x] & 0xFF;
            drawn += pixel == 0 ? 0 : 1;
            assertTrue(pixel == 0 || pixel >= PlotPalette.lightPen(0), "a light pen");
        }
        assertTrue(drawn > 30 && drawn < 70, drawn + " of 100 pixels");
    }

    @Test
    void theSpacesOfADashedPenAreTooShortForAGap() {
        Raster raster = new Raster(SIZE, SIZE);
        raster.pen(PlotPalette.pen(0), 16, 1.5);
        raster.line(0, 49.5, SIZE, 49.5);
        int longest = 0;
        int drawn = 0;
        for (int x = 0, run = 0; x < SIZE; x++) {
            boolean empty = raster.pixels[49 * SIZE + x] == PlotPalette.GROUND;
            run = empty ? run + 1 : 0;
            drawn += empty ? 0 : 1;
            longest = Math.max(longest, run);
        }
        assertTrue(longest > 0 && longest <= 4, "spaces of " + longest);
        assertTrue(drawn > 75, drawn + " of 100 pixels");
    }

    @Test
    void aLineEntersFromWhereItReallyWas() {
        store.append(T0 - 1_000, 20, (byte) 0);
        store.append(T0 + 1_000, 80, (byte) 0);
        Raster raster = draw(false, 0);
        assertTrue(drawn(raster, 0, 49) && drawn(raster, 99, 47), "the middle of a long line");
    }

    @Test
    void whatWasReducedForAnotherZoomIsDrawnAtItsPlace() {
        store.append(T0 + 20, 10, (byte) 0);
        store.append(T0 + 40, 90, (byte) 0);
        Columns columns = Decimator.decimate(store.rows(), new Grid(T0, 2), 0, 50, T0);
        Raster raster = new Raster(SIZE, SIZE);
        new TraceRaster(raster, columns, new Grid(T0, 1), 0, true, value -> SIZE - value,
                new TraceRaster.Pens(PlotPalette.pen(0), PlotPalette.lightPen(0), 0, 1.5)).draw();
        assertTrue(drawn(raster, 30, 89));
        assertTrue(drawn(raster, 41, 50));
        assertEquals(SIZE, raster.width);
    }

    private Raster draw(boolean stepped, long from) {
        Columns columns = Decimator.decimate(store.rows(), new Grid(T0, 1), from, SIZE, T0 + SIZE);
        Raster raster = new Raster(SIZE, SIZE);
        new TraceRaster(raster, columns, new Grid(T0, 1), from, stepped, value -> SIZE - 0.5 - value,
                new TraceRaster.Pens(PlotPalette.pen(0), PlotPalette.lightPen(0), 0, 1.5)).draw();
        return raster;
    }

    private static boolean drawn(Raster raster, int x, int y) {
        return raster.pixels[y * raster.width + x] != 0;
    }
}
