package parx.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(named = "DISPLAY", matches = ".+")
class ChartCanvasTest {
    private static final long SECOND = 1_000_000;
    private static final long NOW = 1_790_000_000 * SECOND;
    private Display display;
    private boolean ownDisplay;
    private Shell shell;
    private ChartCanvas canvas;
    private final ChartTrace trace = new ChartTrace("a",
            new TraceStyle("Level", "m", 1, false, 0, 10, 0));

    @BeforeEach
    void open() {
        ownDisplay = Display.getCurrent() == null;
        display = ownDisplay ? new Display() : Display.getCurrent();
        shell = new Shell(display);
        shell.setLayout(new FillLayout());
        shell.setSize(800, 500);
        canvas = new ChartCanvas(shell, ChartColors.light(), ZoneId.of("Europe/Berlin"), Locale.UK);
        for (int i = 0; i <= 600; i++) {
            boolean bad = i > 300 && i < 400;
            trace.store().append(NOW - 600 * SECOND + i * SECOND, bad ? Double.NaN : 5, bad ? TraceStore.BAD : 0);
        }
        canvas.traces(List.of(trace));
        canvas.span(600 * SECOND);
        canvas.now(NOW);
        shell.open();
        settle();
    }

    @AfterEach
    void close() {
        shell.dispose();
        if (ownDisplay) {
            display.dispose();
        }
    }

    @Test
    void aKnownSignalIsWhereItBelongsAndItsGapIsEmpty() {
        ImageData picture = picture();
        int middle = canvas.plot().y + canvas.plot().height / 2 - 2;
        RGB pen = ChartColors.light().pen(0);
        assertTrue(has(picture, 0.1, middle, pen), "drawn before the gap");
        assertFalse(has(picture, 0.6, middle, pen), "nothing in the gap");
        assertTrue(has(picture, 0.9, middle, pen), "drawn after the gap");
    }

    @Test
    void withoutACursorTheNewestPointInViewIsReadHoweverSlowTheScan() {
        canvas.span(60 * SECOND);
        canvas.now(NOW + 20 * SECOND);
        settle();
        assertEquals(5, canvas.reading(trace).value(), 0, "20 s old, many pixels from the edge");
        canvas.now(NOW + 90 * SECOND);
        settle();
        assertFalse(canvas.reading(trace).known(), "no longer in view");
    }

    @Test
    void theThemeChangesWithoutANewCanvas() {
        RGB before = at(picture(), canvas.plot().x + 7, canvas.plot().y + 7);
        canvas.colors(ChartColors.dark());
        settle();
        assertNotEquals(before, at(picture(), canvas.plot().x + 7, canvas.plot().y + 7));
    }

    @Test
    void keysPanZoomPauseAndReturn() {
        long span = canvas.window().spanMicros();
        key(SWT.ARROW_LEFT, (char) 0, 0);
        assertFalse(canvas.following(), "panning pauses");
        assertEquals(NOW - span / 10, canvas.window().endMicros());
        key(SWT.ARROW_RIGHT, (char) 0, 0);
        assertTrue(canvas.following(), "who reaches now follows again");
        key(0, ' ', 0);
        assertFalse(canvas.following());
        key(0, '+', 0);
        assertTrue(canvas.window().spanMicros() < span);
        key(0, '-', 0);
        assertEquals(span, canvas.window().spanMicros(), 10);
        key(SWT.HOME, (char) 0, 0);
        assertEquals(NOW - 600 * SECOND, canvas.window().startMicros());
        key(SWT.END, (char) 0, 0);
        assertTrue(canvas.following());
    }

    @Test
    void aPausedChartStandsStillWhileTimeGoesOn() {
        canvas.follow(false);
        TimeWindow window = canvas.window();
        canvas.now(NOW + 30 * SECOND);
        assertEquals(window, canvas.window());
        canvas.follow(true);
        assertEquals(NOW + 30 * SECOND, canvas.window().endMicros());
    }

