package parx.cli.internal.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import parx.acquisition.bench.SteadyLoad;
import parx.cli.internal.Services;
import parx.model.ChannelIndex;
import parx.service.EmbeddedServers;
import parx.service.Endpoints;
import parx.service.HistorySink;
import parx.service.Site;
import parx.service.StartException;

/**
 * A steady load through the real pipeline and writer while PostgreSQL is stopped for a while: is every sample stored
 * once, how fast is what waited caught up with, and are live values as prompt as before? Main thread.
 */
public final class OutageBenchmark implements Benchmark {
    private static final int RATE = 20_000;
    private static final int SECONDS = 60;
    private static final int CHANNELS = 1_000;
    /** Of one channel, so that no two have the same time. */
    private static final int MOST_PER_CHANNEL = 50;
    private static final int CALM_SECONDS = 10;
    private static final String PREFIX = "bench-";
    private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(5);
    private static final Duration SETTLE = Duration.ofMinutes(2);
    /** Caught up: no more waits than comes in so long. */
    private static final double LIVE_SECONDS = 1;

    private final Services services;

    public OutageBenchmark(Services services) {
        this.services = services;
    }

    @Override
    public Figures run(List<String> arguments, Consumer<String> progress) throws Exception {
        Options options = new Options(arguments, List.of("seconds", "rate"));
        long seconds = options.number("seconds", SECONDS);
        int rate = Math.toIntExact(options.number("rate", RATE));
        Path folder = TemporaryFolder.create("outage");
        EmbeddedServers servers = services.get(EmbeddedServers.class);
        Site site = services.get(Site.class);
        try {
            Endpoints endpoints = servers.start(folder, progress);
            site.open(endpoints, folder.resolve("spool"), () -> folder, progress);
            return measure(servers, endpoints, folder, seconds, rate, progress);
        } finally {
            site.close();
            servers.stop();
            TemporaryFolder.delete(folder);
        }
    }

    private Figures measure(EmbeddedServers servers, Endpoints endpoints, Path folder, long seconds, int rate,
            Consumer<String> progress) throws Exception {
        HistorySink sink = services.get(HistorySink.class);
        SteadyLoad load = new SteadyLoad(sink, services.get(ChannelIndex.class), PREFIX,
                Math.max(CHANNELS, rate / MOST_PER_CHANNEL), rate);
        SteadyLoad.Lateness calm;
        SteadyLoad.Lateness outage;
        CatchUp catchUp;
        try {
            // The first seconds warm up.
            Pause.seconds(CALM_SECONDS / 2);
            load.lateness();
            Pause.seconds(CALM_SECONDS);
            calm = load.lateness();
            progress.accept("stopping PostgreSQL for " + seconds + " s; " + load.sent() + " samples so far");
            stopFor(servers, endpoints, folder, seconds, sink, progress);
            catchUp = catchUp(sink, rate, progress);
            outage = load.lateness();
        } finally {
            load.close();
        }
        progress.accept("counting what is stored");
        if (!sink.flush(SETTLE)) {
            throw new StartException("Not everything was stored within " + SETTLE.toSeconds() + " s: " + sink.status());
        }
        awaitStored(sink);
        HistorySink.HistoryStatus status = sink.status();
        Stored stored = Stored.read(endpoints);
        return new Figures().put("samples_per_s", rate).put("outage_s", seconds).put("sent", load.sent())
                .put("lost", load.sent() - stored.distinct()).put("duplicated", stored.rows() - stored.distinct())
                .put("dropped", status.dropped()).put("quarantined", status.quarantined())
                .put("catch_up_ratio", catchUp.rowsPerSecond() / rate).put("catch_up_s", catchUp.seconds())
                .put("live_p99_ms", outage.p99Millis()).put("live_max_ms", outage.maxMillis())
                .put("live_p99_before_ms", calm.p99Millis());
    }

    private static void stopFor(EmbeddedServers servers, Endpoints endpoints, Path folder, long seconds, HistorySink sink,
            Consumer<String> progress) throws Exception {
        servers.stop();
        long begin = System.nanoTime();
        Pause.seconds(seconds);
        HistorySink.HistoryStatus status = sink.status();
        progress.accept(status.backlog() + " samples wait, " + status.spooled() + " of them on disk; starting PostgreSQL after "
                + (System.nanoTime() - begin) / 1_000_000 + " ms");
        Endpoints again = servers.start(folder, progress);
        if (!again.jdbcUrl().equals(endpoints.jdbcUrl())) {
            throw new StartException("Another program took PostgreSQL's port while it was stopped. Measure again.");
        }
    }

    /** From the first commit after the outage until only what is live waits. */
    private static CatchUp catchUp(HistorySink sink, int rate, Consumer<String> progress) throws Exception {
        long before = sink.status().committed();
        long limit = System.nanoTime() + CATCH_UP_LIMIT.toNanos();
        while (sink.status().committed() == before) {
            awaitMore(limit, sink);
        }
        long committed = sink.status().committed();
        long begin = System.nanoTime();
        while (sink.status().backlog() > rate * LIVE_SECONDS) {
            awaitMore(limit, sink);
        }
        CatchUp result = new CatchUp(sink.status().committed() - committed, (System.nanoTime() - begin) / 1e9);
        progress.accept(String.format("caught up: %d rows in %.1f s", result.rows(), result.seconds()));
        return result;
    }

    private static void awaitStored(HistorySink sink) throws Exception {
        long limit = System.nanoTime() + SETTLE.toNanos();
        while (sink.status().backlog() > 0) {
            awaitMore(limit, sink);
        }
    }

    private static void awaitMore(long limit, HistorySink sink) throws Exception {
        if (System.nanoTime() > limit) {
            throw new StartException("What waited is not stored in time: " + sink.status());
        }
        Pause.millis(10);
    }

    private record CatchUp(long rows, double seconds) {
        double rowsPerSecond() {
            return rows / seconds;
        }
    }

    /** @param distinct numbered samples that are there, however often */
    private record Stored(long rows, long distinct) {
        static Stored read(Endpoints endpoints) throws SQLException {
            Properties login = new Properties();
            login.setProperty("user", endpoints.user());
            login.setProperty("password", endpoints.password());
            try (Connection connection = new org.postgresql.Driver().connect(endpoints.jdbcUrl(), login);
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT sum(n), sum(d) FROM (SELECT count(*) AS n, "
                            + "count(DISTINCT value) AS d FROM channel_data WHERE channel_id LIKE '" + PREFIX
                            + "%' AND quality = 'GOOD' GROUP BY channel_id) channels")) {
                result.next();
                return new Stored(result.getLong(1), result.getLong(2));
            }
        }
    }
}
