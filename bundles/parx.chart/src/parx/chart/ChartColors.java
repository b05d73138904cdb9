package parx.chart;

import java.util.List;
import org.eclipse.swt.graphics.RGB;

/**
 * The colours of a chart, so that it follows the theme. Immutable, any thread.
 *
 * @param surface   around the plot
 * @param plot      behind the traces
 * @param grid      lines of the grid
 * @param line      frame and tick marks
 * @param text      labels; {@code secondary} for what matters less
 * @param accent    focus and selection
 * @param bad       hatch of BAD stretches
 * @param uncertain glyph of UNCERTAIN values
 * @param pens      of the traces, in the order in which they are given out; at most 8 are used
 */
public record ChartColors(RGB surface, RGB plot, RGB grid, RGB line, RGB text, RGB secondary, RGB accent, RGB bad,
        RGB uncertain, List<RGB> pens) {

    public ChartColors {
        pens = List.copyOf(pens);
        if (pens.isEmpty()) {
            throw new IllegalArgumentException("a chart needs a pen");
        }
    }

    /** Dark text on light ground, pens after Okabe and Ito. */
    public static ChartColors light() {
        return new ChartColors(rgb(0xF4F5F6), rgb(0xFFFFFF), rgb(0xE6E9EC), rgb(0xB4BBC2), rgb(0x1D2329),
                rgb(0x56616C), rgb(0x1F6FB2), rgb(0x8E2A6B), rgb(0x9A7B00),
                pens(0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0x56B4E9, 0xE69F00, 0x000000));
    }

    /** Light text on dark ground; the pens a little brighter, and yellow, which light ground swallows. */
    public static ChartColors dark() {
        return new ChartColors(rgb(0x1B1F23), rgb(0x15191C), rgb(0x2A3036), rgb(0x59636D), rgb(0xE6E9EC),
                rgb(0xA4AEB8), rgb(0x5AA9E6), rgb(0xC46AA3), rgb(0xD9B72E),
                pens(0x3D9BDC, 0xF0762B, 0x1FC297, 0xDD91BB, 0x7CCBF7, 0xF2B233, 0xF2F4F6, 0xF0E442));
    }

    /** The colour of the pen with this number. */
    public RGB pen(int number) {
        return pens.get(Math.floorMod(number, pens.size()));
    }

    /** How often the colours were used up before this number: each time with another dash. */
    public int dash(int number) {
        return Math.floorDiv(number, pens.size());
    }

    private static List<RGB> pens(int... colours) {
        return java.util.Arrays.stream(colours).mapToObj(ChartColors::rgb).toList();
    }

    private static RGB rgb(int colour) {
        return new RGB(colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF);
    }
}