    @Test
    void theWheelZoomsAtTheCursor() {
        canvas.follow(false);
        int x = canvas.plot().x + canvas.plot().width / 4;
        long under = canvas.window().startMicros() + canvas.window().spanMicros() / 4;
        mouse(SWT.MouseVerticalWheel, x, 100, 0, 3);
        assertEquals(480 * SECOND, canvas.window().spanMicros(), SECOND);
        assertEquals(under, canvas.window().startMicros() + canvas.window().spanMicros() / 4, 2 * SECOND);
    }

    @Test
    void draggingPansAndDraggingWithShiftZoomsIntoTheBox() {
        int width = canvas.plot().width;
        int x = canvas.plot().x + width / 4;
        mouse(SWT.MouseDown, x, 100, 0, 0);
        mouse(SWT.MouseMove, x + width / 2, 100, 0, 0);
        mouse(SWT.MouseUp, x + width / 2, 100, 0, 0);
        assertEquals(NOW - 300 * SECOND, canvas.window().endMicros(), 2 * SECOND);
        assertFalse(canvas.following());
        mouse(SWT.MouseDown, x, 100, SWT.SHIFT, 0);
        mouse(SWT.MouseMove, x + width / 2, 200, SWT.SHIFT, 0);
        mouse(SWT.MouseUp, x + width / 2, 200, SWT.SHIFT, 0);
        assertEquals(300 * SECOND, canvas.window().spanMicros(), 2 * SECOND);
        mouse(SWT.MouseDoubleClick, x, 100, 0, 0);
        assertTrue(canvas.following(), "a double click returns to now");
    }

    @Test
    void theCursorReadsTheSampleThatWasInForce() {
        mouse(SWT.MouseMove, canvas.plot().x + canvas.plot().width / 10, 100, 0, 0);
        Reading good = canvas.reading(trace);
        assertTrue(good.known());
        assertEquals(5, good.value());
        mouse(SWT.MouseMove, canvas.plot().x + canvas.plot().width * 6 / 10, 100, 0, 0);
        Reading gap = canvas.reading(trace);
        assertFalse(gap.known(), "a BAD stretch has no value");
        assertTrue(gap.bad());
    }

    @Test
    void afterItsEndATraceHasNoValue() {
        canvas.now(NOW + 60 * SECOND);
        settle();
        mouse(SWT.MouseMove, canvas.plot().x + canvas.plot().width * 97 / 100, 100, 0, 0);
        assertFalse(canvas.reading(trace).known());
        assertFalse(canvas.reading(trace).bad());
    }

    private void key(int code, char character, int mask) {
        Event event = new Event();
        event.keyCode = code == 0 ? character : code;
        event.character = character;
        event.stateMask = mask;
        canvas.notifyListeners(SWT.KeyDown, event);
    }

    private void mouse(int type, int x, int y, int mask, int count) {
        Event event = new Event();
        event.x = x;
        event.y = y;
        event.button = 1;
        event.stateMask = mask;
        event.count = count;
        canvas.notifyListeners(type, event);
    }

    private void settle() {
        long paints = canvas.paints();
        canvas.redraw();
        await(() -> !canvas.busy() && canvas.paints() > paints && canvas.columns() > 100);
        long more = canvas.paints();
        canvas.redraw();
        await(() -> !canvas.busy() && canvas.paints() > more);
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "in time");
            if (!display.readAndDispatch()) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private ImageData picture() {
        Image image = new Image(display, canvas.getSize().x, canvas.getSize().y);
        GC gc = new GC(image);
        canvas.print(gc);
        gc.dispose();
        ImageData data = image.getImageData(100);
        image.dispose();
        return data;
    }

    /** Whether the colour is near this height, at this share of the plot's width. */
    private boolean has(ImageData picture, double share, int y, RGB wanted) {
        int x = canvas.plot().x + (int) (canvas.plot().width * share);
        for (int row = y - 6; row <= y + 6; row++) {
            RGB found = at(picture, x, row);
            if (Math.abs(found.red - wanted.red) + Math.abs(found.green - wanted.green)
                    + Math.abs(found.blue - wanted.blue) < 200) {
                return true;
            }
        }
        return false;
    }

    private static RGB at(ImageData picture, int x, int y) {
        return picture.palette.getRGB(picture.getPixel(x, y));
    }
}
