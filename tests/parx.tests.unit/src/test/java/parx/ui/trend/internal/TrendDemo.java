package parx.ui.trend.internal;

import java.util.List;
import java.util.Random;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import parx.model.Micros;
import parx.ui.Palette.Token;
import parx.ui.ValueFormat;

/** The trend view with an imagined line, to look at: arguments are dark|light and empty|lanes|overlaid|problem. */
public final class TrendDemo {
    private TrendDemo() {
    }

    public static void main(String[] arguments) {
        boolean dark = arguments[0].equals("dark");
        Display display = new Display();
        Shell shell = new Shell(display, SWT.SHELL_TRIM);
        shell.setLayout(new FillLayout());
        shell.setSize(1280, 760);
        Line line = line();
        TrendKit kit = Kits.of(display, dark);
        TrendPane pane = new TrendPane(shell, line.services(), kit, new ValueFormat(), () -> { }, () -> { });
        if (!arguments[1].equals("empty")) {
            pane.restore(new TrendState(List.of("speed", "temp1", "temp2", "tension", "pump"), List.of(),
                    600 * Line.SECOND, arguments[1].equals("lanes")));
        }
        if (arguments[1].equals("problem")) {
            line.failure = "The history could not be read: PostgreSQL does not answer at 127.0.0.1:5433.";
        }
        dress(shell, kit, dark);
        shell.open();
        while (!shell.isDisposed()) {
            if (!display.readAndDispatch()) {
                display.sleep();
            }
        }
        display.dispose();
    }

    /** What the workbench's style sheets do. */
    private static void dress(Control control, TrendKit kit, boolean dark) {
        Color ground = kit.palette().color(control instanceof org.eclipse.swt.widgets.Table
                || control instanceof org.eclipse.swt.widgets.Combo ? Token.RAISED : Token.SURFACE);
        control.setBackground(ground);
        control.setForeground(kit.palette().color(Token.TEXT));
        if (control instanceof org.eclipse.swt.widgets.Table table) {
            table.setHeaderBackground(kit.palette().color(Token.SURFACE));
            table.setHeaderForeground(kit.palette().color(Token.SECONDARY));
        }
        if (control instanceof Composite composite) {
            for (Control child : composite.getChildren()) {
                dress(child, kit, dark);
            }
        }
    }

    private static Line line() {
        long now = Micros.of(java.time.Instant.now());
        Line line = new Line(now);
        line.channel("speed", "Strip speed", "units", "m/min", "low", 0, "high", 400, "decimals", 1);
        line.channel("temp1", "Acid temperature, tank 1", "units", "°C", "low", 40, "high", 100, "decimals", 1);
        line.channel("temp2", "Acid temperature, tank 2", "units", "°C", "low", 40, "high", 100, "decimals", 1);
        line.channel("tension", "Entry tension", "units", "kN");
        line.channel("pump", "Pump stage", "low", 0, "high", 4, "stepped", true, "decimals", 0);
        Random random = new Random(7);
        double tension = 42;
        for (int i = 0; i < 1_800; i++) {
            long at = now - (1_800 - i) * Line.SECOND;
            double phase = i % 420;
            double speed = phase < 60 ? 60 + phase * 4 : phase < 360 ? 300 : 300 - (phase - 360) * 4;
            line.good("speed", at, speed + random.nextGaussian() * 1.2);
            line.good("temp1", at, 78 + 4 * Math.sin(i / 130.0) + random.nextGaussian() * 0.1);
            if (i < 1_390 || i > 1_460) {
                line.good("temp2", at, 71 + 3 * Math.sin(i / 90.0 + 1));
            } else if (i == 1_390) {
                line.bad("temp2", at);
            }
            tension += (42 - tension) * 0.05 + random.nextGaussian() * 0.5;
            line.good("tension", at, i == 1_500 ? 58 : tension);
            if (i % 90 == 0) {
                line.good("pump", at, (i / 90) % 4);
            }
        }
        line.bad("temp1", now);
        return line;
    }
}
