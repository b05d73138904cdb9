package parx.chart;

import org.eclipse.swt.graphics.PaletteData;
import org.eclipse.swt.graphics.RGB;

/**
 * What the 256 values of a plot's pixels mean: ground, grid, hatch, and for each pen a ramp from the ground to its
 * colour, which is how a raster of one byte per pixel gets smooth edges. Immutable, any thread.
 */
final class PlotPalette {
    static final int GROUND = 0;
    static final int GRID = 1;
    static final int BAD = 2;
    static final int BAND = 3;
    static final int PENS = 8;
    static final int LEVELS = 16;
    private static final int FIRST_PEN = 16;
    private static final int FIRST_LIGHT_PEN = FIRST_PEN + PENS * LEVELS;
    private static final int LIGHT_LEVELS = 8;

    private PlotPalette() {
    }

    /** Pixel value of a pen at full strength is this plus {@link #LEVELS} - 1. */
    static int pen(int number) {
        return FIRST_PEN + Math.floorMod(number, PENS) * LEVELS;
    }

    /** As {@link #pen} for what is UNCERTAIN, with {@link #levels} levels. */
    static int lightPen(int number) {
        return FIRST_LIGHT_PEN + Math.floorMod(number, PENS) * LIGHT_LEVELS;
    }

    static int levels(int base) {
        return base >= FIRST_LIGHT_PEN ? LIGHT_LEVELS : LEVELS;
    }

    static PaletteData of(ChartColors colors) {
        RGB[] table = new RGB[256];
        java.util.Arrays.fill(table, colors.plot());
        table[GRID] = colors.grid();
        table[BAD] = mix(colors.plot(), colors.bad(), 0.9);
        table[BAND] = mix(colors.plot(), colors.bad(), 0.18);
        for (int pen = 0; pen < PENS; pen++) {
            RGB colour = colors.pen(pen);
            for (int level = 0; level < LEVELS; level++) {
                table[pen(pen) + level] = mix(colors.plot(), colour, (level + 1.0) / LEVELS);
            }
            for (int level = 0; level < LIGHT_LEVELS; level++) {
                table[lightPen(pen) + level] = mix(colors.plot(), colour, 0.6 * (level + 1.0) / LIGHT_LEVELS);
            }
        }
        return new PaletteData(table);
    }

    private static RGB mix(RGB ground, RGB colour, double share) {
        return new RGB(mix(ground.red, colour.red, share), mix(ground.green, colour.green, share),
                mix(ground.blue, colour.blue, share));
    }

    private static int mix(int ground, int colour, double share) {
        return (int) Math.round(ground + (colour - ground) * share);
    }
}
