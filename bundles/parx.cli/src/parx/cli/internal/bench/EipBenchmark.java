package parx.cli.internal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import parx.cli.internal.Services;
import parx.driver.Driver;
import parx.driver.DriverContext;
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
import parx.simulator.CipDevice;
import parx.simulator.CipMemory;
import parx.simulator.CipServer;
import parx.simulator.CipType;

/** Tags per second from one simulated Logix controller, and how many packets a scan of them all takes. Main thread. */
public final class EipBenchmark implements Benchmark {
    private static final int TAGS = 1_000;
    private static final int SECONDS = 10;
    private static final int WARM_UP_SECONDS = 3;

    private final Services services;

    public EipBenchmark(Services services) {
        this.services = services;
    }

    @Override
    public Figures run(List<String> arguments, Consumer<String> progress) throws Exception {
        Options options = new Options(arguments, List.of("seconds", "tags"));
        int seconds = Math.toIntExact(options.number("seconds", SECONDS));
        int tags = Math.toIntExact(options.number("tags", TAGS));
        Driver driver = services.get(Drivers.class).of(Protocol.ETHERNET_IP)
                .orElseThrow(() -> new StartException("The EtherNet/IP driver is not installed. Build ParX again."));
        List<CipMemory> memory = new ArrayList<>();
        for (int i = 0; i < tags; i++) {
            memory.add(new CipMemory("Main", name(i), CipType.Elementary.REAL).with(i));
        }
        try (CipServer controller = new CipServer(0, memory, CipDevice.STANDARD)) {
            Settings settings = Settings.with("host", "127.0.0.1", "port", controller.port());
            List<PollItem> items = new ArrayList<>();
            for (int i = 0; i < tags; i++) {
                items.add(new PollItem(i, settings.overlay(Settings.with("tagName", "Program:Main." + name(i), "dataType", "REAL"))));
            }
            try (PollingConnection connection = (PollingConnection) driver.connect(settings, new DriverContext(TimeSource.system()))) {
                connection.open();
                PollPlan plan = connection.plan(items);
                progress.accept(tags + " tags of a program, such as Program:Main." + name(0));
                scan(connection, plan, WARM_UP_SECONDS);
                long packets = controller.packets();
                long began = System.nanoTime();
                long scans = scan(connection, plan, seconds);
                double took = (System.nanoTime() - began) / 1e9;
                return new Figures().put("tags_per_s", scans * tags / took)
                        .put("packets_per_scan", (controller.packets() - packets) / (double) scans)
                        .put("scans_per_s", scans / took);
            }
        }
    }

    private static String name(int index) {
        return "Drive_%04d_Current".formatted(index);
    }

    /** @return how many */
    private static long scan(PollingConnection connection, PollPlan plan, int seconds) throws Exception {
        Check check = new Check();
        long scans = 0;
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() - end < 0) {
            connection.poll(plan, check);
            scans++;
        }
        if (check.wrong > 0) {
            throw new StartException(check.wrong + " values were wrong or BAD: " + connection.statistics().problem());
        }
        return scans;
    }

    /** Every tag holds its own number, so that a wrong value shows. One thread. */
    private static final class Check implements PollSink {
        private long wrong;

        @Override
        public void sample(int channel, long timeMicros, double value, byte quality) {
            wrong += value == channel && quality == QualityCode.GOOD ? 0 : 1;
        }

        @Override
        public void text(TextSample sample) {
            wrong++;
        }
    }
}
