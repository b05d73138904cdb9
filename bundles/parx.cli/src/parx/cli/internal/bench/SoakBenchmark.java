package parx.cli.internal.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import parx.cli.internal.Services;
import parx.model.Channel;
import parx.model.Settings;
import parx.model.StorageRule;
import parx.model.User;
import parx.service.Acquisition;
import parx.service.Change;
import parx.service.Channels;
import parx.service.DemoPlant;
import parx.service.EmbeddedServers;
import parx.service.Endpoints;
import parx.service.HistorySink;
import parx.service.Site;
import parx.service.StartException;
import parx.service.StorageRules;
import parx.service.Users;

/**
 * The whole chain at a steady rate, with PostgreSQL, Redis and the simulator each killed once: was every value that
 * was read stored exactly once? Main thread.
 */
public final class SoakBenchmark implements Benchmark {
    private static final int SCAN_RATE_MILLIS = 100;
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private final Services services;

    public SoakBenchmark(Services services) {
        this.services = services;
    }

    @Override
    public Figures run(List<String> arguments, Consumer<String> progress) throws Exception {
        Options options = new Options(arguments, List.of("minutes", "rate"));
        long seconds = options.number("minutes", 30) * 60;
        int channels = Math.toIntExact(Math.max(1, options.number("rate", 10_000) * SCAN_RATE_MILLIS / 1000));
        Path folder = TemporaryFolder.create("soak");
        EmbeddedServers servers = services.get(EmbeddedServers.class);
        Site site = services.get(Site.class);
        DemoPlant demo = services.get(DemoPlant.class);
        try (LoadPlant load = new LoadPlant(channels, folder)) {
            load.start();
            demo.start(folder);
            Endpoints endpoints = servers.start(folder, progress);
            site.open(endpoints, folder.resolve("spool"), () -> folder, progress);
            LogWatch log = LogWatch.fromNow();
            return measure(load, channels, seconds, demo, endpoints, progress).put("exceptions_in_log", log.exceptions());
        } finally {
            site.close();
            demo.stop();
            servers.stop();
            TemporaryFolder.delete(folder);
        }
    }

    private Figures measure(LoadPlant load, int count, long seconds, DemoPlant demo, Endpoints endpoints,
            Consumer<String> progress) throws Exception {
        User user = services.get(Users.class).current();
        Channels configuration = services.get(Channels.class);
        List<Channel> channels = load.channels(SCAN_RATE_MILLIS);
        StorageRules rules = services.get(StorageRules.class);
        rules.apply(user, Change.adding(demo.storageRules()));
        rules.apply(user, List.of(Change.add(new StorageRule("soak", "Every sample of the load", true, StorageRule.Backend.TIMESCALEDB,
                StorageRule.Mode.CONTINUOUS, channels.stream().map(Channel::id).toList(),
                Settings.with("interval", 0, "retention", "7d")))));
        configuration.apply(user, Change.adding(demo.channels()));
        configuration.apply(user, Change.adding(channels));

        Heap heap = new Heap();
        Acquisition acquisition = services.get(Acquisition.class);
        HistorySink sink = services.get(HistorySink.class);
        Kill kills = new Kill(load, progress);
        long begin = System.nanoTime();
        long nextReport = 0;
        double rateSum = 0;
        int reports = 0;
        for (long elapsed = 0; elapsed < seconds; elapsed = Duration.ofNanos(System.nanoTime() - begin).toSeconds()) {
            kills.at((double) elapsed / seconds);
            if (elapsed >= nextReport) {
                heap.note(elapsed);
                HistorySink.HistoryStatus status = sink.status();
                double rate = acquisition.rates().samplesPerSecond();
                rateSum += rate;
                reports++;
                progress.accept(String.format("%d s: %.0f values/s, %d stored, backlog %d (%d on disk), heap %.1f MB %s", elapsed,
                        rate, status.committed(), status.backlog(), status.spooled(), heap.newestMegabytes(), status.problem()));
                nextReport = elapsed + 15;
            }
            Pause.seconds(1);
        }
        progress.accept("stopping the load and waiting until all is stored");
        configuration.apply(user, channels.stream()
                .map(c -> Change.replace(c, c.withEnabled(false))).toList());
        Pause.seconds(2);
        if (!sink.flush(SETTLE)) {
            throw new StartException("Not everything was stored within " + SETTLE.toSeconds() + " s: " + sink.status());
        }
        StoredCounts stored = StoredCounts.read(endpoints);
        StoredCounts.Verdict verdict = stored.compare(load.stopAndCount());
        verdict.sentences().forEach(progress);
        HistorySink.HistoryStatus status = sink.status();
        return new Figures().put("minutes", seconds / 60.0).put("channels", count)
                .put("values_per_s", rateSum / Math.max(1, reports)).put("stored", stored.rows())
                .put("sent", verdict.sent()).put("missing", verdict.missing()).put("duplicates", verdict.duplicates())
                .put("dropped", status.dropped()).put("quarantined", status.quarantined())
                .put("heap_mb_per_h", heap.slopePerHour()).put("heap_mb", heap.newestMegabytes())
                .put("exactly_once", verdict.missing() == 0 && verdict.duplicates() == 0);
    }

    /** Heap in use after a collection, over time. One thread. */
    private static final class Heap {
        private static final double MEGABYTE = 1024 * 1024;
        private final List<double[]> points = new ArrayList<>();

        void note(long second) {
            System.gc();
            points.add(new double[] {second / 3600.0, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE});
        }

        double newestMegabytes() {
            return points.getLast()[1];
        }

        /** By least squares over the second half: the first fills caches and rings. */
        double slopePerHour() {
            List<double[]> half = points.subList(points.size() / 2, points.size());
            double x = half.stream().mapToDouble(p -> p[0]).average().orElse(0);
            double y = half.stream().mapToDouble(p -> p[1]).average().orElse(0);
            double xy = half.stream().mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum();
            double xx = half.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
            return xy / xx;
        }
    }
}
