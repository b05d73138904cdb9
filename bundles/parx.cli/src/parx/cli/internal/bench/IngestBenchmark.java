package parx.cli.internal.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import parx.acquisition.bench.PipelineThroughput;
import parx.cli.internal.Services;
import parx.model.ChannelIndex;
import parx.model.SampleBatch;
import parx.service.EmbeddedServers;
import parx.service.Endpoints;
import parx.service.HistorySink;
import parx.service.Site;
import parx.service.StartException;
import parx.startup.Startup;

/**
 * Rows into channel_data through the real pipeline and writer, against a bare binary COPY of the same rows into the
 * same table: the fastest of alternating rounds of each. Main thread.
 */
public final class IngestBenchmark implements Benchmark {
    private static final int ROWS = 2_000_000;
    private static final int CHANNELS = 1_000;
    private static final int ROUNDS = 3;
    private static final long PIPELINE_SAMPLES = 50_000_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String PREFIX = "bench-";
    private static final String NO_TIMESCALE = "The PostgreSQL that ParX brings along has no TimescaleDB. Name a server that "
            + "has it: --database 'jdbc:postgresql://host:5432/postgres?user=NAME&password=WORD', or an existing one in "
            + "parx.properties. The benchmark makes a database of its own there and drops it.";

    private final Services services;

    public IngestBenchmark(Services services) {
        this.services = services;
    }

    @Override
    public Figures run(List<String> arguments, Consumer<String> progress) throws Exception {
        Options options = new Options(arguments, List.of("rows", "database"), List.of("timescale"));
        long rows = options.number("rows", ROWS);
        Optional<Endpoints> server = server(options);
        progress.accept("the pipeline alone");
        double pipeline = PipelineThroughput.measure(PIPELINE_SAMPLES, CHANNELS);
        Path folder = TemporaryFolder.create("ingest");
        EmbeddedServers servers = services.get(EmbeddedServers.class);
        Site site = services.get(Site.class);
        try (BenchDatabase database = server.isEmpty() ? null : BenchDatabase.createOn(server.get())) {
            try {
                Endpoints endpoints = database == null ? servers.start(folder, progress) : database.endpoints();
                site.open(endpoints, folder.resolve("spool"), () -> folder, progress);
                try (Connection connection = BenchDatabase.connect(endpoints)) {
                    if (options.has("timescale")) {
                        needTimescale(connection);
                    }
                    return compare(connection, rows, progress).put("pipeline_samples_per_s", pipeline);
                }
            } finally {
                site.close();
                servers.stop();
            }
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    /** The one that is named, or with TimescaleDB the one of parx.properties; empty: the one that ParX brings along. */
    private Optional<Endpoints> server(Options options) throws StartException {
        Optional<Endpoints> named = options.text("database").map(url -> new Endpoints(url, "", "", ""));
        if (named.isPresent() || !options.has("timescale")) {
            return named;
        }
        Optional<Endpoints> existing = services.get(Startup.class).existingServers();
        if (existing.isEmpty()) {
            throw new StartException(NO_TIMESCALE);
        }
        return existing;
    }

    private static void needTimescale(Connection connection) throws SQLException, StartException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT 1 FROM pg_extension WHERE extname = 'timescaledb'")) {
            if (!found.next()) {
                throw new StartException("That server has no TimescaleDB, or none that this user may set up. Install it "
                        + "there (shared_preload_libraries too), or name another server with --database.");
            }
        }
    }

    private Figures compare(Connection connection, long rows, Consumer<String> progress) throws Exception {
        double written = 0;
        double copied = 0;
        double bytes = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            empty(connection);
            progress.accept("round " + round + ": " + rows + " rows through pipeline and writer");
            written = Math.max(written, write(rows));
            bytes = bytesPerRow(connection, rows);
            progress.accept("round " + round + ": a bare COPY of the same rows");
            copied = Math.max(copied, BareCopy.ofWhatIsStored(connection, rows));
        }
        return new Figures().put("rows_per_s", written).put("copy_rows_per_s", copied)
                .put("ratio", written / copied).put("bytes_per_sample", bytes);
    }

    private double write(long rows) throws Exception {
        HistorySink sink = services.get(HistorySink.class);
        PacedSink paced = new PacedSink(sink);
        long committedBefore = sink.status().committed();
        long begin = System.nanoTime();
        long handed = PipelineThroughput.feed(paced, services.get(ChannelIndex.class), PREFIX, CHANNELS, rows);
        if (!sink.flush(LIMIT)) {
            throw new StartException("Not everything was written within " + LIMIT.toMinutes() + " minutes: " + sink.status().problem());
        }
        double took = (System.nanoTime() - begin) / 1e9;
        long committed = sink.status().committed() - committedBefore;
        if (handed != rows || committed < rows) {
            throw new StartException("Of " + rows + " rows " + handed + " were handed over and " + committed + " committed");
        }
        return rows / took;
    }

    private static double bytesPerRow(Connection connection, long rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c "
                        + "LEFT JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.relkind = 'r' "
                        + "AND (c.oid = 'channel_data'::regclass OR i.inhparent = 'channel_data'::regclass)")) {
            result.next();
            return result.getDouble(1) / rows;
        }
    }

    static void empty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE channel_data");
            statement.execute("CHECKPOINT");
        }
    }

    /** Holds the pipeline back while the writer is behind, so that the writer is measured and not its spool. Pipeline thread. */
    private static final class PacedSink implements HistorySink {
        private static final long MOST_BACKLOG = 500_000;
        private final HistorySink sink;

        PacedSink(HistorySink sink) {
            this.sink = sink;
        }

        @Override
        public void store(SampleBatch batch) {
            while (sink.status().backlog() > MOST_BACKLOG) {
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            sink.store(batch);
        }

        @Override
        public boolean flush(Duration limit) throws InterruptedException {
            return sink.flush(limit);
        }

        @Override
        public HistoryStatus status() {
            return sink.status();
        }
    }
}
