package parx.ui.storage.internal;

import java.util.List;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import parx.chart.ChartCanvas;
import parx.chart.ChartColors;
import parx.chart.ChartTrace;
import parx.chart.TimeWindow;
import parx.chart.TraceStore;
import parx.chart.TraceStyle;
import parx.model.Channel;
import parx.model.Quality;
import parx.model.QualityCode;
import parx.service.RulePreview.Preview;
import parx.service.Trace;
import parx.ui.Palette;
import parx.ui.Palette.Token;

/** One channel of a preview: its samples as a thin line, what would be kept as a line with points. UI thread. */
final class PreviewChart {
    private static final int SAMPLES_PEN = 0;
    private static final int KEPT_PEN = 1;
    private static final int POINT = 5;
    /** Points closer than this would be a band. */
    private static final int LEAST_APART = 4;

    private final StorageKit ui;
    private final ChartCanvas canvas;
    private Trace kept;
    private ChartTrace keptTrace;

    PreviewChart(Composite parent, StorageKit ui) {
        this.ui = ui;
        canvas = new ChartCanvas(parent, colors(ui.palette()), ui.format().zone(), ui.format().locale());
        canvas.setData("parx.id", "rule.preview.chart");
        canvas.setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        canvas.addListener(SWT.Paint, event -> points(event.gc));
        var themed = ui.palette().onChange(() -> canvas.colors(colors(ui.palette())));
        canvas.addListener(SWT.Dispose, event -> themed.close());
    }

    /** @param channel null where it is gone */
    void show(Preview preview, Channel channel, long fromMicros, long toMicros) {
        kept = preview.kept();
        ChartTrace samples = trace("samples", preview.samples(), channel, SAMPLES_PEN);
        keptTrace = trace("kept", kept, channel, KEPT_PEN);
        canvas.now(toMicros);
        canvas.traces(List.of(samples, keptTrace));
        canvas.front(keptTrace);
        canvas.show(new TimeWindow(fromMicros, toMicros - fromMicros));
        canvas.fit();
        String name = channel == null ? preview.channelId() : channel.name();
        canvas.describe(() -> ui.words().text("preview.accessible", name, preview.samples().length(), kept.length()));
    }

    void clear() {
        kept = null;
        canvas.traces(List.of());
        canvas.describe(() -> "");
    }

    private ChartTrace trace(String key, Trace trace, Channel channel, int pen) {
        String units = channel == null ? "" : channel.metadata().units();
        int decimals = channel == null ? 2 : channel.metadata().decimals();
        boolean stepped = channel == null || channel.metadata().stepped();
        double low = channel == null ? Double.NaN : channel.metadata().low();
        double high = channel == null ? Double.NaN : channel.metadata().high();
        ChartTrace made = new ChartTrace(key, new TraceStyle(ui.words().text("preview." + key), units, decimals, stepped, low, high, pen));
        for (int row = 0; row < trace.length(); row++) {
            made.store().append(trace.timeMicros()[row], trace.last()[row], flags(trace.quality()[row], trace.last()[row]));
        }
        return made;
    }

    private static byte flags(byte quality, double value) {
        boolean bad = QualityCode.isBad(quality) || !Double.isFinite(value);
        return bad ? TraceStore.BAD : QualityCode.quality(quality) == Quality.UNCERTAIN ? TraceStore.UNCERTAIN : 0;
    }

    /** A point for each kept sample, as long as they can be told apart. */
    private void points(GC gc) {
        TimeWindow window = canvas.window();
        if (kept == null || kept.length() * (long) LEAST_APART > share(window) * canvas.plot().width) {
            return;
        }
        gc.setClipping(canvas.plot());
        gc.setAntialias(SWT.ON);
        gc.setBackground(ui.palette().pen(0));
        for (int row = 0; row < kept.length(); row++) {
            Point at = kept.gap()[row] ? null : canvas.position(keptTrace, kept.timeMicros()[row], kept.last()[row]);
            if (at != null) {
                gc.fillOval(at.x - POINT / 2, at.y - POINT / 2, POINT, POINT);
            }
        }
    }

    /** How many times over the kept samples would fill the window: more than 1 where it shows a part of them. */
    private double share(TimeWindow window) {
        long span = kept.length() < 2 ? 0 : kept.timeMicros()[kept.length() - 1] - kept.timeMicros()[0];
        return Math.max(1, span / (double) window.spanMicros());
    }

    private static ChartColors colors(Palette palette) {
        ChartColors base = palette.dark() ? ChartColors.dark() : ChartColors.light();
        return new ChartColors(palette.color(Token.SURFACE).getRGB(), base.plot(), base.grid(), base.line(),
                palette.color(Token.TEXT).getRGB(), palette.color(Token.SECONDARY).getRGB(), palette.color(Token.ACCENT).getRGB(),
                palette.color(Token.BAD).getRGB(), palette.color(Token.UNCERTAIN).getRGB(),
                List.of(palette.color(Token.DISABLED).getRGB(), palette.pen(0).getRGB()));
    }
}
