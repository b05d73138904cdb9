package parx.ui.trend.internal;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.swt.graphics.RGB;
import parx.chart.ChartColors;
import parx.ui.Palette;
import parx.ui.Palette.Token;

/** The chart's colours out of the theme. UI thread only. */
final class Look {
    private Look() {
    }

    static ChartColors colors(Palette palette) {
        ChartColors base = palette.dark() ? ChartColors.dark() : ChartColors.light();
        List<RGB> pens = new ArrayList<>();
        for (int i = 0; i < palette.pens(); i++) {
            pens.add(palette.pen(i).getRGB());
        }
        return new ChartColors(rgb(palette, Token.SURFACE), base.plot(), base.grid(), base.line(),
                rgb(palette, Token.TEXT), rgb(palette, Token.SECONDARY), rgb(palette, Token.ACCENT),
                rgb(palette, Token.BAD), rgb(palette, Token.UNCERTAIN), pens);
    }

    private static RGB rgb(Palette palette, Token token) {
        return palette.color(token).getRGB();
    }
}
