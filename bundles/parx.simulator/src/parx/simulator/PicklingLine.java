package parx.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The simulated pickling line as a program of its own, without any library. Its main thread moves the plant in real
 * time; see {@link Options#HELP} for the command line. Prints {@code ready PORT}, and the controller's
 * port behind it where there is one, once clients may come.
 */
public final class PicklingLine {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final double LONGEST_STEP_SECONDS = 1;
    private static final long COUNTERS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PlantUnit line;
    private final Optional<LoadCounters> counters;
    private final List<ModbusServer> servers = new ArrayList<>();
    private final Optional<CipServer> controller;

    private PicklingLine(Options options) throws IOException {
        line = new PlantUnit(new Plant(options.seed()));
        // First, as who asks whether the line is there asks by Modbus.
        controller = options.cipPort() < 0 ? Optional.empty()
                : Optional.of(new CipServer(options.cipPort(), PlantTag.all(line), CipDevice.STANDARD.delay(options.responseDelay())));
        long start = System.currentTimeMillis();
        List<LoadUnit> loads = new ArrayList<>();
        for (int device = 0; device < options.devices(); device++) {
            LoadUnit load = new LoadUnit(options.loadChannels(), start);
            loads.add(load);
            int port = options.port() == 0 ? 0 : options.port() + device;
            servers.add(new ModbusServer(port, new SimulatedDevice(line, load), options.responseDelay()));
        }
        counters = options.counters().map(file -> new LoadCounters(file, loads));
    }

    public static void main(String[] arguments) {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.HELP);
            return;
        }
        try {
            Options options = Options.of(arguments);
            PicklingLine plant = new PicklingLine(options);
            Runtime.getRuntime().addShutdownHook(new Thread(plant::end, "end"));
            if (options.untilInputEnds()) {
                Thread.ofPlatform().daemon().name("input").start(PicklingLine::endWithInput);
            }
            System.out.println("ready " + plant.servers.getFirst().port()
                    + plant.controller.map(controller -> " " + controller.port()).orElse(""));
            plant.run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + Options.HELP);
            System.exit(2);
        } catch (IOException e) {
            System.err.println("The simulator cannot start: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException {
        long now = System.nanoTime();
        long nextCounters = now;
        while (true) {
            LockSupport.parkNanos(STEP_NANOS);
            long then = now;
            now = System.nanoTime();
            // A machine that slept must not make the strip leap.
            line.advance(Math.min(LONGEST_STEP_SECONDS, (now - then) / 1e9));
            if (counters.isPresent() && now >= nextCounters) {
                counters.get().write();
                nextCounters = now + COUNTERS_NANOS;
            }
        }
    }

    /** Closes every connection first, so that nothing is sent that the counters do not know. */
    private void end() {
        servers.forEach(ModbusServer::close);
        controller.ifPresent(CipServer::close);
        counters.ifPresent(file -> {
            try {
                file.write();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // Whatever comes is of no interest; that it ends is.
            }
        } catch (IOException e) {
            System.err.println("Standard input is broken, which counts as its end: " + e.getMessage());
        }
        System.exit(0);
    }
}
