package parx.cli.internal.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import parx.cli.internal.Services;
import parx.service.EmbeddedServers;
import parx.service.Endpoints;
import parx.service.Site;
import parx.service.StartException;
import parx.service.StoredHistory;
import parx.simulator.DemoRecording;

/**
 * What a packed sample takes by kind of signal, and how long packed samples take to read against unpacked ones. Each kind
 * fills a day of its own, with eight channels of one device that is scanned once a second. Main thread.
 */
public final class PackBenchmark implements Benchmark {
    private static final int CHANNELS = 8;
    private static final long HOURS = 24;
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final long DAY_MICROS = 24 * HOUR_MICROS;
    private static final long SCAN_MICROS = 1_000_000;
    private static final double JITTER_MICROS = 700;
    private static final int ROUNDS = 3;
    private static final long SEED = 5;
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(20);

    /** Kinds of signal; a channel's next value from a source of chance. */
    private enum Kind {
        SETPOINT(random -> walk(random, 70, 900, 0.5)),
        DIGITAL(random -> toggle(random, 40)),
        /** As a 16-bit register times 0.1: slow movement under a noise of a few digits. */
        ANALOG(random -> {
            double[] level = {500};
            return () -> {
                level[0] += random.nextGaussian() * 0.4;
                return Math.round(level[0] + random.nextGaussian() * 2) * 0.1;
            };
        }),
        NOISE(random -> random::nextGaussian);

        private final Function<Random, DoubleSupplier> source;

        Kind(Function<Random, DoubleSupplier> source) {
            this.source = source;
        }

        private static DoubleSupplier walk(Random random, double from, int every, double step) {
            double[] level = {from};
            return () -> level[0] += random.nextInt(every) == 0 ? step * (random.nextInt(9) - 4) : 0;
        }

        private static DoubleSupplier toggle(Random random, int every) {
            int[] state = {0};
            return () -> state[0] ^= random.nextInt(every) == 0 ? 1 : 0;
        }
    }

    private final Services services;

    public PackBenchmark(Services services) {
        this.services = services;
    }

    @Override
    public Figures run(List<String> arguments, Consumer<String> progress) throws Exception {
        long hours = Math.min(HOURS, new Options(arguments, List.of("hours")).number("hours", HOURS));
        // Old days at once, as the first thing after a start.
        System.setProperty("parx.history.pack.quiet", "0s");
        Path folder = TemporaryFolder.create("pack");
        EmbeddedServers servers = services.get(EmbeddedServers.class);
        Site site = services.get(Site.class);
        try {
            Endpoints endpoints = servers.start(folder, progress);
            site.open(endpoints, folder.resolve("spool"), () -> folder, progress);
            LocalDate first = LocalDate.now(ZoneOffset.UTC).minusDays(Kind.values().length + 3L);
            try (Connection connection = connect(endpoints)) {
                fill(connection, first, hours, progress);
                double unpackedBytes = bytes(connection, "channel_data", "%") / count(connection, "channel_data");
                progress.accept("reading unpacked samples");
                double unpacked = read(first, hours);
                site.close();
                site.open(endpoints, folder.resolve("spool"), () -> folder, progress);
                awaitPacked(connection, progress);
                progress.accept("reading packed samples");
                double packed = read(first, hours);
                Figures figures = new Figures();
                for (int day = 0; day <= Kind.values().length; day++) {
                    String kind = day < Kind.values().length ? Kind.values()[day].name().toLowerCase(Locale.ROOT) : "demo";
                    String leaves = "channel_data_packed_" + first.plusDays(day).toString().replace("-", "") + "%";
                    figures.put(kind + "_bytes_per_sample", bytes(connection, "channel_data_packed", leaves)
                            / number(connection, "SELECT sum(samples) FROM channel_data_packed WHERE day = '" + first.plusDays(day)
                                    + "'"));
                }
                return figures.put("unpacked_bytes_per_sample", unpackedBytes).put("read_ratio", packed / unpacked);
            }
        } finally {
            site.close();
            servers.stop();
            TemporaryFolder.delete(folder);
        }
    }

