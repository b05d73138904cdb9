package parx.chart;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;

/** The canvas with the signals of an imagined line, to look at: arguments are dark|light, lanes|overlaid, a file. */
public final class ChartDemo {
    private static final long SECOND = 1_000_000;

    private ChartDemo() {
    }

    public static void main(String[] arguments) {
        boolean dark = arguments.length > 0 && arguments[0].equals("dark");
        Display display = new Display();
        Shell shell = new Shell(display, SWT.SHELL_TRIM);
        shell.setLayout(new FillLayout());
        shell.setSize(1280, 760);
        ChartCanvas canvas = new ChartCanvas(shell, dark ? ChartColors.dark() : ChartColors.light(),
                ZoneId.of("Europe/Berlin"), Locale.GERMANY);
        long now = Instant.parse("2026-11-23T23:06:40Z").getEpochSecond() * SECOND;
        long span = Long.getLong("span", 600) * SECOND;
        canvas.traces(traces(now));
        canvas.lanes(arguments.length > 1 && arguments[1].equals("lanes"));
        canvas.span(span);
        canvas.now(now);
        shell.open();
        if (arguments.length > 2) {
            display.timerExec(800, () -> {
                org.eclipse.swt.widgets.Event move = new org.eclipse.swt.widgets.Event();
                move.x = canvas.plot().x + canvas.plot().width * 2 / 3;
                move.y = canvas.plot().y + 100;
                canvas.notifyListeners(SWT.MouseMove, move);
            });
            display.timerExec(1_500, () -> {
                save(display, canvas, arguments[2]);
                shell.dispose();
            });
        }
        while (!shell.isDisposed()) {
            if (!display.readAndDispatch()) {
                display.sleep();
            }
        }
        display.dispose();
    }

    private static void save(Display display, ChartCanvas canvas, String file) {
        Image image = new Image(display, canvas.getSize().x, canvas.getSize().y);
        GC gc = new GC(image);
        canvas.print(gc);
        gc.dispose();
        ImageLoader loader = new ImageLoader();
        loader.data = new org.eclipse.swt.graphics.ImageData[] {image.getImageData()};
        loader.save(file, SWT.IMAGE_PNG);
        image.dispose();
    }

    private static List<ChartTrace> traces(long now) {
        List<ChartTrace> traces = new ArrayList<>();
        traces.add(new ChartTrace("speed", new TraceStyle("Strip speed", "m/min", 1, false, 0, 400, 0)));
        traces.add(new ChartTrace("temp1", new TraceStyle("Acid temperature, tank 1", "°C", 1, false, 40, 100, 1)));
        traces.add(new ChartTrace("temp2", new TraceStyle("Acid temperature, tank 2", "°C", 1, false, 40, 100, 2)));
        traces.add(new ChartTrace("tension", new TraceStyle("Entry tension", "kN", 2, false, Double.NaN, Double.NaN,
                3)));
        traces.add(new ChartTrace("pump", new TraceStyle("Pump stage", "", 0, true, 0, 4, 4)));
        Random random = new Random(7);
        long start = now - 1_800 * SECOND;
        double tension = 42;
        for (int i = 0; i < 18_000; i++) {
            long at = start + i * SECOND / 10;
            double seconds = i / 10.0;
            double phase = seconds % 420;
            double speed = phase < 60 ? 60 + phase * 4 : phase < 360 ? 300 : 300 - (phase - 360) * 4;
            traces.get(0).store().append(at, speed + random.nextGaussian() * 1.2, (byte) 0);
            byte of1 = i > 15_500 && i < 16_100 ? TraceStore.UNCERTAIN : 0;
            traces.get(1).store().append(at, 78 + 4 * Math.sin(seconds / 130) + random.nextGaussian() * 0.1, of1);
            boolean bad = i > 13_900 && i < 14_600;
            traces.get(2).store().append(at, bad ? Double.NaN : 71 + 3 * Math.sin(seconds / 90 + 1),
                    bad ? TraceStore.BAD : 0);
            tension += (42 - tension) * 0.05 + random.nextGaussian() * 0.25;
            traces.get(3).store().append(at, i == 15_000 ? 58 : tension, (byte) 0);
            if (i % 900 == 0) {
                traces.get(4).store().append(at, (i / 900) % 4, (byte) 0);
            }
        }
        traces.get(4).store().tail(now, traces.get(4).store().newestValue(), (byte) 0);
        return traces;
    }
}
