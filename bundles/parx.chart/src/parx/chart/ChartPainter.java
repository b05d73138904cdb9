package parx.chart;

import java.util.List;
import java.util.Locale;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.graphics.Rectangle;

/** Draws the axes around the plot's picture. UI thread only. */
final class ChartPainter {
    private static final int TICK = 5;
    static final int SWATCH = 10;

    private final ChartModel model;
    private final ChartLayout layout;
    private final TimeTicks timeTicks;
    private final Locale locale;

    ChartPainter(ChartModel model, ChartLayout layout, TimeTicks timeTicks, Locale locale) {
        this.model = model;
        this.layout = layout;
        this.timeTicks = timeTicks;
        this.locale = locale;
    }

    void frame(GC gc, ChartColors colors, boolean focused) {
        Rectangle plot = layout.plot();
        gc.setForeground(color(focused ? colors.accent() : colors.line()));
        gc.setLineWidth(1);
        gc.drawRectangle(plot.x - 1, plot.y - 1, plot.width + 1, plot.height + 1);
        if (focused) {
            gc.drawRectangle(plot.x - 2, plot.y - 2, plot.width + 3, plot.height + 3);
        }
    }

    void valueAxes(GC gc, ChartColors colors) {
        Rectangle plot = layout.plot();
        int half = gc.getFontMetrics().getHeight() / 2;
        boolean lanes = model.arrangement() == ChartModel.Arrangement.LANES;
        if (layout.hidden() > 0) {
            gc.setForeground(color(colors.secondary()));
            gc.drawText("+" + layout.hidden(), layout.more(), plot.y - 2 * half - 6, true);
        }
        for (ValueAxis axis : model.axes()) {
            if (!axis.shown) {
                continue;
            }
            int head = lanes ? plot.y + axis.top - 2 : plot.y - 2 * half - 6;
            head(gc, colors, axis, head);
            int line = axis.right - 1;
            gc.setForeground(color(colors.line()));
            gc.drawLine(line, plot.y + axis.top, line, plot.y + axis.bottom);
            for (double tick : axis.ticks()) {
                int y = plot.y + (int) Math.floor(axis.y(tick));
                gc.setForeground(color(colors.line()));
                gc.drawLine(line - TICK, y, line, y);
                if (lanes && y - half < head + 2 * half + 2) {
                    continue;
                }
                String label = ValueTicks.label(tick, axis.step, locale);
                gc.setForeground(color(colors.text()));
                gc.drawText(label, line - TICK - 3 - gc.textExtent(label).x, y - half, true);
            }
        }
    }

    /** Units, with a swatch of each pen that belongs to the axis. */
    private void head(GC gc, ChartColors colors, ValueAxis axis, int y) {
        int height = gc.getFontMetrics().getHeight();
        int x = axis.right - TICK - 3;
        int left = axis.right - axis.width + 2;
        String units = axis.units;
        int width = gc.textExtent(units).x;
        gc.setForeground(color(colors.secondary()));
        gc.drawText(units, x - width, y, true);
        x -= width + 4;
        for (ChartTrace trace : axis.traces) {
            if (x - SWATCH < left) {
                break;
            }
            gc.setBackground(color(colors.pen(trace.style().pen())));
            gc.fillRectangle(x - SWATCH, y + height / 2 - 1, SWATCH - 2, 3);
            x -= SWATCH;
        }
    }

    void timeAxis(GC gc, ChartColors colors, double zoom) {
        Rectangle plot = layout.plot();
        int height = gc.getFontMetrics().getHeight();
        int bottom = plot.y + plot.height;
        long least = Math.round(model.grid().microsPerColumn() * ChartLayout.TICK_POINTS * zoom);
        List<TimeTicks.Tick> ticks = timeTicks.between(model.window().startMicros(), model.window().endMicros(), least);
        int free = plot.x - 40;
        for (TimeTicks.Tick tick : ticks) {
            int x = plot.x + (int) Math.floor(model.x(tick.micros()) / zoom);
            gc.setForeground(color(colors.line()));
            gc.drawLine(x, bottom, x, bottom + TICK);
            int width = gc.textExtent(tick.label()).x;
            if (x - width / 2 >= free && x + width / 2 <= plot.x + plot.width + 14) {
                gc.setForeground(color(colors.text()));
                gc.drawText(tick.label(), x - width / 2, bottom + TICK + 1, true);
                free = x + width / 2 + 6;
            }
        }
        contexts(gc, colors, ticks, least, bottom + TICK + 1 + height, zoom);
    }

    /** The date at the left, and again wherever it changes. */
    private void contexts(GC gc, ChartColors colors, List<TimeTicks.Tick> ticks, long least, int y, double zoom) {
        Rectangle plot = layout.plot();
        gc.setForeground(color(colors.secondary()));
        String zone = timeTicks.zoneName(model.window().endMicros());
        int end = plot.x + plot.width - gc.textExtent(zone).x;
        gc.drawText(zone, end, y, true);
        end -= 12;
        String shown = timeTicks.contextAt(model.window().startMicros(), least);
        // The left edge's own date gives way to a change that comes right after it.
        int firstChange = Integer.MAX_VALUE;
        for (TimeTicks.Tick tick : ticks) {
            if (!tick.context().equals(shown)) {
                firstChange = plot.x + (int) (model.x(tick.micros()) / zoom) - gc.textExtent(tick.context()).x / 2;
                break;
            }
        }
        int free = plot.x;
        if (plot.x + gc.textExtent(shown).x + 12 <= firstChange) {
            gc.drawText(shown, plot.x, y, true);
            free = plot.x + gc.textExtent(shown).x + 12;
        }
        for (TimeTicks.Tick tick : ticks) {
            if (tick.context().equals(shown)) {
                continue;
            }
            int width = gc.textExtent(tick.context()).x;
            int x = Math.max(free, plot.x + (int) (model.x(tick.micros()) / zoom) - width / 2);
            if (x + width <= end) {
                gc.drawText(tick.context(), x, y, true);
                free = x + width + 12;
            }
            shown = tick.context();
        }
    }

    void box(GC gc, ChartColors colors, Point from, Point to) {
        Rectangle box = new Rectangle(Math.min(from.x, to.x), Math.min(from.y, to.y), Math.abs(from.x - to.x),
                Math.abs(from.y - to.y));
        gc.setBackground(color(colors.accent()));
        gc.setAlpha(40);
        gc.fillRectangle(box);
        gc.setAlpha(255);
        gc.setForeground(color(colors.accent()));
        gc.setLineStyle(SWT.LINE_SOLID);
        gc.drawRectangle(box);
    }

    static Color color(RGB rgb) {
        // Colours hold no resource of the system and need no dispose.
        return new Color(rgb);
    }
}
