package parx.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.swt.graphics.Device;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.PaletteData;
import org.eclipse.swt.graphics.Rectangle;

/**
 * The plot area as images: ground, grid, traces and the bands of BAD stretches. Drawn anew only when what it shows
 * has changed; the cursor passes over it. UI thread only.
 */
final class PlotPicture implements AutoCloseable {
    private static final double LINE_WIDTH = 1.5;
    private static final double FRONT_WIDTH = 2.5;
    private static final int BAND_HEIGHT = 5;
    /** The toolkit makes arrays of this size for each strip: larger ones are a burden to the garbage collector. */
    private static final int STRIP_BYTES = 500_000;
    private static final int BYTES_PER_PIXEL = 4;
    /** All bands together: where a whole plant is away they must not bury the traces. */
    private static final int BANDS_HEIGHT = 28;

    private final ChartModel model;
    private final TimeTicks timeTicks;
    private PaletteData palette;
    private ChartColors colors;
    private Raster raster;
    /** The picture from top to bottom; each strip but the last is {@code rows} points high. */
    private final List<Image> strips = new ArrayList<>();
    private int rows;
    private boolean stale = true;

    PlotPicture(ChartModel model, TimeTicks timeTicks, ChartColors colors) {
        this.model = model;
        this.timeTicks = timeTicks;
        colors(colors);
    }

    void colors(ChartColors newColors) {
        colors = newColors;
        palette = PlotPalette.of(newColors);
        stale = true;
    }

    void stale() {
        stale = true;
    }

    /** Draws the picture of a plot of this many points at this scale of the screen. */
    void paint(GC gc, Rectangle plot, double zoom) {
        update(gc.getDevice(), plot.width, plot.height, zoom);
        int y = plot.y;
        for (Image strip : strips) {
            gc.drawImage(strip, plot.x, y);
            y += rows;
        }
    }

    private void update(Device device, int width, int height, double zoom) {
        int across = Math.max(1, (int) Math.round(width * zoom));
        int down = Math.max(1, (int) Math.round(height * zoom));
        if (raster == null || raster.width != across || raster.height != down) {
            raster = new Raster(across, down);
            stale = true;
        }
        if (stale || strips.isEmpty()) {
            draw(zoom);
            close();
            // A multiple of four points is a whole number of pixels at every scale that a screen has.
            rows = (int) Math.max(4, STRIP_BYTES / (BYTES_PER_PIXEL * across * zoom));
            rows -= rows % 4;
            for (int top = 0; top < height; top += rows) {
                strips.add(strip(device, width, Math.min(rows, height - top), top, zoom));
            }
            stale = false;
        }
    }

    private Image strip(Device device, int width, int height, int top, double zoom) {
        int begin = Math.min(raster.height, (int) Math.round(top * zoom));
        int end = Math.max(begin + 1, Math.min(raster.height, (int) Math.round((top + height) * zoom)));
        ImageData data = new ImageData(raster.width, end - begin, 8, palette, 1,
                Arrays.copyOfRange(raster.pixels, begin * raster.width, end * raster.width));
        // At another scale the toolkit only asks how large the image is; the picture is drawn anew before it is shown.
        return zoom == 1 ? new Image(device, data)
                : new Image(device, (int wanted) -> wanted == Math.round(zoom * 100) ? data
                        : new ImageData(Math.max(1, width * wanted / 100), Math.max(1, height * wanted / 100), 8, palette));
    }

    @Override
    public void close() {
        strips.forEach(Image::dispose);
        strips.clear();
    }

    private void draw(double zoom) {
        raster.clear();
        raster.phase = model.left();
        raster.clip(0, raster.height);
        grid(zoom);
        int line = (int) Math.max(1, Math.round(zoom));
        boolean first = true;
        for (ValueAxis axis : model.axes()) {
            boolean lanes = model.arrangement() == ChartModel.Arrangement.LANES;
            clip(axis, zoom);
            if (lanes && !first) {
                int y = (int) Math.round((axis.top - 5) * zoom);
                raster.fill(0, y, raster.width, y + line, PlotPalette.GRID);
            }
            first = false;
            for (ChartTrace trace : axis.traces) {
                if (trace != model.front()) {
                    trace(axis, trace, LINE_WIDTH, zoom);
                }
            }
        }
        front(zoom);
        raster.clip(0, raster.height);
        bands(zoom);
    }

    /** The trace that a person looks at lies over the others. */
    private void front(double zoom) {
        ChartTrace trace = model.front();
        ValueAxis axis = trace == null || !trace.visible() || !model.traces().contains(trace) ? null : model.axis(trace);
        if (axis != null) {
            clip(axis, zoom);
            trace(axis, trace, FRONT_WIDTH, zoom);
        }
    }

