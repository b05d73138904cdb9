package parx.ui.channels.internal;

import java.util.Random;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.FillLayout;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import parx.model.ChannelMetadata;
import parx.model.Micros;
import parx.model.QualityCode;
import parx.model.Reason;
import parx.model.Settings;
import parx.service.Acquisition.ConnectionState;
import parx.service.Acquisition.ConnectionStatus;
import parx.ui.ValueFormat;

/** The channels view in a window of its own, to look at: arguments "empty", "edit", "big". */
public final class Demo {
    private static final Random NOISE = new Random(1);

    private Demo() {
    }

    public static void main(String[] args) {
        String mode = args.length == 0 ? "" : args[0];
        Display display = new Display();
        Plant plant = new Plant();
        plant.now = Micros.of(java.time.Instant.now());
        switch (mode) {
            case "empty" -> { }
            case "big" -> plant.fill(20, 1_000);
            default -> pickling(plant);
        }
        if (mode.equals("modbus")) {
            plant.installed = new parx.driver.modbus.ModbusDriver();
        }
        Shell shell = new Shell(display, SWT.SHELL_TRIM);
        shell.setText("ParX – Channels");
        shell.setLayout(new FillLayout());
        ChannelsPane pane = new ChannelsPane(shell, plant.services(), Kits.of(display, Display.isSystemDarkTheme()), new ValueFormat(),
                channels -> System.out.println("show in trend: " + channels.size()));
        shell.setSize(1260, 740);
        shell.open();
        run(display, plant, 0);
        pane.setFocus();
        if (mode.equals("select")) {
            pane.treeControl().tree().setSelection(pane.treeControl().tree().getItem(2).getItem(3));
        }
        if (mode.equals("edit") || mode.equals("modbus")) {
            pane.treeControl().tree().setSelection(pane.treeControl().tree().getItem(1).getItem(0));
            pane.run(ChannelAction.EDIT);
        }
        if (mode.equals("connection")) {
            pane.treeControl().tree().setSelection(pane.treeControl().tree().getItem(1));
            pane.run(ChannelAction.CONNECTION);
        }
        if (mode.equals("new")) {
            pane.run(ChannelAction.NEW);
        }
        while (!shell.isDisposed()) {
            if (!display.readAndDispatch()) {
                display.sleep();
            }
        }
        display.dispose();
    }

    private static void run(Display display, Plant plant, int tick) {
        if (display.isDisposed()) {
            return;
        }
        plant.now = Micros.of(java.time.Instant.now());
        int i = 0;
        for (var channel : plant.all()) {
            i++;
            boolean dead = channel.config().text("host", "").equals("10.0.0.2");
            if (dead && tick > 5) {
                plant.value(channel.id(), Double.NaN, QualityCode.of(Reason.TIMEOUT));
            } else if (i % 11 == 0) {
                plant.value(channel.id(), 12.5, QualityCode.of(Reason.CLAMPED));
            } else if (i % 13 != 0 || tick < 3) {
                plant.value(channel.id(), 120 * i / 7.0 + NOISE.nextGaussian(), QualityCode.GOOD);
            }
        }
        status(plant, "modbus tcp 10.0.0.1:502", ConnectionState.CONNECTED, "");
        status(plant, "modbus tcp 10.0.0.2:502", ConnectionState.FAILED,
                "10.0.0.2:502 refuses the connection: check that the device is switched on and that Modbus TCP is enabled there.");
        status(plant, "modbus tcp 10.0.0.3:502", ConnectionState.CONNECTED, "Unit 4 behind this gateway does not answer: check its power and its number.");
        display.timerExec(200, () -> run(display, plant, tick + 1));
    }

    private static void status(Plant plant, String name, ConnectionState state, String problem) {
        plant.statuses.put(name, new ConnectionStatus(name, "modbus", state, 8, 24.8, 3_240, 0, problem, plant.now - 190_000_000L));
    }

    private static void pickling(Plant plant) {
        String[] names = {"Strip speed", "Entry tension", "Exit tension", "Acid temperature 1", "Acid temperature 2",
            "HCl concentration 1", "HCl concentration 2", "Iron content", "Rinse conductivity", "Coil length", "Weld position", "Pump 1 running"};
        String[] units = {"m/min", "kN", "kN", "°C", "°C", "g/l", "g/l", "g/l", "µS/cm", "m", "m", ""};
        int[] decimals = {1, 2, 2, 1, 1, 1, 1, 2, 0, 3, 2, 0};
        for (int d = 1; d <= 3; d++) {
            for (int c = 0; c < names.length; c++) {
                var made = Plant.channel("ch-%03d".formatted(d * 100 + c), names[c], "10.0.0." + d, 40_001 + 2 * c);
                made = made.withMetadata(new ChannelMetadata(Settings.with("units", units[c], "decimals", decimals[c],
                        "area", d == 1 ? "Entry" : "Process", "line", "Line " + d)));
                if (c == 5) {
                    made = made.withEnabled(false);
                }
                if (c == 0) {
                    made = made.withConfig(made.config().set("scaling", Settings.with("rawLow", 4000, "rawHigh", 20000, "low", 0, "high", 400)));
                }
                plant.add(made);
            }
        }
        plant.add(Plant.channel("ch-900", "Emulsion level", "x", 40_001).withConfig(Settings.with("register", 40001)));
    }
}
