package parx.chart;

import java.util.Arrays;

/**
 * A picture of one byte per pixel (see {@link PlotPalette}) and the lines that can be drawn on it, with smooth edges.
 * Not thread-safe.
 */
final class Raster {
    /** A line goes on by half a pixel at its ends: pieces of a polyline meet in full pixels, not in two faint halves. */
    private static final double CAP = 0.5;
    /** Between two dashes, in widths of the line. */
    private static final double SPACE = 2.5;

    final int width;
    final int height;
    final byte[] pixels;
    /** Absolute column of pixel 0, so that dashes stand still while the picture moves. */
    long phase;
    private int base;
    private int levels;
    private int dash;
    private int space;
    private int top;
    private int bottom;
    private double half;

    Raster(int width, int height) {
        this.width = width;
        this.height = height;
        pixels = new byte[width * height];
        bottom = height;
    }

    void clear() {
        Arrays.fill(pixels, (byte) PlotPalette.GROUND);
    }

    /** Nothing is drawn above {@code from} (inclusive) or below {@code to} (exclusive). */
    void clip(int from, int to) {
        top = Math.max(0, from);
        bottom = Math.min(height, to);
    }

    /**
     * @param dashLength pixels of a dash, 0 = solid; the space after it is short, for nobody must take it for a gap
     * @param lineWidth  in pixels
     */
    void pen(int paletteBase, int dashLength, double lineWidth) {
        base = paletteBase;
        levels = PlotPalette.levels(paletteBase);
        dash = dashLength;
        space = Math.min(dashLength, (int) Math.ceil(SPACE * lineWidth));
        half = lineWidth / 2;
    }

    void fill(int x0, int y0, int x1, int y1, int colour) {
        for (int y = Math.max(0, y0); y < Math.min(height, y1); y++) {
            int from = Math.max(0, x0);
            int to = Math.min(width, x1);
            if (from < to) {
                Arrays.fill(pixels, y * width + from, y * width + to, (byte) colour);
            }
        }
    }

    /** A straight line; coordinates in pixels, the middle of the first pixel at 0.5. */
    void line(double x0, double y0, double x1, double y1) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        if (Math.abs(dx) >= Math.abs(dy)) {
            if (dx < 0) {
                line(x1, y1, x0, y0);
            } else if (dx > 0) {
                shallow(x0, y0, x1, dy / dx);
            }
        } else if (dy < 0) {
            line(x1, y1, x0, y0);
        } else {
            steep(x0, y0, y1, dx / dy);
        }
    }

    /** A vertical line: what most of a dense trace consists of, hence without arithmetic per pixel. */
    void bar(double x, double y0, double y1) {
        if (dash > 0) {
            steep(x, y0, y1, 0);
            return;
        }
        int from = (int) Math.max(top, Math.ceil(y0 - CAP));
        int to = (int) Math.min(bottom, Math.floor(y1 + CAP));
        int last = (int) Math.ceil(x + half) - 1;
        for (int column = (int) Math.floor(x - half); column <= last; column++) {
            double share = overlap(column, x - half, x + half);
            if (column >= 0 && column < width && from < to) {
                solid(column, from, to, (int) (share * levels + 0.5) - 1);
            }
            // The two ends, which cover part of a pixel.
            plot(column, from - 1, share * overlap(from - 1, y0 - CAP, y1 + CAP));
            if (to >= from) {
                plot(column, to, share * overlap(to, y0 - CAP, y1 + CAP));
            }
        }
    }

    private void solid(int x, int from, int to, int level) {
        if (level < 0) {
            return;
        }
        byte colour = (byte) (base + Math.min(levels - 1, level));
        boolean strong = level >= levels / 3;
        int at = from * width + x;
        for (int y = from; y < to; y++, at += width) {
            int pixel = pixels[at] & 0xFF;
            int old = pixel - base;
            if (old >= 0 && old < levels ? level > old : strong || pixel < PlotPalette.PENS) {
                pixels[at] = colour;
            }
        }
    }

    /** A square of three line widths: a sample that no line reaches is seen all the same. */
    void dot(double x, double y) {
        double size = Math.max(1.5, half * 2);
        for (int column = (int) Math.floor(x - size); column <= (int) Math.floor(x + size); column++) {
            spanDown(column, y - size, y + size, overlap(column, x - size, x + size));
        }
    }

    private void shallow(double x0, double y0, double x1, double slope) {
        double reach = half * Math.sqrt(1 + slope * slope);
        int end = (int) Math.min(width - 1.0, Math.ceil(x1 + CAP) - 1);
        for (int x = (int) Math.max(0, Math.floor(x0 - CAP)); x <= end; x++) {
            double share = overlap(x, x0 - CAP, x1 + CAP);
            double y = y0 + slope * (Math.max(x0, Math.min(x1, x + 0.5)) - x0);
            spanDown(x, y - reach, y + reach, share);
        }
    }

    private void steep(double x0, double y0, double y1, double slope) {
        double reach = half * Math.sqrt(1 + slope * slope);
        int end = (int) Math.min(bottom - 1.0, Math.ceil(y1 + CAP) - 1);
        for (int y = (int) Math.max(top, Math.floor(y0 - CAP)); y <= end; y++) {
            double share = overlap(y, y0 - CAP, y1 + CAP);
            double x = x0 + slope * (Math.max(y0, Math.min(y1, y + 0.5)) - y0);
            int last = (int) Math.ceil(x + reach) - 1;
            for (int column = (int) Math.floor(x - reach); column <= last; column++) {
                plot(column, y, share * overlap(column, x - reach, x + reach));
            }
        }
    }

    private void spanDown(int x, double y0, double y1, double share) {
        int end = (int) Math.min(bottom - 1.0, Math.ceil(y1) - 1);
        for (int y = (int) Math.max(top, Math.floor(y0)); y <= end; y++) {
            plot(x, y, share * overlap(y, y0, y1));
        }
    }

    /** How much of the pixel that begins here lies between the two limits. */
    private static double overlap(int pixel, double from, double to) {
        return Math.max(0, Math.min(pixel + 1, to) - Math.max(pixel, from));
    }

    private void plot(int x, int y, double coverage) {
        if (x < 0 || x >= width || y < top || y >= bottom) {
            return;
        }
        if (dash > 0 && Math.floorMod(phase + x + y, (long) dash + space) >= dash) {
            return;
        }
        int level = (int) (coverage * levels + 0.5) - 1;
        if (level < 0) {
            return;
        }
        int at = y * width + x;
        int old = (pixels[at] & 0xFF) - base;
        boolean own = old >= 0 && old < levels;
        // A faint edge of this pen must not cut a hole into the full line of another.
        if (own ? level > old : level >= levels / 3 || pixels[at] < PlotPalette.PENS && pixels[at] >= 0) {
            pixels[at] = (byte) (base + Math.min(levels - 1, level));
        }
    }
}