    private void clip(ValueAxis axis, double zoom) {
        boolean lanes = model.arrangement() == ChartModel.Arrangement.LANES;
        raster.clip(lanes ? (int) Math.round((axis.top - 4) * zoom) : 0,
                lanes ? (int) Math.round((axis.bottom + 4) * zoom) : raster.height);
    }

    private void grid(double zoom) {
        int line = (int) Math.max(1, Math.round(zoom));
        long least = Math.round(model.grid().microsPerColumn() * ChartLayout.TICK_POINTS * zoom);
        for (TimeTicks.Tick tick : timeTicks.between(model.window().startMicros(), model.window().endMicros(), least)) {
            int x = (int) Math.floor(model.x(tick.micros()));
            raster.fill(x, 0, x + line, raster.height, PlotPalette.GRID);
        }
        for (ValueAxis axis : model.axes()) {
            // Overlaid axes have their ticks at different heights; a grid of them all would be a thicket.
            if (axis != model.frontAxis() && model.arrangement() == ChartModel.Arrangement.OVERLAID) {
                continue;
            }
            for (double tick : axis.ticks()) {
                int y = (int) Math.floor(axis.y(tick) * zoom);
                raster.fill(0, y, raster.width, y + line, PlotPalette.GRID);
            }
        }
    }

    private void trace(ValueAxis axis, ChartTrace trace, double lineWidth, double zoom) {
        if (trace.columns == null) {
            return;
        }
        int pen = trace.style().pen();
        int slot = Math.floorMod(pen, colors.pens().size());
        int dash = colors.dash(pen) == 0 ? 0 : (int) Math.round((4 + 4 * colors.dash(pen)) * zoom);
        TraceRaster.Pens pens = new TraceRaster.Pens(PlotPalette.pen(slot), PlotPalette.lightPen(slot), dash,
                lineWidth * zoom);
        new TraceRaster(raster, trace.columns, model.grid(), model.left(), trace.style().stepped(),
                value -> axis.y(value) * zoom, pens).draw();
    }

    /** A thin hatched band per trace at the bottom says where it was BAD; its ends have the trace's colour. */
    private void bands(double zoom) {
        long bad = model.traces().stream().filter(trace -> trace.visible() && trace.columns != null
                && trace.columns.anyBad()).count();
        int gap = bad <= BANDS_HEIGHT / (BAND_HEIGHT + 2) ? 2 : 1;
        double each = Math.max(1, Math.min(BAND_HEIGHT, BANDS_HEIGHT / (double) Math.max(1, bad) - gap));
        int height = (int) Math.round(each * zoom);
        int bottom = raster.height - (int) Math.round(zoom);
        for (ChartTrace trace : model.traces()) {
            if (trace.visible() && trace.columns != null && band(trace, bottom - height, bottom, zoom)) {
                bottom -= height + (int) Math.round(gap * zoom);
            }
        }
    }

    private boolean band(ChartTrace trace, int top, int bottom, double zoom) {
        Columns columns = trace.columns;
        double scale = columns.grid.microsPerColumn() / model.grid().microsPerColumn();
        double offset = (columns.grid.originMicros() - model.grid().originMicros())
                / model.grid().microsPerColumn() - model.left();
        boolean any = false;
        int cap = (int) Math.max(2, Math.round(3 * zoom));
        int colour = PlotPalette.pen(Math.floorMod(trace.style().pen(), colors.pens().size())) + PlotPalette.LEVELS - 1;
        for (int i = 0; i < columns.count; i++) {
            if (!columns.is(i, Columns.BAD)) {
                continue;
            }
            int begin = i;
            while (i + 1 < columns.count && columns.is(i + 1, Columns.BAD)) {
                i++;
            }
            int x0 = (int) Math.floor((columns.start + begin) * scale + offset);
            int x1 = (int) Math.max(x0 + Math.round(2 * zoom), Math.ceil((columns.start + i + 1) * scale + offset));
            if (x1 < 0 || x0 >= raster.width) {
                continue;
            }
            any = true;
            hatch(Math.max(0, x0), top, Math.min(raster.width, x1), bottom, zoom);
            raster.fill(Math.max(0, x0), top, Math.max(0, x0) + Math.min(cap, x1 - x0), bottom, colour);
        }
        return any;
    }

    private void hatch(int x0, int top, int x1, int bottom, double zoom) {
        raster.fill(x0, top, x1, bottom, PlotPalette.BAND);
        int period = (int) Math.max(4, Math.round(5 * zoom));
        int thick = (int) Math.max(1, Math.round(1.5 * zoom));
        for (int y = Math.max(0, top); y < bottom; y++) {
            for (int x = x0; x < x1; x++) {
                if (Math.floorMod(raster.phase + x + y, (long) period) < thick) {
                    raster.pixels[y * raster.width + x] = PlotPalette.BAD;
                }
            }
        }
    }
}