    private static void fill(Connection connection, LocalDate first, long hours, Consumer<String> progress) throws Exception {
        execute(connection, "SELECT ensure_partitions('" + first + " 00:00+00', '" + first.plusDays(Kind.values().length)
                + " 00:00+00')");
        execute(connection, "INSERT INTO rollup_state (refreshed_until) VALUES (date_trunc('minute', now())) ON CONFLICT "
                + "(only_row) DO UPDATE SET refreshed_until = EXCLUDED.refreshed_until");
        for (int day = 0; day <= Kind.values().length; day++) {
            long from = first.plusDays(day).toEpochDay() * DAY_MICROS;
            long to = from + hours * HOUR_MICROS;
            try (SampleCopy copy = new SampleCopy(connection)) {
                if (day == Kind.values().length) {
                    progress.accept("storing " + hours + " hours of the demo plant");
                    DemoRecording.run(SEED, from, to, copy::add);
                } else {
                    progress.accept("storing a day of " + Kind.values()[day].name().toLowerCase(Locale.ROOT) + " signals");
                    fill(copy, Kind.values()[day], from, to);
                }
            }
        }
    }

    private static void fill(SampleCopy copy, Kind kind, long from, long to) throws SQLException {
        Random random = new Random(SEED);
        DoubleSupplier[] sources = new DoubleSupplier[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            sources[i] = kind.source.apply(random);
        }
        for (long scan = from; scan < to - SCAN_MICROS; scan += SCAN_MICROS) {
            long at = scan + (long) Math.min(SCAN_MICROS - 1, -Math.log(1 - random.nextDouble()) * JITTER_MICROS);
            for (int i = 0; i < CHANNELS; i++) {
                copy.add(id(kind, i), at, sources[i].getAsDouble());
            }
        }
    }

    private static String id(Kind kind, int channel) {
        return "bench-" + kind.name().toLowerCase(Locale.ROOT) + "-" + channel;
    }

    /** Seconds for all samples of all kinds, the fastest of some rounds. */
    private double read(LocalDate first, long hours) throws Exception {
        StoredHistory history = services.get(StoredHistory.class);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            long[] samples = {0};
            for (Kind kind : Kind.values()) {
                long from = first.plusDays(kind.ordinal()).toEpochDay() * DAY_MICROS;
                history.samples(IntStream.range(0, CHANNELS).mapToObj(i -> id(kind, i)).toList(), from,
                        from + hours * HOUR_MICROS, (channel, time, value, quality) -> samples[0]++);
            }
            best = Math.min(best, (System.nanoTime() - begin) / 1e9);
            if (samples[0] < (hours * 3600 - 1) * CHANNELS * Kind.values().length) {
                throw new StartException("Only " + samples[0] + " samples were read.");
            }
        }
        return best;
    }

    private static void awaitPacked(Connection connection, Consumer<String> progress) throws SQLException, StartException {
        progress.accept("packing");
        long begin = System.nanoTime();
        while (number(connection, "SELECT (SELECT count(*) FROM (SELECT 1 FROM channel_data LIMIT 1) d) "
                + "+ (SELECT count(*) FROM channel_data_swaps)") > 0) {
            if (System.nanoTime() - begin > LIMIT_NANOS) {
                throw new StartException("The days were not packed within " + TimeUnit.NANOSECONDS.toMinutes(LIMIT_NANOS)
                        + " minutes.");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
    }

    private static double bytes(Connection connection, String parent, String like) throws SQLException {
        return number(connection, "SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent = '" + parent
                + "'::regclass AND inhrelid::regclass::text LIKE '" + like + "'");
    }

    private static double count(Connection connection, String table) throws SQLException {
        return number(connection, "SELECT count(*) FROM " + table);
    }

    private static double number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(Endpoints endpoints) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", endpoints.user());
        login.setProperty("password", endpoints.password());
        return new org.postgresql.Driver().connect(endpoints.jdbcUrl(), login);
    }
}
