package parx.cli.internal.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import parx.cli.internal.Services;
import parx.driver.Driver;
import parx.driver.DriverContext;
import parx.driver.DriverException;
import parx.driver.Drivers;
import parx.driver.PollingConnection;
import parx.driver.PollingConnection.PollItem;
import parx.driver.PollingConnection.PollPlan;
import parx.driver.PollingConnection.PollSink;
import parx.model.Protocol;
import parx.model.QualityCode;
import parx.model.Settings;
import parx.model.TextSample;
import parx.model.TimeSource;
import parx.service.StartException;
import parx.simulator.ModbusServer;
import parx.simulator.RegisterSource;

/** Registers per second from many slow devices at once, against what their answering time allows. Main thread. */
public final class PollBenchmark implements Benchmark {
    private static final int DEVICES = 40;
    private static final int REGISTERS = 125;
    private static final Duration ANSWER = Duration.ofMillis(15);
    private static final int SECONDS = 10;

    private final Services services;

    public PollBenchmark(Services services) {
        this.services = services;
    }

    @Override
    public Figures run(List<String> arguments, Consumer<String> progress) throws Exception {
        int seconds = Math.toIntExact(new Options(arguments, List.of("seconds")).number("seconds", SECONDS));
        Driver modbus = services.get(Drivers.class).of(Protocol.MODBUS)
                .orElseThrow(() -> new StartException("The Modbus driver is not installed. Build ParX again."));
        List<ModbusServer> devices = new ArrayList<>();
        List<PollingConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < DEVICES; i++) {
                devices.add(new ModbusServer(0, new AddressEcho(), ANSWER));
            }
            Reading reading = new Reading();
            List<Thread> threads = new ArrayList<>();
            for (ModbusServer device : devices) {
                Settings settings = Settings.with("host", "127.0.0.1", "port", device.port());
                PollingConnection connection = (PollingConnection) modbus.connect(settings, new DriverContext(TimeSource.system()));
                connections.add(connection);
                threads.add(Thread.ofPlatform().name("io-" + device.port()).start(() -> reading.poll(connection, settings)));
            }
            progress.accept(DEVICES + " devices that answer after " + ANSWER.toMillis() + " ms, " + REGISTERS + " registers each");
            Pause.seconds(2);
            long before = reading.good.get();
            long begin = System.nanoTime();
            Pause.seconds(seconds);
            double took = (System.nanoTime() - begin) / 1e9;
            double rate = (reading.good.get() - before) / took;
            reading.stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            if (reading.wrong.get() > 0) {
                throw new StartException(reading.wrong.get() + " values were wrong or BAD: " + reading.problem);
            }
            double ideal = DEVICES * REGISTERS * 1e9 / ANSWER.toNanos();
            return new Figures().put("registers_per_s", rate).put("ideal_registers_per_s", ideal).put("ratio", rate / ideal);
        } finally {
            connections.forEach(PollingConnection::close);
            devices.forEach(ModbusServer::close);
        }
    }

    /** Every register holds its own address, so that a wrong value shows. */
    private static final class AddressEcho implements RegisterSource {
        @Override
        public int registers(int unit, int function, int address, short[] into) {
            for (int i = 0; i < into.length; i++) {
                into[i] = (short) (address + i);
            }
            return OK;
        }
    }

    /** What all io threads read together. Thread-safe. */
    private static final class Reading {
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicLong good = new AtomicLong();
        private final AtomicLong wrong = new AtomicLong();
        private volatile String problem = "";

        void poll(PollingConnection connection, Settings device) {
            List<PollItem> items = new ArrayList<>();
            for (int i = 0; i < REGISTERS; i++) {
                items.add(new PollItem(i, device.overlay(Settings.with("unitId", 1, "table", "holding", "address", i,
                        "dataType", "uint16"))));
            }
            try {
                PollPlan plan = connection.plan(items);
                connection.open();
                Check check = new Check();
                while (!stop.get()) {
                    connection.poll(plan, check);
                    good.addAndGet(check.takeGood());
                    wrong.addAndGet(check.takeWrong());
                }
            } catch (DriverException e) {
                problem = e.getMessage();
                wrong.incrementAndGet();
            }
        }
    }

    /** Counts what is right and what is not. One io thread. */
    private static final class Check implements PollSink {
        private final int[] counts = new int[2];

        @Override
        public void sample(int channel, long timeMicros, double value, byte quality) {
            counts[value == channel && quality == QualityCode.GOOD ? 0 : 1]++;
        }

        @Override
        public void text(TextSample sample) {
            counts[1]++;
        }

        int takeGood() {
            return take(0);
        }

        int takeWrong() {
            return take(1);
        }

        private int take(int which) {
            int count = counts[which];
            Arrays.fill(counts, which, which + 1, 0);
            return count;
        }
    }
}
