package parx.chart;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

/** Draws the cursor and its readout over the plot's picture. UI thread only. */
final class CursorPainter {
    /** The read-out takes at most this share of the plot's height. */
    private static final double HIGHEST_SHARE = 0.5;
    private static final int PAD = 8;
    private static final int SWATCH = 14;
    private static final int MOST_ROWS = 16;

    private final ChartModel model;
    private final ChartLayout layout;
    private final TimeTicks timeTicks;
    private final Locale locale;

    /** One line of the readout. */
    private record Line(ChartTrace trace, Reading reading, String name, String value) {
    }

    CursorPainter(ChartModel model, ChartLayout layout, TimeTicks timeTicks, Locale locale) {
        this.model = model;
        this.layout = layout;
        this.timeTicks = timeTicks;
        this.locale = locale;
    }

    void draw(GC gc, ChartColors colors, double zoom) {
        if (!model.hasCursor()) {
            return;
        }
        Rectangle plot = layout.plot();
        int x = plot.x + (int) Math.floor(model.cursor() / zoom);
        gc.setForeground(ChartPainter.color(colors.secondary()));
        gc.drawLine(x, plot.y, x, plot.y + plot.height - 1);
        List<Line> lines = new ArrayList<>();
        for (ChartTrace trace : model.traces()) {
            if (trace.visible() && lines.size() < MOST_ROWS) {
                Reading reading = model.reading(trace);
                lines.add(new Line(trace, reading, trace.style().name(), text(trace.style(), reading)));
                mark(gc, colors, trace, reading, zoom);
            }
        }
        if (!lines.isEmpty()) {
            readout(gc, colors, lines, x);
        }
    }

    /** A ring on the sample that is read out, where it is in the picture. */
    private void mark(GC gc, ChartColors colors, ChartTrace trace, Reading reading, double zoom) {
        Rectangle plot = layout.plot();
        int x = plot.x + (int) Math.floor(model.x(reading.timeMicros()) / zoom);
        ValueAxis axis = model.axis(trace);
        if (!reading.known() || axis == null || x < plot.x || x > plot.x + plot.width) {
            return;
        }
        int y = plot.y + (int) Math.round(axis.y(reading.value()));
        if (y >= plot.y && y <= plot.y + plot.height) {
            gc.setBackground(ChartPainter.color(colors.plot()));
            gc.fillOval(x - 4, y - 4, 8, 8);
            gc.setBackground(ChartPainter.color(colors.pen(trace.style().pen())));
            gc.fillOval(x - 3, y - 3, 6, 6);
        }
    }

    /** As many as there is room for without burying the picture, the front trace first; the legend has them all. */
    private List<Line> fitting(List<Line> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<Line> ordered = new ArrayList<>(all);
        ordered.sort(Comparator.comparing(line -> line.trace() != model.front()));
        return ordered.subList(0, most);
    }

    private void readout(GC gc, ChartColors colors, List<Line> all, int cursorX) {
        Rectangle plot = layout.plot();
        int row = gc.getFontMetrics().getHeight() + 3;
        List<Line> lines = fitting(all, (int) Math.max(3, plot.height * HIGHEST_SHARE / row));
        String more = lines.size() < all.size() ? "   +" + (all.size() - lines.size()) : "";
        String time = timeTicks.full(model.cursorMicros(), model.grid().microsPerColumn()) + more;
        int names = 0;
        int values = 0;
        for (Line line : lines) {
            names = Math.max(names, gc.textExtent(line.name()).x);
            values = Math.max(values, gc.textExtent(line.value()).x);
        }
        names = Math.min(names, 260);
        int width = Math.max(gc.textExtent(time).x, SWATCH + names + 16 + values) + 2 * PAD;
        int height = (lines.size() + 1) * row + 2 * PAD - 3;
        int x = cursorX + 14 + width <= plot.x + plot.width ? cursorX + 14 : cursorX - 14 - width;
        int y = plot.y + 10;
        x = Math.max(plot.x + 2, x);
        gc.setBackground(ChartPainter.color(colors.surface()));
        gc.setAlpha(238);
        gc.fillRoundRectangle(x, y, width, height, 6, 6);
        gc.setAlpha(255);
        gc.setForeground(ChartPainter.color(colors.line()));
        gc.drawRoundRectangle(x, y, width, height, 6, 6);
        gc.setForeground(ChartPainter.color(colors.text()));
        gc.drawText(time, x + PAD, y + PAD, true);
        int top = y + PAD + row;
        for (Line line : lines) {
            gc.setBackground(ChartPainter.color(colors.pen(line.trace().style().pen())));
            gc.fillRectangle(x + PAD, top + row / 2 - 2, SWATCH - 5, 3);
            gc.setForeground(ChartPainter.color(colors.secondary()));
            gc.drawText(fit(gc, line.name(), names), x + PAD + SWATCH, top, true);
            Reading reading = line.reading();
            gc.setForeground(ChartPainter.color(reading.bad() ? colors.bad()
                    : reading.uncertain() ? colors.uncertain() : colors.text()));
            gc.drawText(line.value(), x + width - PAD - gc.textExtent(line.value()).x, top, true);
            top += row;
        }
    }

    private static String fit(GC gc, String name, int width) {
        String text = name;
        while (text.length() > 1 && gc.textExtent(text).x > width) {
            text = text.substring(0, text.length() - (text.endsWith("…") ? 2 : 1)) + "…";
        }
        return text;
    }

    private String text(TraceStyle style, Reading reading) {
        if (reading.bad()) {
            return "✕ –";
        }
        if (!reading.known()) {
            return "–";
        }
        DecimalFormat format = new DecimalFormat("#,##0" + (style.decimals() > 0 ? "." + "0".repeat(style.decimals())
                : ""), DecimalFormatSymbols.getInstance(locale));
        String number = format.format(reading.value());
        if (reading.several() && !format.format(reading.min()).equals(format.format(reading.max()))) {
            number = format.format(reading.min()) + " … " + format.format(reading.max());
        }
        String units = style.units().isBlank() ? "" : "\u00A0" + style.units();
        return (reading.uncertain() ? "? " : "") + number + units;
    }
}
